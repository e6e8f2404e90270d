// @ts-check
// Human dates: a day as people write it -> the day; what could be two days is refused.

import { comparedText, hasOddDigits, saysNothing } from "./human_values.mjs";

const WRITTEN_DAY = new RegExp("^(\\d{4}) ?[-/.年] ?(\\d{1,2}) ?[-/.月] ?(\\d{1,2}) ?[日号]?" +
  "(?:[ t](?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?)?$");
const COMPACT_DAY = /^((?:19|20)\d\d)(\d\d)(\d\d)$/;
const CHINESE_DAY = /^([〇零一二三四五六七八九十]{4})年([〇零一二三四五六七八九十]{1,3})月([〇零一二三四五六七八九十]{1,3})日$/;
const CHINESE_DIGITS = "〇一二三四五六七八九";

/**
 * The day of a year, a month and a day of the month; RangeError where there is none.
 * @param {number} year
 * @param {number} month
 * @param {number} day
 * @returns {string}
 */
export function dayOfParts(year, month, day) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const longest = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= longest)) {
    throw new RangeError("no day");
  }
  return [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}

/**
 * Tell whether a value is a day in the form 2024-05-01.
 * @param {any} value
 * @returns {boolean}
 */
export function isIsoDay(value) {
  const found = typeof value === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null;
  if (!found) return false;
  try {
    return dayOfParts(Number(found[1]), Number(found[2]), Number(found[3])) === value;
  } catch {
    return false;
  }
}

/**
 * The day that a text writes, as 2024-05-01; null where it says nothing. RangeError if it is none.
 * @param {string} text
 * @param {any} words those of the bundle
 * @returns {string | null}
 */
export function dayFromText(text, words) {
  const said = comparedText(text);
  if (saysNothing(said, words)) return null;
  const chinese = CHINESE_DAY.exec(said);
  if (chinese) {
    const year = Array.from(chinese[1], (each) => each === "十" ? "" : String(chineseDigit(each))).join("");
    return dayOfParts(Number(year), chineseNumber(chinese[2]), chineseNumber(chinese[3]));
  }
  if (hasOddDigits(text)) throw new RangeError("no day");
  const found = WRITTEN_DAY.exec(said) || COMPACT_DAY.exec(said);
  if (!found) throw new RangeError("no day");
  return dayOfParts(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** @param {string} han @returns {number} */
function chineseDigit(han) {
  return han === "零" ? 0 : CHINESE_DIGITS.indexOf(han);
}

/**
 * A number below a hundred that is written in Chinese.
 * @param {string} han
 * @returns {number}
 */
function chineseNumber(han) {
  const ten = han.indexOf("十");
  if (ten < 0) return Number(Array.from(han, (each) => String(chineseDigit(each))).join(""));
  const tens = han.slice(0, ten), ones = han.slice(ten + 1);
  if (tens.length > 1 || ones.length > 1 || ones === "十") throw new RangeError("no day");
  return (tens ? chineseDigit(tens) : 1) * 10 + (ones ? chineseDigit(ones) : 0);
}

/**
 * A day in the form 2024-05-01, null where a text says nothing, or what was given where it is none.
 * @param {any} value
 * @param {any} words
 * @returns {any}
 */
export function dayOfValue(value, words) {
  if (typeof value !== "string" || Array.from(value).length > 100) return value;
  try {
    return dayFromText(value, words);
  } catch (error) {
    if (error instanceof RangeError) return value;
    throw error;
  }
}
