// @ts-check
/**
 * Legal references: coordinates such as "5.3" as 第五条第（三）项 and as Article 5(3).
 */

import { filled } from "./messages.mjs";

const CLAUSE_COORDINATE = new RegExp(
  "^(?<article>N)(?:\\.k(?<paragraph>N))?(?:\\.(?<item>N)(?:\\.m(?<subitem>N)|\\.(?<situation>N))?)?$".replace(
    /N/g,
    "[1-9][0-9]{0,3}",
  ),
);
const NUMERAL_DIGITS = "零一二三四五六七八九";
const NUMERAL_UNITS = ["", "十", "百", "千"];

/**
 * Return a number from 1 to 9999 in Chinese numerals.
 * @param {number} number
 * @returns {string}
 */
export function chineseNumeral(number) {
  let text = "";
  let gap = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(number / 10 ** place) % 10;
    if (digit) {
      text += (gap && text ? NUMERAL_DIGITS[0] : "") + NUMERAL_DIGITS[digit] + NUMERAL_UNITS[place];
    }
    gap = !digit;
  }
  return text.startsWith("一十") ? text.slice(1) : text;
}

/**
 * Return the parts of a coordinate, from the article down; none if it is no coordinate.
 * @param {string} clause
 * @returns {Array<[string, number]>}
 */
function coordinateParts(clause) {
  const found = CLAUSE_COORDINATE.exec(clause);
  const groups = /** @type {Object<string, string | undefined>} */ (found ? found.groups : {});
  return ["article", "paragraph", "item", "subitem", "situation"]
    .filter((kind) => groups[kind])
    .map((kind) => [kind, Number(groups[kind])]);
}

/**
 * Return the Chinese citation of a coordinate; empty if it is none.
 * @param {any} references the words for each part: the section of the catalogue
 * @param {string} clause
 * @returns {string}
 */
export function citationInChinese(references, clause) {
  return coordinateParts(clause)
    .map(([kind, number]) =>
      filled(references[kind].zh, [kind === "subitem" ? number : chineseNumeral(number)]),
    )
    .join("");
}

/**
 * Return the English citation of a coordinate; empty if it is none.
 * @param {any} references the words for each part: the section of the catalogue
 * @param {string} clause
 * @returns {string}
 */
export function citationInEnglish(references, clause) {
  return coordinateParts(clause)
    .map(([kind, number]) => filled(references[kind].en, [number]))
    .join("");
}

/** Tell whether words set a limit in numbers, as 十日内 and 20日前. @param {string} text */
export function statesDays(text) {
  return /([0-9]+|[零〇一二两三四五六七八九十百]+)(个?工作日|个月|[日天周]|小时)[之以]?[内前]/.test(text.replace(/\s/g, ""));
}
