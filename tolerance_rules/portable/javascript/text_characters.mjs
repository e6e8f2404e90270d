// @ts-check
// Text characters: which ones no text of a case may hold, and how any of them is shown.

const CONTROL_CODES = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f";
const LINE_SEPARATORS = "\\u2028\\u2029";
const DIRECTION_MARKS = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";
const SURROGATE_HALVES = "\\ud800-\\udfff";
const NO_CHARACTER = "\\ufdd0-\\ufdef" + Array.from({ length: 17 }, (_, plane) => {
  const code = (/** @type {number} */ end) => "\\u{" + (plane * 0x10000 + end).toString(16) + "}";
  return code(0xfffe) + code(0xffff);
}).join("");

const CHARACTER_KINDS = [
  [CONTROL_CODES, "控制字符", "control character"],
  [LINE_SEPARATORS, "行分隔符", "line separator"],
  [DIRECTION_MARKS, "文字方向控制符", "control of the direction of writing"],
  [SURROGATE_HALVES, "残缺的代理字符", "half of a surrogate pair"],
  [NO_CHARACTER, "非字符", "noncharacter"],
  ["\\n\\r", "换行符", "line end"],
].map(([kind, zh, en]) => ({ kind: new RegExp("^[" + kind + "]$", "u"), zh, en }));

const REFUSED_CHARACTER = new RegExp(
  "[" + CONTROL_CODES + LINE_SEPARATORS + DIRECTION_MARKS + SURROGATE_HALVES + NO_CHARACTER + "]", "u");
const REFUSED_IN_ANY_FILE = new RegExp("[" + DIRECTION_MARKS + NO_CHARACTER + "]", "u");

/**
 * The first character of a text that no text of a case may have; nothing where there is none.
 * @param {string} text
 * @returns {string}
 */
export function refusedCharacter(text) {
  const found = REFUSED_CHARACTER.exec(text);
  return found ? found[0] : "";
}

/**
 * Where a file first has a character that has no place in any; -1 where it has none.
 * @param {string} text
 * @returns {number}
 */
export function neverInFiles(text) {
  return text.search(REFUSED_IN_ANY_FILE);
}

/**
 * The code of a character, as U+3000.
 * @param {string} character
 * @returns {string}
 */
export function characterCode(character) {
  const code = Number(character.codePointAt(0)).toString(16).toUpperCase();
  return "U+" + code.padStart(4, "0");
}

/**
 * What a refused character is, with its code.
 * @param {string} character
 * @returns {{zh: string, en: string}}
 */
export function characterName(character) {
  const found = CHARACTER_KINDS.find((each) => each.kind.test(character));
  const code = characterCode(character);
  return found ? { zh: found.zh + " " + code, en: found.en + " " + code } : { zh: code, en: code };
}

/**
 * Tell whether a character leaves ink, or is the blank.
 * @param {string} character
 * @returns {boolean}
 */
export function isPrintable(character) {
  return character === " " || !/[\p{C}\p{Z}]/u.test(character);
}

/**
 * A character as programs write it, after a backslash, in a string of JSON and of YAML.
 * @param {string} character
 * @returns {string}
 */
export function escapedCharacter(character) {
  const code = Number(character.codePointAt(0)).toString(16);
  return code.length > 4 ? "\\U" + code.padStart(8, "0") : "\\u" + code.padStart(4, "0");
}

/**
 * A text without line ends of any kind, as what stands behind a comment's mark.
 * @param {string} text
 * @returns {string}
 */
export function onOneLine(text) {
  return splitLines(text).join(" ");
}

/**
 * The lines of a text, whatever ends a line in it; none of an empty one.
 * @param {string} text
 * @returns {string[]}
 */
export function splitLines(text) {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}

/**
 * A value as a message shows it: printable, and at most sixty characters of it.
 * @param {any} value
 * @returns {string}
 */
export function shownValue(value) {
  const characters = Array.from(valueAsText(value));
  const shown = characters.slice(0, 60).map((each) => isPrintable(each) ? each : escapedCharacter(each));
  return shown.join("") + (characters.length > 60 ? "…" : "");
}

/**
 * A value as a file would write it.
 * @param {any} value
 * @returns {string}
 */
export function valueAsText(value) {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return "[" + value.map(valueInText).join(", ") + "]";
  if (value instanceof Map) {
    return "{" + Array.from(value, ([key, each]) => valueInText(key) + ": " + valueInText(each)).join(", ") + "}";
  }
  return String(value);
}

/** @param {any} value @returns {string} */
function valueInText(value) {
  return typeof value === "string" ? JSON.stringify(value) : valueAsText(value);
}
