// @ts-check
// Case document: a case as a person writes it, in Chinese names and words -> as the library has it.

import { caseFault } from "./case_fault.mjs";
import { caseGivenTwice } from "./case_facts.mjs";
import { CASE_DAYS, factElsewhere, factOfKey, itemOfKey, sectionOfKey } from "./case_words.mjs";
import { dayOfValue } from "./human_dates.mjs";
import { UnreadableValue, knownFromValue, namedByWords } from "./human_values.mjs";
import { shownValue } from "./text_characters.mjs";

/** Reads what a case says in words; notes where each part stood, and what is no word. */
export class CaseDocument {
  /** @param {import("./case_words.mjs").CaseWords} words */
  constructor(words) {
    this.words = words;
    /** @type {import("./case_fault.mjs").CaseFault[]} */
    this.faults = [];
    /** Where each part stands in the document as given, by its path in the document as read. */
    this.paths = new Map();
  }

  /**
   * The document in the names of the library; what cannot be read stays as it is.
   * @param {Map<string, any>} given
   * @returns {Map<string, any>}
   */
  sections(given) {
    const found = new Map();
    for (const [key, value] of given) {
      const name = sectionOfKey(key, this.words) || key;
      if (found.has(name)) this.twice(name, name, key);
      this.paths.set(name, key);
      found.set(name, value instanceof Map ? this.section(name, value, key) : value);
    }
    return found;
  }

  /** @param {string} name @param {Map<string, any>} value @param {string} key @returns {Map<string, any>} */
  section(name, value, key) {
    const { usual } = this.words;
    if (name === "facts") return this.facts(value, key + ".");
    if (name === "case") {
      const item = (/** @type {string} */ each) => itemOfKey(each, this.words) || each;
      const own = new Map(value);
      for (const each of value.keys()) {
        const part = itemOfKey(each, this.words) ? null : sectionOfKey(each, this.words);
        if (!part) continue;
        this.paths.set("case." + each, key + "." + each);
        this.faults.push(sectionWithin(each, part, "case." + each, key, this.words));
        own.delete(each);
      }
      return this.renamed(name, own, key, item, (each, inner) => CASE_DAYS.includes(inner) ? dayOfValue(each, usual) : each);
    }
    if (name === "evidence") return this.evidence(value, key);
    return this.renamed(name, value, key, (each) => each, (each) => name === "handling" ? dayOfValue(each, usual) : each);
  }

  /**
   * A section with its keys and its values in the words of the library.
   * @param {string} section @param {Map<string, any>} given @param {string} written
   * @param {(key: string) => string} nameOf @param {(value: any, name: string) => any} valueOf
   */
  renamed(section, given, written, nameOf, valueOf) {
    const found = new Map();
    for (const [key, value] of given) {
      const name = nameOf(key);
      if (found.has(name)) this.twice(section + "." + name, section + "." + name, written + "." + key);
      this.paths.set(section + "." + name, written + "." + key);
      found.set(name, valueOf(value, name));
    }
    return found;
  }

  /**
   * Notes by dotted name, be they given so, by a label, or below a group.
   * @param {Map<string, any>} given @param {string} section
   * @returns {Map<string, any>}
   */
  evidence(given, section) {
    const found = new Map();
    for (const [key, value] of given) {
      const at = section + "." + key, group = namedByWords(key, this.words.groupWords);
      if (group === undefined || (value !== null && !(value instanceof Map))) this.note(found, "", key, value, at);
      else for (const [inner, note] of value || []) this.note(found, group, inner, note, at + "." + inner);
    }
    return found;
  }

  /** @param {Map<string, any>} found @param {string} group @param {string} key @param {any} note @param {string} at */
  note(found, group, key, note, at) {
    const path = group ? group + "." + key : key, name = factOfKey(group, key, this.words);
    const other = name === null ? factElsewhere(group, key, this.words) : null;
    if (other) {
      this.paths.set("evidence." + path, at);
      this.faults.push(this.wrongGroup(group, key, other, "evidence"));
      return;
    }
    if (name !== null && found.has(name)) this.twice("evidence." + name, "evidence." + name, at);
    this.paths.set("evidence." + (name || path), at);
    found.set(name || path, note);
  }

