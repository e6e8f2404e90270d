// @ts-check
// Case sections: what is wrong in the sections of a case file, its facts aside.

import { caseFault } from "./case_fault.mjs";
import { CASE_DAYS, CASE_ITEMS, CASE_SECTIONS, itemOfKey } from "./case_words.mjs";
import { isIsoDay } from "./human_dates.mjs";
import { foldedText, namedByWords } from "./human_values.mjs";
import { didYouMean, someNearNames } from "./near_names.mjs";
import { characterName, refusedCharacter, shownValue } from "./text_characters.mjs";

/** @typedef {import("./case_fault.mjs").CaseFault} CaseFault */
/** @typedef {(name: string, names: Iterable<string>) => string | null} NearFinder */

const LONGEST_TEXT = 20000;
/** @type {{[section: string]: string[]}} */
const MAPPINGS = {
  case: ["C023", "{id: …}", "{id: …}"],
  evidence: ["C026", "{组.事实: 证据说明}", "{group.fact: note}"],
  handling: ["C026", "{事项: 2024-05-01}", "{what was done: 2024-05-01}"],
  forms: ["C026", "{栏目: 内容}", "{field: text}"],
  analysis: ["C026", "{标准: 有利}", "{contrast: favourable}"],
};

/**
 * What is wrong with the sections of a document, in the names of the library.
 * @param {Map<string, any>} document
 * @param {import("./case_words.mjs").CaseWords} words
 * @returns {CaseFault[]}
 */
export function sectionFaults(document, words) {
  /** @type {CaseFault[]} */
  let found = [];
  const near = someNearNames();
  for (const key of document.keys()) {
    if (!CASE_SECTIONS.includes(key)) found.push(noSection(key, words, near));
  }
  for (const [section, faults] of Object.entries({ case: itemFaults, evidence: evidenceFaults,
    handling: handlingFaults, forms: formFaults, analysis: assessmentFaults })) {
    const given = document.get(section);
    if (given === null || given === undefined) continue;
    if (given instanceof Map) {
      found = found.concat(faults(given, words, near));
      continue;
    }
    const [code, zh, en] = MAPPINGS[section];
    found.push(caseFault(code, section + " 应当是对照表", "请写成 " + section + ": " + zh,
      section + " should be a mapping: " + section + ": " + en, { subject: section }));
  }
  return found;
}

/**
 * The fault that a document is no mapping.
 * @param {any} document
 * @returns {CaseFault}
 */
export function noMapping(document) {
  const shown = shownValue(document);
  return caseFault("C021", "案件应当是对照表，现为 " + shown, "请参照 tolerance-rules init 写出的空白案件",
    "A case should be a mapping, not " + shown + "; tolerance-rules init writes one to fill in");
}

/** @param {string} section @param {import("./case_words.mjs").CaseWords} words @param {NearFinder} nearOf */
function noSection(section, words, nearOf) {
  const subject = section.slice(0, 200), said = foldedText(section), shown = shownValue(section);
  const fact = words.groupWords.has(said) || words.factWords.has(said);
  if (fact || itemOfKey(section, words)) {
    const name = fact ? "facts" : "case";
    return caseFault("C022", shown + " 应当写在 " + name + " 下面",
      "请同它下面的各行一起，比 " + name + " 多缩进两个空格：" + name + ":⏎  " + shown + ": …",
      shown + " belongs below " + name + ": indent it, and the lines below it, by two blanks more than " + name,
      { subject });
  }
  const near = nearOf(section, CASE_SECTIONS), mean = didYouMean(near);
  return caseFault("C022", "没有名为 " + shown + " 的部分" + mean.zh,
    "一个案件只有 case、facts、evidence、handling、forms、analysis 六部分",
    "There is no section " + shown + mean.en + "; a case has the sections case, facts, evidence, handling, forms and analysis",
    { subject, near });
}

/**
 * What keeps a value from being kept with a case as text, or null.
 * @param {string} where
 * @param {any} value
 * @returns {CaseFault | null}
 */
export function textFault(where, value) {
  if (typeof value !== "string") {
    return caseFault("C027", where + " 应当是文字", "请加引号写成 \"…\"",
      where + " should be text: write it as \"…\"", { subject: where });
  }
  const count = value.length > LONGEST_TEXT ? Array.from(value).length : 0;
  if (count > LONGEST_TEXT) {
    const length = count.toLocaleString("en-US");
    return caseFault("C028", where + " 有 " + length + " 字，超过 20,000 字", "请另存附件",
      where + " has " + length + " characters, more than 20,000", { subject: where });
  }
  const refused = refusedCharacter(value);
  if (!refused) return null;
  const { zh, en } = characterName(refused);
  return caseFault("C029", where + " 含有看不见的" + zh, "请删去后重写",
    where + " holds an invisible " + en + ": delete it", { subject: where });
}

/**
 * @param {Map<string, any>} about @param {import("./case_words.mjs").CaseWords} _words @param {NearFinder} nearOf
 * @returns {CaseFault[]}
 */
