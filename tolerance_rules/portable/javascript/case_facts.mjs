// @ts-check
// Case facts: the facts of a case file in the names of the library -> what is known of each fact.

import { caseFault } from "./case_fault.mjs";
import { knownOfValues } from "./human_values.mjs";
import { didYouMean, listedValues, nearestName, someNearNames } from "./near_names.mjs";
import { shownValue } from "./text_characters.mjs";

/** @typedef {import("./case_fault.mjs").CaseFault} CaseFault */

/**
 * What is known of every fact, and what is wrong with those given, by dotted name or by group.
 * @param {Map<string, any>} given
 * @param {import("./case_words.mjs").CaseWords} words
 * @returns {{facts: {[name: string]: any}, faults: CaseFault[]}}
 */
export function knownFacts(given, words) {
  /** @type {CaseFault[]} */
  const faults = [];
  /** @type {{[name: string]: any}} */
  const facts = {};
  for (const spec of words.specs.values()) facts[spec.name] = spec.finding ? false : null;
  const unknownGroups = new Set(), near = someNearNames();
  for (const [name, value] of given) {
    const spec = words.specs.get(name), group = name.split(".")[0];
    if (spec !== undefined) {
      const found = valueFaults(spec, value);
      faults.push(...found);
      if (!found.length) facts[name] = knownOfGiven(spec, value);
    } else if (!words.groups.has(group)) {
      if (!unknownGroups.has(group)) faults.push(noCaseGroup(group, name.includes("."), words, near));
      unknownGroups.add(group);
    } else if (name === group) {
      if (value !== null) faults.push(noCaseFacts(group, value));
    } else {
      faults.push(noCaseFact(name, words, near));
    }
  }
  return { facts, faults };
}

/**
 * The fault that a fact, or another part of a case, is given twice.
 * @param {string} name
 * @returns {CaseFault}
 */
export function caseGivenTwice(name) {
  const shown = shownValue(name);
  return caseFault("C007", shown + " 给了两次", "请只写一次", shown + " is given twice; keep one", { subject: name.slice(0, 200) });
}

/** @param {import("./vocabulary.mjs").FactData} spec @param {any} value @returns {any} */
function knownOfGiven(spec, value) {
  if (Array.isArray(value)) return knownOfValues(spec, value);
  return value === null && spec.finding ? false : value;
}

/** @param {import("./vocabulary.mjs").FactData} spec @param {any} value @returns {boolean} */
function isCaseValue(spec, value) {
  return spec.values.some((each) => each.value === value);
}

/** @param {import("./vocabulary.mjs").FactData} spec @param {any} value @returns {CaseFault[]} */
function valueFaults(spec, value) {
  const { name, label } = spec, subject = name, zh = name + "（" + label.zh + "）", en = name + " (" + label.en + ")";
  if (!Array.isArray(value)) return value === null || isCaseValue(spec, value) ? [] : [unreadableFact(spec, value)];
  if (spec.finding) {
    return [caseFault("C008", zh + "是书面认定，只有作出、没有作出两种，不能列几个值", "作出了认定的写 true，没有作出的写 false 或者不写",
      en + " is a recorded finding, made or not made: no list of values; write true or false", { subject })];
  }
  if (!value.length) {
    return [caseFault("C008", zh + "列了一个空的列表：一种可能都没有", "请列出仍有可能的值；全都可能的，写 null 或者不写",
      en + " has an empty list: nothing would be possible; list the values still possible, or write null", { subject })];
  }
  return value.filter((each) => !isCaseValue(spec, each)).map((each) => unreadableFact(spec, each));
}

/** @param {import("./vocabulary.mjs").FactData} spec @param {any} value @returns {CaseFault} */
function unreadableFact(spec, value) {
  const { name, label } = spec, shown = shownValue(value), subject = name;
  const named = name + "（" + label.zh + "）的值 " + shown + " 不能识别";
  const english = "The value " + shown + " of " + name + " (" + label.en + ") cannot be read";
  if (spec.finding) {
    return caseFault("C004", named, "请写 true（是）或 false（否）：作出了认定的写 true，没有的写 false 或者不写",
      english + "; write true where the finding was made, false where not", { subject });
  }
  if (spec.boolean) {
    return caseFault("C004", named, "请写 true（是）、false（否）或 null（未查明）", english + "; write true, false or null", { subject });
  }
  const codes = spec.values.map((each) => String(each.value));
  const listed = spec.values.map((each) => each.value + "（" + each.label.zh + "）").join("、");
  const listedEn = spec.values.map((each) => each.value + " (" + each.label.en + ")").join(", ");
  const labels = spec.values.map((each) => each.label.zh);
  const near = listedValues(value, codes, labels) || (typeof value === "string" ? nearestName(value, codes.concat(labels)) : null);
  const mean = didYouMean(near), two = "[" + codes[0] + ", " + codes[1] + "]";
  return caseFault("C005", named + mean.zh, "请写 " + listed + "，或 null（未查明）；仍有几种可能的，列出各种：" + two,
    english + mean.en + "; write " + listedEn + " or null; where several are still possible, list them: " + two,
    { subject, near });
}

/**
 * @param {string} group @param {boolean} dotted @param {import("./case_words.mjs").CaseWords} words
 * @param {import("./case_sections.mjs").NearFinder} nearOf
 */
function noCaseGroup(group, dotted, words, nearOf) {
  const names = Array.from(words.groups.keys()), pool = names.concat(labelsOf(words.groups));
  if (!dotted) pool.push(...Array.from(words.specs.keys()), ...labelsOf(words.specs));
  const near = nearOf(group, pool), mean = didYouMean(near), shown = shownValue(group);
  return caseFault("C002", "没有名为 " + shown + " 的事实组" + mean.zh, "可用的组：" + names.join("、"),
    "There is no group " + shown + mean.en + "; there are: " + names.join(", "), { subject: group.slice(0, 200), near });
}

/** @param {Map<string, any>} parts @returns {string[]} */
function labelsOf(parts) {
  return Array.from(parts.values(), (each) => each.label.zh);
}

/** @param {string} group @param {any} value @returns {CaseFault} */
function noCaseFacts(group, value) {
  const shown = shownValue(value);
  return caseFault("C001", "事实组 " + group + " 的内容应当是对照表，现为 " + shown,
    "请写成 " + group + ": {事实: 值}；全部未查明的，整组不写",
    "The group " + group + " should be a mapping {fact: value}, not " + shown + "; leave it out where nothing is established",
    { subject: group });
}

/**
 * @param {string} name @param {import("./case_words.mjs").CaseWords} words
 * @param {import("./case_sections.mjs").NearFinder} nearOf
 * @returns {CaseFault}
 */
function noCaseFact(name, words, nearOf) {
  const pool = Array.from(words.specs.keys());
  if (/[^\x00-\x7f]/.test(name)) pool.push(...labelsOf(words.specs));
  const near = nearOf(name, pool), mean = didYouMean(near), shown = shownValue(name);
  return caseFault("C003", "没有名为 " + shown + " 的事实" + mean.zh,
    "全部事实见 tolerance-rules facts；另一份规定的案件，请用 --ruleset 指明",
    "There is no fact " + shown + mean.en + "; all facts: tolerance-rules facts; for a case of another regulation, give --ruleset",
    { subject: name.slice(0, 200), near });
}