  /**
   * Facts by dotted name, and what is no fact as it was given.
   * @param {Map<string, any>} given @param {string} path
   * @returns {Map<string, any>}
   */
  facts(given, path) {
    const found = new Map(), { words } = this;
    for (const [key, value] of given) {
      const group = namedByWords(key, words.groupWords);
      const item = itemOfKey(key, words);
      if (group !== undefined && value instanceof Map) {
        for (const [inner, known] of value) this.fact(found, group, inner, known, path + key + "." + inner);
        this.paths.set("facts." + group, path + key);
      } else if (item && key !== "id" && factOfKey("", key, words) === null) {
        this.paths.set("facts." + key, path + key);
        this.faults.push(misplacedItem(key, item));
      } else if (group === undefined && sectionOfKey(key, words) && factOfKey("", key, words) === null) {
        this.paths.set("facts." + key, path + key);
        this.faults.push(sectionWithin(key, sectionOfKey(key, words), key, "facts", words));
      } else if (group !== undefined) {
        if (!found.has(group) || value !== null) found.set(group, value);
        this.paths.set("facts." + group, path + key);
      } else {
        this.fact(found, "", key, value, path + key);
      }
    }
    return found;
  }

  /** @param {Map<string, any>} found @param {string} group @param {string} key @param {any} value @param {string} at */
  fact(found, group, key, value, at) {
    const name = factOfKey(group, key, this.words);
    const other = name === null ? factElsewhere(group, key, this.words) : null;
    if (name === null) {
      const path = group ? group + "." + key : key;
      this.paths.set("facts." + path, at);
      if (other) this.faults.push(this.wrongGroup(group, key, other));
      else found.set(path, value);
      return;
    }
    if (found.has(name)) {
      this.twice(name, "facts." + name, at);
      return;
    }
    this.paths.set("facts." + name, at);
    const spec = /** @type {import("./vocabulary.mjs").FactData} */ (this.words.specs.get(name));
    try {
      found.set(name, knownFromValue(spec, value, this.words.usual));
    } catch (error) {
      if (!(error instanceof UnreadableValue)) throw error;
      found.set(name, error.ambiguous ? null : value);
      if (error.ambiguous) this.faults.push(ambiguousFact(spec, value));
    }
  }

  /** @param {string} name @param {string} path @param {string} at */
  twice(name, path, at) {
    this.paths.set(path, at);
    this.faults.push(caseGivenTwice(name));
  }

  /**
   * @param {string} group @param {string} key @param {import("./vocabulary.mjs").FactData} spec
   * @param {string} [section]
   */
  wrongGroup(group, key, spec, section) {
    const below = section || "facts", place = section ? section + "." : "";
    const title = this.words.groups.get(spec.group).label.zh, shown = shownValue(key);
    return caseFault("C003", shown + " 不在 " + group + " 组，而在 " + spec.group + "（" + title + "）组；您是否想写 " + spec.name + "？",
      "请移到 " + spec.group + " 下面，或者写在 " + below + " 下面：  " + spec.name + ": …",
      shown + " is no fact of " + group + " but of " + spec.group + "; move it there, or write it below " + below + ":  " + spec.name + ": …",
      { subject: (place + group + "." + key).slice(0, 200) });
  }
}

/**
 * The fault of a section that stands below another, or in itself.
 * @param {string} key @param {string | null} part @param {string} subject @param {string} section
 * @param {import("./case_words.mjs").CaseWords} words
 */
function sectionWithin(key, part, subject, section, words) {
  const shown = shownValue(key), where = { subject: subject.slice(0, 200) };
  if (part === sectionOfKey(section, words)) {
    return caseFault("C022", section + " 里面又写了 " + shown, "请删去里面的一层", shown + " stands in " + section +
      " once more; delete the inner one", where);
  }
  return caseFault("C022", shown + " 是案件的一个部分，要写在最外层，不在 " + section + " 下面", "请连同下面的各行少缩进",
    shown + " is a section of a case, and stands on its own, not below " + section + "; indent it less, and the lines below it",
    where);
}

/** @param {string} key @param {string} item */
function misplacedItem(key, item) {
  const shown = shownValue(key), shape = "case: {" + item + ": …}";
  return caseFault("C022", shown + " 应当写在 case 下面", "请写成 " + shape, shown + " belongs below case: write " + shape,
    { subject: key.slice(0, 200) });
}

/** @param {import("./vocabulary.mjs").FactData} spec @param {any} value */
function ambiguousFact(spec, value) {
  const text = Array.isArray(value) ? value.join("|") : String(value), shown = shownValue(text);
  const labels = spec.boolean ? [["是", "yes"], ["否", "no"]] : spec.values.map((each) => [each.label.zh, each.label.en]);
  const named = labels.concat([["未查明", "not established"]]);
  return caseFault(spec.boolean ? "C004" : "C005",
    spec.name + "（" + spec.label.zh + "）的值 " + shown + " 不能识别：“" + shown + "”各人用法不同，分不清是、否还是未查明",
    "请写 " + named.map((each) => each[0]).join("、"),
    "The value " + shown + " of " + spec.name + " (" + spec.label.en + ") cannot be read: “" + shown +
    "” means yes to some, no or not established to others; write " + named.map((each) => each[1]).join(", "),
    { subject: spec.name });
}
