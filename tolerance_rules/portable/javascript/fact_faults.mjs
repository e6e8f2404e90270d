// @ts-check
/** Fact faults: what is wrong with given facts, all at once, and what to write. */

import { faultOf } from "./faults.mjs";
import { didYouMean, listedValues, nearestName } from "./near_names.mjs";
import { shortened } from "./shown_text.mjs";

/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */
/** @typedef {import("./vocabulary.mjs").Vocabulary} Vocabulary */
/** @typedef {import("./faults.mjs").Fault} Fault */

/** Of how many unknown names the nearest is looked for: it takes long, and nobody reads more. */
const MOST_SUGGESTED = 20;

/** Proposes the nearest name to each of the first few unknown ones, and no more. */
class NameSuggestions {
  constructor() {
    this.left = MOST_SUGGESTED;
  }

  /**
   * @param {string} name
   * @param {string[]} names
   */
  near(name, names) {
    this.left -= 1;
    return this.left >= 0 ? nearestName(name, names) : null;
  }
}

/** Tell whether nothing is given. @param {unknown} value */
export function isNothing(value) {
  return value === null || value === undefined;
}

/** @param {string} name */
function firstLetters(name) {
  return Array.from(name.slice(0, 400)).slice(0, 200).join("");
}

/** Return the fault of a fact that is given twice. @param {string} name */
export function factGivenTwice(name) {
  const shown = shortened(name);
  const english = `${shown} is given twice; keep one`;
  return faultOf("C007", `${shown} 给了两次`, "请只写一次", firstLetters(name), english);
}

/**
 * Return what is wrong with facts in their groups: unknown names, values of no meaning.
 * @param {Map<string, unknown> | null} nested
 * @param {Vocabulary} vocabulary
 * @returns {Fault[]}
 */
export function factFaults(nested, vocabulary) {
  if (nested === null) {
    const sample = sampleFact(vocabulary);
    return [
      faultOf(
        "C001",
        "事实应当是“组: {事实: 值}”的对照表",
        `请写成 ${sample} 的形式`,
        "",
        `The facts should be a mapping {group: {fact: value}}, such as ${sample}`,
      ),
    ];
  }
  const suggestions = new NameSuggestions();
  const groups = new Set(vocabulary.groups.map((each) => each.name));
  /** @type {Fault[]} */
  const faults = [];
  nested.forEach((facts, group) => {
    if (!groups.has(group)) {
      faults.push(noGroup(group, facts, vocabulary, suggestions));
    } else if (facts instanceof Map) {
      facts.forEach((value, key) => {
        const found = factValueFaults(group + "." + key, value, vocabulary, suggestions);
        for (const fault of found) faults.push(fault);
      });
    } else if (facts !== null) {
      const shown = shortened(/** @type {{other: unknown}} */ (facts).other);
      faults.push(
        faultOf(
          "C001",
          `事实组 ${group} 的内容应当是对照表，现为 ${shown}`,
          `请写成 ${group}: {事实: 值}；全部未查明的，整组不写`,
          group,
          `The group ${group} should be a mapping {fact: value}, not ${shown}; leave it out where ` +
            "nothing is established",
        ),
      );
    }
  });
  return faults;
}

/**
 * @param {string} group
 * @param {unknown} facts
 * @param {Vocabulary} vocabulary
 * @param {NameSuggestions} suggestions
 */
function noGroup(group, facts, vocabulary, suggestions) {
  const groups = vocabulary.groups.map((each) => each.name);
  let names = groups.concat(vocabulary.groups.map((each) => each.label.zh));
  // A fact without its group.
  if (!(facts instanceof Map)) names = names.concat(namesAndLabels(vocabulary));
  const near = suggestions.near(group, names);
  const { zh, en } = didYouMean(near);
  const shown = shortened(group);
  return faultOf(
    "C002",
    `没有名为 ${shown} 的事实组${zh}`,
    `可用的组：${groups.join("、")}`,
    firstLetters(group),
    `There is no group ${shown}${en}; there are: ${groups.join(", ")}`,
    near || "",
  );
}

/** @param {Vocabulary} vocabulary */
function namesAndLabels(vocabulary) {
  const names = vocabulary.facts.map((spec) => spec.name);
  return names.concat(vocabulary.facts.map((spec) => spec.label.zh));
}