function itemFaults(about, _words, nearOf) {
  /** @type {CaseFault[]} */
  const found = [];
  for (const [key, value] of about) {
    const where = "case." + key;
    if (!CASE_ITEMS.includes(key)) {
      const shown = shownValue(key), near = nearOf(key, CASE_ITEMS), mean = didYouMean(near);
      found.push(caseFault("C024", "case 中没有 " + shown + " 一项" + mean.zh, "可用的有：" + CASE_ITEMS.join("、"),
        "case has no item " + shown + mean.en + "; there are: " + CASE_ITEMS.join(", "),
        { subject: "case." + key.slice(0, 200), near }));
      continue;
    }
    if (value === null) continue;
    const fault = textFault(where, value);
    if (fault) found.push(fault);
    else if (CASE_DAYS.includes(key) && !isIsoDay(value)) {
      const shown = shownValue(value);
      found.push(caseFault("C025", where + " 的 " + shown + " 不是日期，或者分不清是哪一天", "请写成 2024-05-01 的形式",
        shown + " of " + where + " is no date; write it as 2024-05-01", { subject: where, near: "2024-05-01" }));
    }
  }
  const [occurred, decided] = CASE_DAYS.map((key) => about.get(key));
  return found.concat(dayOrderFaults(occurred, decided));
}

/**
 * What is wrong with the order of the days of a case: the conduct comes before the decision.
 * @param {any} occurred @param {any} decided
 * @returns {CaseFault[]}
 */
export function dayOrderFaults(occurred, decided) {
  if (!isIsoDay(occurred) || !isIsoDay(decided) || occurred <= decided) return [];
  return [caseFault("C032", "case.occurred_on 的 " + occurred + " 晚于 case.decided_on 的 " + decided, "请核对两个日期",
    occurred + " of case.occurred_on is after " + decided + " of case.decided_on; check both dates",
    { subject: "case.occurred_on" })];
}

/**
 * @param {Map<string, any>} evidence @param {import("./case_words.mjs").CaseWords} words @param {NearFinder} nearOf
 * @returns {CaseFault[]}
 */
function evidenceFaults(evidence, words, nearOf) {
  /** @type {CaseFault[]} */
  const found = [];
  for (const [name, note] of evidence) {
    const fault = words.specs.has(name) ? textFault("evidence." + name, note) : null;
    if (fault) found.push(fault);
    if (words.specs.has(name)) continue;
    const shown = shownValue(name);
    if (namedByWords(name, words.groupWords)) {
      found.push(caseFault("C003", "evidence 中的 " + shown + " 是事实组，不是事实",
        "请写到其中的事实：evidence: {" + shown + ": {事实: 证据说明}}", "evidence: " + shown + " is a group of facts, and no fact; " +
        "write the note of a fact: evidence: {" + shown + ": {fact: note}}", { subject: "evidence." + name.slice(0, 200) }));
      continue;
    }
    const labels = Array.from(words.specs.values(), (each) => each.label.zh);
    const near = nearOf(name, Array.from(words.specs.keys()).concat(labels)), mean = didYouMean(near);
    found.push(caseFault("C003", "evidence 中没有名为 " + shown + " 的事实" + mean.zh, "全部事实见 tolerance-rules facts",
      "evidence: there is no fact " + shown + mean.en + "; all facts: tolerance-rules facts",
      { subject: "evidence." + name.slice(0, 200), near }));
  }
  return found;
}

/** @param {Map<string, any>} handling @returns {CaseFault[]} */
function handlingFaults(handling) {
  /** @type {CaseFault[]} */
  const found = [];
  for (const [name, day] of handling) {
    if (day === null || isIsoDay(day)) continue;
    const shown = shownValue(day), named = shownValue(name);
    found.push(caseFault("C025", "handling 中 " + named + " 的 " + shown + " 不是日期，或者分不清是哪一天",
      "请写成 2024-05-01 的形式", shown + " of " + named + " in handling is no date; write it as 2024-05-01",
      { subject: "handling." + name.slice(0, 200), near: "2024-05-01" }));
  }
  return found;
}

/** @param {Map<string, any>} forms @returns {CaseFault[]} */
function formFaults(forms) {
  const found = [];
  for (const [name, text] of forms) {
    const fault = text === null ? null : textFault("forms." + name.slice(0, 200), text);
    if (fault) found.push(fault);
  }
  return found;
}

/** @param {Map<string, any>} analysis @returns {CaseFault[]} */
function assessmentFaults(analysis) {
  /** @type {CaseFault[]} */
  const found = [];
  for (const [name, value] of analysis) {
    const where = "analysis." + name.slice(0, 200);
    const parts = value instanceof Map ? value : new Map([["assessment", value]]);
    for (const [key, text] of parts) {
      if (key !== "assessment" && key !== "note") {
        const shown = shownValue(key);
        found.push(caseFault("C045", where + " 中没有 " + shown + " 一项", "可以写 assessment（有利、兼有、不利）和 note（说明）",
          where + " has no item " + shown + "; there are assessment and note", { subject: where }));
      }
      const fault = text === null ? null : textFault(where, text);
      if (fault) found.push(fault);
    }
  }
  return found;
}
