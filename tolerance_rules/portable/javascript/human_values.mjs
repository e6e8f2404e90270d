// @ts-check
// Human values: what a person types for a fact or a value of it -> what is meant.
//
// Width, capitals, blanks and what is invisible make no difference; a word that nobody knows, or
// that means different things to different people, is an error, never a guess. Which words are
// known, the bundle says.

const UNSEEN_CHARACTERS = "\\xad\\u061c\\u180e\\ufeff\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe0e\\ufe0f";
const BLANK_CHARACTERS = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\u2800\\u3164" +
  UNSEEN_CHARACTERS;
const ALL_UNSEEN = new RegExp("[" + UNSEEN_CHARACTERS + "]", "g");
const BLANK_ENDS = new RegExp("^[" + BLANK_CHARACTERS + "]+|[" + BLANK_CHARACTERS + "]+$", "g");
const NO_ASCII = /[^\x00-\x7f]/;
const WITHIN_QUOTES = /^["'“”‘’„「『《](.*)["'“”‘’‟」』》]$/;
const LONGEST_WITH_LABEL = 200;
/** Words for the value of a fact that is labelled with one of them: offices write 损失：无. */
const NONE_WORDS = ["没有", "无"];
const DASHES_ALONE = /^[-‐‑‒–—―─━−_]+$/;

/** What was written is no value of a fact; it may be a word that is ambiguous. */
export class UnreadableValue extends Error {
  /** @param {boolean} ambiguous */
  constructor(ambiguous) {
    super("unreadable");
    this.ambiguous = ambiguous;
  }
}

/**
 * Text as it is compared: of one width, without capitals, without what is unseen.
 * @param {string} text
 * @returns {string}
 */
export function foldedText(text) {
  const plain = NO_ASCII.test(text) ? text.normalize("NFKC").replace(ALL_UNSEEN, "") : text;
  return plain.replace(BLANK_ENDS, "").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
}

/**
 * Text without what is no ink at its ends.
 * @param {string} text
 * @returns {string}
 */
export function trimmedText(text) {
  return text.replace(BLANK_ENDS, "");
}

/**
 * Folded text without the quotation marks around it, of whatever kind.
 * @param {string} text
 * @returns {string}
 */
export function unquotedText(text) {
  const found = WITHIN_QUOTES.exec(text);
  return found ? found[1].trim() : text;
}

/**
 * Text as names are compared: folded, and without quotation marks around it.
 * @param {string} text
 * @returns {string}
 */
export function comparedText(text) {
  return unquotedText(foldedText(text));
}

/**
 * A word of folded text that is a word and another of the same meaning, or nothing: a name with
 * its label, as messages and tables show them, such as major 重大损失.
 * @param {string} said @param {Map<string, any>} words
 * @returns {string}
 */
export function wordOfBoth(said, words) {
  const found = Array.from(said).length > LONGEST_WITH_LABEL ? null : /^(.+?) ?\((.+)\)$|^(\S+) (.+)$/.exec(said);
  if (!found) return "";
  const one = found[1] || found[3], two = found[2] || found[4];
  return one !== two && words.has(one) && words.has(two) && words.get(one) === words.get(two) ? one : "";
}

/**
 * What a name of a case file means, by a word for it or by two.
 * @param {string} name @param {Map<string, string>} words
 * @returns {string | undefined}
 */
export function namedByWords(name, words) {
  const said = comparedText(name);
  return words.get(said) || words.get(wordOfBoth(said, words));
}

/**
 * Tell whether a text has digits of other scripts or in circles, which are read as no number.
 * @param {string} text
 * @returns {boolean}
 */
export function hasOddDigits(text) {
  return NO_ASCII.test(text) && /[^\x00-\x7f０-９]/.test(text) &&
    Array.from(text).some((each) => /[\p{Nd}\p{No}]/u.test(each) && !/[0-9０-９]/.test(each));
}

/**
 * Tell whether folded text says that nothing is known, or leaves a place empty.
 * @param {string} text
 * @param {any} words those of the bundle
 * @returns {boolean}
 */
export function saysNothing(text, words) {
  return words.unknown.includes(text) || DASHES_ALONE.test(text);
}

/**
 * Tell whether a word means yes to some and no, or not established, to others.
 * @param {string} text
 * @param {any} words
 * @returns {boolean}
 */
export function isAmbiguous(text, words) {
  return words.ambiguous.includes(comparedText(text));
}

/**
 * What is known of a fact when these values are still possible: one, several in order, or null.
 * @param {import("./vocabulary.mjs").FactData} spec a fact as the bundle has it
 * @param {any[]} values
 * @returns {any}
 */
export function knownOfValues(spec, values) {
  const left = spec.values.map((each) => each.value).filter((each) => values.includes(each));
  if (left.length === 1) return left[0];
  return left.length === spec.values.length ? null : left;
}

/**
 * The words for the values of a fact, folded, with what they say.
 * @param {import("./vocabulary.mjs").FactData} spec
 * @param {any} words
 * @returns {Map<string, any>}
 */
export function valueWords(spec, words) {
  const found = new Map();
  for (const word of words.unknown) found.set(word, spec.finding ? false : null);
  if (spec.boolean) {
    for (const word of words.yes) found.set(word, true);
    for (const word of words.no) found.set(word, false);
  }
  for (const { value, label } of spec.boolean ? [] : spec.values) {
    if (NONE_WORDS.includes(label.zh)) for (const word of NONE_WORDS) found.set(word, value);
  }
  for (const { value, label } of spec.values) {
    found.set(foldedText(label.zh), value);
    found.set(foldedText(label.en), value);
  }
  for (const { value } of spec.values) found.set(foldedText(String(value)), value);
  return found;
}

/**
 * What a text says of a fact: a value, those still possible (`a|b`), or null; UnreadableValue if
 * it says nothing.
 * @param {import("./vocabulary.mjs").FactData} spec
 * @param {string} text
 * @param {any} words
 * @returns {any}
 */
export function knownFromText(spec, text, words) {
  const known = valueWords(spec, words);
  let said = foldedText(text);
  if (!known.has(said)) said = unquotedText(said);
  for (const each of [said, said.replace(/([01])\.0+/g, "$1")]) {
    if (known.has(each) && !((each === "0" || each === "1") && hasOddDigits(text))) return known.get(each);
  }
  if (words.ambiguous.includes(said)) throw new UnreadableValue(true);
  if (saysNothing(said, words)) return known.get("");
  const one = wordOfBoth(said, known);
  if (one) return known.get(one);
  let parts = said.split("|");
  if (parts.length === 1 && !spec.boolean) parts = said.split(/或| or /);
  const found = parts.map((part) => known.get(comparedText(part)));
  if (parts.length === 1 || spec.finding || found.some((each) => each === undefined || each === null)) {
    throw new UnreadableValue(false);
  }
  return knownOfValues(spec, found);
}

/**
 * What a value of a document says of a fact; UnreadableValue if nothing.
 * @param {import("./vocabulary.mjs").FactData} spec
 * @param {any} value
 * @param {any} words
 * @returns {any}
 */
export function knownFromValue(spec, value, words) {
  if (value === null || typeof value === "boolean") return value;
  if (Array.isArray(value)) {
    /** @type {string[]} */
    const parts = [];
    for (const each of value) {
      const text = typeof each === "boolean" ? String(each) : each;
      if (typeof text !== "string" || Array.from(text).length > 1000) throw new UnreadableValue(false);
      if (isReadable(spec, text, words)) parts.push(text);
      else parts.push(...foldedText(text).split(/[,、;]/));
    }
    if (!parts.length) throw new UnreadableValue(false);
    return knownFromText(spec, parts.join("|"), words);
  }
  if (typeof value !== "string" || Array.from(value).length > 1000) throw new UnreadableValue(false);
  return knownFromText(spec, value, words);
}

/** @param {import("./vocabulary.mjs").FactData} spec @param {string} text @param {any} words @returns {boolean} */
function isReadable(spec, text, words) {
  try {
    knownFromText(spec, text, words);
    return true;
  } catch (error) {
    if (error instanceof UnreadableValue) return false;
    throw error;
  }
}
