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

// What the law counts, and by when. What stands before a number is matched: not every browser can
// look behind. A run of numerals is tried from its start only, so that a hostile text takes no time.
const LIMIT_N = "0-9０-９零〇一二两三四五六七八九十百廿卅半";
const LIMIT_NOTE = "(?:[（(][^（()）]{0,30}[)）])?";
const LIMIT_OF = "(?:法定|自然|连续|日历|教学)?";
const LIMIT_END = LIMIT_NOTE + "(?:的?(?:期限|时间|期间))?(?:届?满)?[之以]?";
const LIMIT_WITHIN = LIMIT_END + "(?:内|前(?!后))";
const LIMIT_SHORT = "(?:工作日|[天周]|星期|小时|分钟)";
const LIMIT = new RegExp([
  // 5（五）个工作日内, 一个半月以内, 一学期内, 三十日（假期不计入）内, 一年内; no date
  `[${LIMIT_N}]${LIMIT_NOTE}(?:个半?)?${LIMIT_NOTE}${LIMIT_OF}${LIMIT_SHORT}${LIMIT_WITHIN}`,
  `[${LIMIT_N}]${LIMIT_NOTE}个半?${LIMIT_NOTE}${LIMIT_OF}(?:月|季度|学期|学年)${LIMIT_WITHIN}`,
  `(?:^|[^第${LIMIT_N}])[${LIMIT_N}]{1,3}学[期年]${LIMIT_WITHIN}`,
  `(?:^|[^月${LIMIT_N}])[${LIMIT_N}]+${LIMIT_NOTE}个?${LIMIT_OF}日${LIMIT_WITHIN}`,
  `(?:^|[^第${LIMIT_N}])[${LIMIT_N}]{1,3}${LIMIT_NOTE}个?${LIMIT_OF}年度?半?${LIMIT_END}内`,
  // 每季度末, 次月10日前, 季度末月20日前, 次年3月底前, 下一个工作日内, 本年度内
  `每隔?[${LIMIT_N}]{0,3}个?(?:工作日|月|季|学?年|学期|周|星期)`,
  `[次下当本翌末该]一?个?月[的份]?[${LIMIT_N}]{1,3}[日号]${LIMIT_WITHIN}`,
  `[次下当本翌该]一?年度?[${LIMIT_N}]{1,2}月份?(?:[${LIMIT_N}]{1,3}[日号]|[底末])?${LIMIT_WITHIN}`,
  `[次下当本翌该]一?年度?年[底末]${LIMIT_WITHIN}`,
  `[次下当本翌]一?个?(?:工作日|[日天])${LIMIT_WITHIN}`,
  `[次下当本翌]一?个?(?:[周月年]|星期|季度|学期|学年|年度)${LIMIT_END}内`,
  // 月底前, 学期结束前
  `(?:^|[^年月学上去${LIMIT_N}])(?:学[年期]|年度?|季度?|月)(?:结束|终了|[底末终])${LIMIT_END}前(?!后)`,
  // 不超过三十日, 期限为六个月
  `(?:不得?(?:超过|[迟晚少]于)|(?:期限|公示期)[为是])[${LIMIT_N}]{1,3}${LIMIT_NOTE}个?${LIMIT_OF}(?:${LIMIT_SHORT}|[日月年])`,
].join("|"));

/**
 * Tell whether words of the law set a limit in numbers or by the calendar, as 一年内, 20日前 and
 * 月底前 do; a date (2022年12月31日前) does not.
 * @param {string} text
 * @returns {boolean}
 */
export function statesDays(text) {
  return LIMIT.test(text.replace(/\s/g, ""));
}
