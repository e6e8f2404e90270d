// @ts-check
// Case words: what the parts of a case file are called: sections, items, groups of facts, facts.

import { comparedText, foldedText, namedByWords } from "./human_values.mjs";
import { nearestName } from "./near_names.mjs";

export const CASE_SECTIONS = ["case", "facts", "evidence", "handling", "forms", "analysis"];
export const CASE_TEXTS = ["id", "title", "authority"];
export const CASE_DAYS = ["occurred_on", "decided_on"];
export const CASE_ITEMS = CASE_TEXTS.concat(CASE_DAYS);

/**
 * The words for the parts of a case under one ruleset.
 * @typedef {{unknown: string[], yes: string[], no: string[], ambiguous: string[],
 *   sections: {word: string, section: string}[], items: {word: string, item: string}[]}} UsualWords
 * @typedef {{usual: UsualWords, sections: Map<string, string>, items: Map<string, string>, specs: Map<string, import("./vocabulary.mjs").FactData>,
 *   groups: Map<string, any>, factWords: Map<string, string>, groupWords: Map<string, string>}} CaseWords
 */

const MOST_KEYS = 1000;
const keptCaseWords = new WeakMap();

/**
 * The words of a ruleset, worked out once.
 * @param {any} ruleset
 * @returns {CaseWords}
 */
export function caseWordsOf(ruleset) {
  const { bundle } = ruleset;
  if (!keptCaseWords.has(bundle)) keptCaseWords.set(bundle, madeCaseWords(bundle));
  return keptCaseWords.get(bundle);
}

/** @param {any} bundle @returns {CaseWords} */
function madeCaseWords(bundle) {
  /** @type {UsualWords} */
  const usual = bundle.case_words;
  const { facts, groups } = bundle.vocabulary;
  return {
    usual,
    sections: new Map(usual.sections.map(({ word, section }) => [word, section])),
    items: new Map(usual.items.map(({ word, item }) => [word, item])),
    specs: namedParts(facts),
    groups: namedParts(groups),
    factWords: wordsForParts(facts),
    groupWords: wordsForParts(groups),
  };
}

/** @param {any[]} parts @returns {Map<string, any>} */
function namedParts(parts) {
  return new Map(parts.map((each) => [each.name, each]));
}

/** @param {any[]} parts @returns {Map<string, string>} */
function wordsForParts(parts) {
  const found = new Map();
  for (const { name, label } of parts) {
    found.set(foldedText(label.zh), name);
    found.set(foldedText(label.en), name);
  }
  for (const { name } of parts) found.set(foldedText(name), name);
  return found;
}

/**
 * The section that a key names, or null.
 * @param {string} key @param {CaseWords} words
 * @returns {string | null}
 */
export function sectionOfKey(key, words) {
  return words.sections.get(comparedText(key)) || null;
}

/**
 * The item of a case that a key names, or null.
 * @param {string} key @param {CaseWords} words
 * @returns {string | null}
 */
export function itemOfKey(key, words) {
  const said = comparedText(key);
  return CASE_ITEMS.includes(said) ? said : words.items.get(said) || null;
}

/**
 * The fact that a key means in a group, or anywhere where there is no group; null if none.
 * @param {string} group @param {string} key @param {CaseWords} words
 * @returns {string | null}
 */
export function factOfKey(group, key, words) {
  const said = comparedText(key);
  if (words.specs.has(group + "." + said)) return group + "." + said;
  const name = namedByWords(key, words.factWords);
  const dot = said.indexOf("."), head = words.groupWords.get(said.slice(0, Math.max(dot, 0)));
  if (name === undefined && dot >= 0 && !group && head !== undefined) {
    return factOfKey(head, said.slice(dot + 1), words);
  }
  const spec = name === undefined ? undefined : words.specs.get(name);
  return spec !== undefined && (group === "" || spec.group === group) ? spec.name : null;
}

/**
 * The fact of another group that a key means, where it means one.
 * @param {string} group @param {string} key @param {CaseWords} words
 * @returns {import("./vocabulary.mjs").FactData | null}
 */
export function factElsewhere(group, key, words) {
  if (!group) return null;
  const said = comparedText(key), known = words.factWords.get(said);
  if (known !== undefined) return words.specs.get(known) || null;
  const found = Array.from(words.specs.values()).filter((each) => each.name.slice(each.name.indexOf(".") + 1) === said);
  return found.length === 1 ? found[0] : null;
}

/**
 * Tell whether a key is a word of a case file: what starts so was meant to be a line of its own.
 * @param {string} key @param {CaseWords} words
 * @returns {boolean}
 */
export function isCaseKey(key, words) {
  return words.factWords.has(key) || words.groupWords.has(key) || words.sections.has(key) ||
    words.items.has(key) || CASE_ITEMS.includes(key) ||
    Array.from(words.specs.keys()).some((name) => name.slice(name.indexOf(".") + 1) === key);
}

/**
 * Tell whether a document has no sections: all of it are facts.
 * @param {Map<string, any>} document @param {CaseWords} words
 * @returns {boolean}
 */
export function isBareFacts(document, words) {
  // A case of facts alone has not so many keys: what has is refused in any case.
  return !Array.from(document.keys()).some((key, place) => namesSection(key, words, place < MOST_KEYS));
}

/** @param {string} key @param {CaseWords} words @param {boolean} nearly @returns {boolean} */
function namesSection(key, words, nearly) {
  if (words.groups.has(key.split(".")[0])) return false;
  if (sectionOfKey(key, words) !== null || !nearly) return sectionOfKey(key, words) !== null;
  const near = nearestName(key, CASE_SECTIONS.concat(Array.from(words.groups.keys())));
  return near !== null && CASE_SECTIONS.includes(near);
}