/** Return how one fact of the vocabulary is written. @param {Vocabulary} vocabulary */
function sampleFact(vocabulary) {
  const spec = vocabulary.facts.find((each) => each.boolean);
  return spec === undefined ? "组: {事实: 值}" : `${spec.group}: {${spec.key}: true}`;
}

/**
 * Return what is wrong with one fact given by dotted name.
 * @param {string} name
 * @param {unknown} value
 * @param {Vocabulary} vocabulary
 * @param {NameSuggestions} [suggestions]
 * @returns {Fault[]}
 */
export function factValueFaults(name, value, vocabulary, suggestions) {
  const spec = vocabulary.named.get(name);
  if (spec === undefined) {
    const plain = /^[\x00-\x7f]*$/.test(name);
    const names = plain ? vocabulary.facts.map((each) => each.name) : namesAndLabels(vocabulary);
    const near = (suggestions || new NameSuggestions()).near(name, names);
    const { zh, en } = didYouMean(near);
    const shown = shortened(name);
    return [
      faultOf(
        "C003",
        `没有名为 ${shown} 的事实${zh}`,
        "全部事实见 tolerance-rules facts；另一份规定的案件，请用 --ruleset 指明",
        firstLetters(name),
        `There is no fact ${shown}${en}; all facts: tolerance-rules facts; for a case of another ` +
          "regulation, give --ruleset",
        near || "",
      ),
    ];
  }
  if (Array.isArray(value)) return severalFaults(spec, value);
  return isNothing(value) || isValueOf(spec, value) ? [] : [unreadableValue(spec, value)];
}

/**
 * @param {FactSpec} spec
 * @param {unknown} value
 */
function isValueOf(spec, value) {
  return spec.values.some((each) => each === value);
}

/**
 * @param {FactSpec} spec
 * @param {unknown[]} values
 */
function severalFaults(spec, values) {
  const named = `${spec.name}（${spec.label.zh}）`;
  const english = `${spec.name} (${spec.label.en})`;
  if (spec.finding) {
    return [
      faultOf(
        "C008",
        `${named}是书面认定，只有作出、没有作出两种，不能列几个值`,
        "作出了认定的写 true，没有作出的写 false 或者不写",
        spec.name,
        `${english} is a recorded finding, made or not made: no list of values; write true or false`,
      ),
    ];
  }
  if (values.length === 0) {
    return [
      faultOf(
        "C008",
        `${named}列了一个空的列表：一种可能都没有`,
        "请列出仍有可能的值；全都可能的，写 null 或者不写",
        spec.name,
        `${english} has an empty list: nothing would be possible; list the values still possible, ` +
          "or write null",
      ),
    ];
  }
  const wrong = values.filter((value) => !isValueOf(spec, value));
  return wrong.map((value) => unreadableValue(spec, value));
}

/**
 * @param {FactSpec} spec
 * @param {unknown} value
 */
function unreadableValue(spec, value) {
  const shown = shortened(value);
  const named = `${spec.name}（${spec.label.zh}）的值 ${shown} 不能识别`;
  const english = `The value ${shown} of ${spec.name} (${spec.label.en}) cannot be read`;
  if (spec.boolean) {
    const finding = "请写 true（是）或 false（否）：作出了认定的写 true，没有的写 false 或者不写";
    const remedy = spec.finding ? finding : "请写 true（是）、false（否）或 null（未查明）";
    const write = spec.finding
      ? "write true where the finding was made, false where not"
      : "write true, false or null";
    return faultOf("C004", named, remedy, spec.name, `${english}; ${write}`);
  }
  const codes = spec.values.map(String);
  const listed = codes.map((code, index) => `${code}（${spec.labels[index].zh}）`).join("、");
  const listedEn = codes.map((code, index) => `${code} (${spec.labels[index].en})`).join(", ");
  const known = codes.concat(spec.labels.map((label) => label.zh));
  const several = listedValues(value, codes, known.slice(codes.length));
  const near = several || (typeof value === "string" ? nearestName(value, known) : null);
  const { zh, en } = didYouMean(near);
  const sample = `[${codes[0]}, ${codes[1]}]`;
  return faultOf(
    "C005",
    named + zh,
    `请写 ${listed}，或 null（未查明）；仍有几种可能的，列出各种：${sample}`,
    spec.name,
    `${english}${en}; write ${listedEn} or null; where several are still possible, list them: ${sample}`,
    near || "",
  );
}
