// @ts-check
// Strict JSON: text -> plain data; keys given twice and deep nesting are refused.
//
// Objects become maps, so that no key can be one of the language's own.

import { CaseFileError, caseFault } from "./case_fault.mjs";
import { jsonSlip } from "./json_slips.mjs";
import { shownValue } from "./text_characters.mjs";

const DEEPEST_JSON = 100;
const JSON_ESCAPES = new Map(Object.entries({ "\"": "\"", "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t" }));

/**
 * The plain data of a JSON text: maps, lists, texts, numbers, true, false and null.
 * @param {string} text
 * @returns {any}
 */
export function strictJson(text) {
  const reader = new JsonReader(text);
  const value = reader.value(0);
  reader.blanks();
  if (reader.at < text.length) throw reader.fault("括号已经成对，后面还有内容", "Extra data");
  if (reader.twice.length) throw new CaseFileError(reader.twice);
  return value;
}

class JsonReader {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
    /** @type {import("./case_fault.mjs").CaseFault[]} */
    this.twice = [];
  }

  blanks() {
    while (" \t\n\r".includes(this.text.charAt(this.at) || "x")) this.at += 1;
  }

  /** @param {string} zh @param {string} en */
  fault(zh, en) {
    const slip = jsonSlip(this.text, this.at, en);
    if (slip) return slip;
    const before = this.text.slice(0, this.at);
    const start = before.lastIndexOf("\n") + 1, line = before.split("\n").length;
    const place = { line, column: Array.from(before.slice(start)).length + 1 };
    return new CaseFileError([caseFault("Y012", "不是合格的 JSON：" + zh, "请检查引号、逗号和括号", "No sound JSON: " + en, place)]);
  }

  /** @param {number} depth @returns {any} */
  value(depth) {
    this.blanks();
    if (depth > DEEPEST_JSON) throw new CaseFileError([caseFault("Y007", "嵌套过深", "请减少嵌套的层数", "Nested too deep")]);
    const here = this.text.charAt(this.at);
    if (here === "{") return this.object(depth);
    if (here === "[") return this.list(depth);
    if (here === "\"") return this.string();
    for (const [word, value] of /** @type {[string, any][]} */ ([["true", true], ["false", false], ["null", null]])) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/.exec(this.text.slice(this.at, this.at + 400));
    if (!number) throw this.fault("这里缺少一个值", "Expecting value");
    this.at += number[0].length;
    return Number(number[0]);
  }

  /** @param {number} depth @returns {Map<string, any>} */
  object(depth) {
    const found = new Map(), repeated = new Set();
    this.at += 1;
    this.blanks();
    while (this.text.charAt(this.at) !== "}" || found.size) {
      this.blanks();
      if (this.text.charAt(this.at) !== "\"") throw this.fault("键应当用双引号括起来", "Expecting property name enclosed in double quotes");
      const key = this.string();
      this.blanks();
      if (this.text.charAt(this.at) !== ":") throw this.fault("键的后面缺少冒号", "Expecting ':' delimiter");
      this.at += 1;
      const value = this.value(depth + 1);
      if (found.has(key)) repeated.add(key);
      found.set(key, value);
      if (!this.more("}")) break;
    }
    this.at += 1;
    for (const key of repeated) {
      const shown = shownValue(key);
      this.twice.push(caseFault("Y011", "键 " + shown + " 重复", "请删去其中一个", "The key " + shown + " stands twice; delete one of them"));
    }
    return found;
  }

  /** @param {number} depth @returns {any[]} */
  list(depth) {
    const found = [];
    this.at += 1;
    this.blanks();
    while (this.text.charAt(this.at) !== "]" || found.length) {
      found.push(this.value(depth + 1));
      if (!this.more("]")) break;
    }
    this.at += 1;
    return found;
  }

  /** Tell whether a comma follows rather than the bracket, and go beyond it. @param {string} closing */
  more(closing) {
    this.blanks();
    const here = this.text.charAt(this.at);
    if (here === closing) return false;
    if (here !== ",") throw this.fault("缺少逗号，或括号没有成对", "Expecting ',' delimiter");
    this.at += 1;
    this.blanks();
    if (this.text.charAt(this.at) === closing) throw this.fault("最后一项的后面多了逗号", "Illegal trailing comma");
    return true;
  }

  /** @returns {string} */
  string() {
    let found = "";
    const start = this.at;
    this.at += 1;
    for (;;) {
      const here = this.text.charAt(this.at);
      if (here === "") {
        this.at = start;
        throw this.fault("引号没有成对", "Unterminated string");
      }
      if (here < " ") throw this.fault("引号中有不可见的控制字符或换行", "Invalid control character");
      this.at += 1;
      if (here === "\"") return found;
      found += here === "\\" ? this.escape() : here;
    }
  }

  /** @returns {string} */
  escape() {
    const mark = this.text.charAt(this.at);
    if (JSON_ESCAPES.has(mark)) {
      this.at += 1;
      return String(JSON_ESCAPES.get(mark));
    }
    const digits = this.text.slice(this.at + 1, this.at + 5);
    if (mark !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) throw this.fault("反斜杠的写法不对", "Invalid \\escape");
    this.at += 5;
    return String.fromCharCode(parseInt(digits, 16));
  }
}
