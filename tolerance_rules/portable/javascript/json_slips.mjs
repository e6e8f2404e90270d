// @ts-check
// JSON slips: what people who write JSON by hand take from elsewhere, with the line as it should be.
//
// Full-width punctuation, single quotation marks, commas too many or too few, words of Python and
// of Chinese, comments, texts and keys without quotation marks.

import { CaseFileError, caseFault } from "./case_fault.mjs";
import { characterCode, shownValue } from "./text_characters.mjs";

const JSON_MARKS = new Map(Object.entries({ "，": ",", "：": ":", "“": "\"", "”": "\"", "｛": "{", "｝": "}", "［": "[", "］": "]" }));
const JSON_WORDS = new Map(Object.entries({ True: "true", TRUE: "true", "是": "true", False: "false", FALSE: "false",
  "否": "false", None: "null", NONE: "null", Null: "null", NULL: "null", "未查明": "null" }));
const JSON_WORD = "(" + Array.from(JSON_WORDS.keys()).join("|") + ")(?=[^\\S\\n]*(?:[\\n,，}\\]｝］#]|//|/\\*|$))";
/** A word that is all that is said, rather than the end of 不是 or of 不 是. */
const JSON_WHOLE_WORD = new RegExp("([:,[{]\\s*)" + JSON_WORD, "g");
const JSON_TEXT = /"[^"\\]*(?:\\.[^"\\]*)*"/g;
const JSON_BARE = "[^\\s\"',:，：{}\\[\\]]";
const JSON_BARE_KEY = new RegExp("(^\\s*|[{,]\\s*)(" + JSON_BARE + "+)(\\s*:)", "g");
const JSON_NO_VALUE = /^(?:NaN|-?Infinity)/;
const JSON_WITHIN = /^(\s*"[^"\\]*"\s*:\s*")([^\\]*)("\s*[,}\]]*\s*)$/;
/** What is longer nobody wrote as a line: how it should be is not told. */
const LONGEST_JSON_LINE = 1000;

/** @typedef {(line: string) => string | null} MendLine */

/**
 * The error of the slip at a place where a text stops to be JSON, `problem` says why; or null.
 * @param {string} text @param {number} place @param {string} problem
 * @returns {CaseFileError | null}
 */
export function jsonSlip(text, place, problem) {
  const here = text.charAt(place), before = text.slice(0, place).trimEnd();
  const comma = problem.includes("',' delimiter"), colon = problem.includes("':' delimiter");
  if (JSON_MARKS.has(here)) {
    const code = characterCode(here);
    return slipAt(text, place, "标点 " + here + "（" + code + "）是全角的，应当是半角的",
      "The mark " + here + " (" + code + ") is full-width", inJson);
  }
  if (here === "'") {
    return slipAt(text, place, "引号 '（U+0027）是单引号，JSON 要用双引号",
      "The quotation mark ' (U+0027) is single; JSON has double ones", inJson);
  }
  const none = JSON_NO_VALUE.exec(text.slice(place, place + 9));
  if (none) {
    return slipAt(text, place, "JSON 里没有 " + none[0] + " 这个值；没有查明的写 null",
      "JSON has no value " + none[0] + "; write null for what is not known", () => null);
  }
  const word = new RegExp("^" + JSON_WORD).exec(text.slice(place, place + 20));
  if (word && /(?:^|[:,[{])$/.test(before)) {
    const right = JSON_WORDS.get(word[0]);
    return slipAt(text, place, word[0] + " 在 JSON 里写成 " + right, "In JSON " + word[0] + " is " + right, inJson);
  }
  const comment = slipOfComment(text, place, before);
  if (comment) return comment;
  if (!here && comma) return unclosedBrackets(text, before.length);
  if (here && "}]".includes(here) && problem.includes("Extra data")) {
    return slipPut(text, place, "这里多了一个 " + here, "There is a " + here + " too many", "", 1);
  }
  if (here && "}],".includes(here)) return slipOfComma(text, place, before);
  if (problem.includes("property name") && new RegExp("^" + JSON_BARE).test(here)) {
    return slipAt(text, place, "键应当用双引号括起来", "A key stands within double quotation marks", inJson);
  }
  if (problem.includes("control character")) return slipOfControl(text, place);
  if (problem.includes("Unterminated")) return unclosedText(text, place);
  if (colon && here && "=＝".includes(here)) {
    return slipPut(text, place, here + " 应当是冒号", "There is " + here + " in place of a colon", ":", 1);
  }
  if (colon) return slipPut(text, before.length, "键的后面缺少冒号", "There is no colon after the key", ":", 0);
  if (comma && here && ";；".includes(here)) {
    return slipPut(text, place, here + " 应当是逗号", "There is " + here + " in place of a comma", ",", 1);
  }
  if (comma && here === "\"") {
    return slipPut(text, before.length, "这一行的末尾缺少逗号", "There is no comma at the end of the line", ",", 0);
  }
  return comma || problem.includes("Expecting value") ? slipOfText(text, place) : null;
}

/**
 * A line with the notation of JSON outside of its texts.
 * @param {string} line
 * @returns {string}
 */
function inJson(line) {
  const texts = line.match(JSON_TEXT) || [];
  return line.split(JSON_TEXT).map((part, index) => partInJson(part) + (texts[index] || "")).join("");
}

/** @param {string} part @returns {string} */
function partInJson(part) {
  const half = Array.from(part, (each) => JSON_MARKS.get(each) || each).join("").replace(/'([^'"]*)'/g, "\"$1\"");
  const plain = (/** @type {string} */ piece) =>
    piece.replace(JSON_WHOLE_WORD, (_, start, word) => start + JSON_WORDS.get(word)).replace(JSON_BARE_KEY, "$1\"$2\"$3");
  return half.split(/("[^"]*")/).map((piece, index) => index % 2 ? piece : plain(piece)).join("");
}

/**
 * A comment, or null if there is none; what is a fact is not deleted.
 * @param {string} text @param {number} place @param {string} before
 */
function slipOfComment(text, place, before) {
  const mark = text.charAt(place) === "#" ? "#" : text.slice(place, place + 2);
  if (!["#", "//", "/*"].includes(mark)) return null;
  const valued = mark === "/*" || !before.endsWith(":");
  // A text: "id": #12
  if (mark === "#" && !valued && !/^\s/.test(text.slice(place + 1, place + 2))) return null;
  const at = place - text.lastIndexOf("\n", place - 1) - 1, here = mark[0];
  return slipAt(text, place, here + " 后面是注释，JSON 里不能有注释", here + " starts a comment; JSON has none", (line) => {
    const head = line.slice(0, at), said = line.slice(at), end = said.indexOf("*/");
    // A bracket behind the mark may close what was opened before it.
    if (mark !== "/*") return !valued || /[}\]]/.test(said) ? null : head.trimEnd();
    return end < 0 ? null : (head + said.slice(end + 2).trimStart()).trimEnd();
  });
}

/**
 * A comma after the last item, or a value that is not there.
 * @param {string} text @param {number} place @param {string} before
 */
function slipOfComma(text, place, before) {
  const comma = text[place] === "," ? place : before.length - 1;
  if (before.endsWith(":")) {
    return slipPut(text, place, "冒号后面没有值；没有查明的写 null",
      "There is no value after the colon; write null for what is not known", /\s/.test(text[place - 1]) ? "null" : " null", 0);
  }
  const last = /^,\s*[}\]]/.test(text.slice(comma, comma + LONGEST_JSON_LINE));
  if (!last && !(text[place] === "," && before.endsWith(","))) return null;
  return slipPut(text, comma, "这里多了一个逗号", "There is a comma too many", "", 1);
}

/** A text that ends before all its brackets are closed. @param {string} text @param {number} place */
function unclosedBrackets(text, place) {
  /** @type {string[]} */
  const missing = [];
  for (const bracket of text.replace(JSON_TEXT, "").match(/[{}[\]]/g) || []) {
    if (bracket === "{" || bracket === "[") missing.push(bracket === "{" ? "}" : "]");
    else missing.pop();
  }
  const closing = missing.reverse().join("");
  return slipPut(text, place, "文件末尾缺少 " + closing, "There is no " + closing + " at the end of the file", closing, 0);
}

/** @param {string} text @param {number} place */
function slipOfControl(text, place) {
  const here = text.charAt(place);
  if (here === "\r" || here === "\n") return unclosedText(text, text.lastIndexOf("\"", place - 1));
  const code = characterCode(here);
  return slipPut(text, place, "引号中有看不见的控制字符 " + code, "Within quotation marks is " + code + ", which is invisible",
    here === "\t" ? "\\t" : "", 1);
}

/** @param {string} text @param {number} place */
function unclosedText(text, place) {
  return slipAt(text, place, "引号\"（U+0022）没有成对", "The quotation mark \" (U+0022) is not closed", (line) => {
    let end = line.length;
    while (end && "\r ,}]".includes(line[end - 1])) end -= 1;
    const said = line.slice(place - text.lastIndexOf("\n", place - 1) - 1, end);
    const count = (/** @type {string} */ mark) => said.split(mark).length;
    // One of the brackets at the end may belong to the text.
    if (count("[") !== count("]") || count("{") !== count("}")) return null;
    return line.slice(0, end) + "\"" + line.slice(end);
  });
}

/** A text without quotation marks, or with some within them. @param {string} text @param {number} place */
function slipOfText(text, place) {
  const start = text.lastIndexOf("\n", place - 1) + 1;
  const line = text.slice(start, start + LONGEST_JSON_LINE + 1).split("\n")[0];
  if (text.charAt(place - 1) === "\"") {
    const found = JSON_WITHIN.exec(line);
    const mended = found ? found[1] + found[2].replace(/"/g, "\\\"") + found[3] : null;
    return jsonError(text, place, "文字里的引号\"（U+0022）前面要加反斜杠",
      "A quotation mark \" (U+0022) within a text needs a backslash before it", mended);
  }
  const head = new RegExp(JSON_BARE + "*$").exec(line.slice(0, place - start));
  const tail = new RegExp("^" + JSON_BARE + "[^,，}\\]\"]*").exec(line.slice(place - start));
  if (!head || !tail || (head[0] && !/^[-0-9]/.test(head[0]))) return null;
  const word = head[0] + tail[0].trimEnd(), shown = shownValue(word);
  if (/[{[]/.test(word)) return null;
  return slipPut(text, place - head[0].length, "文字 " + shown + " 要放在双引号里", "Put " + shown + " within quotation marks",
    "\"" + word + "\"", word.length);
}

/**
 * The slip of so much of a line, in the place of which something else belongs.
 * @param {string} text @param {number} place @param {string} zh @param {string} en
 * @param {string} right @param {number} length
 */
function slipPut(text, place, zh, en, right, length) {
  const at = place - text.lastIndexOf("\n", place - 1) - 1;
  return slipAt(text, place, zh, en, (line) => line.slice(0, at) + right + line.slice(at + length));
}

/** @param {string} text @param {number} place @param {string} zh @param {string} en @param {MendLine} mend */
function slipAt(text, place, zh, en, mend) {
  const start = text.lastIndexOf("\n", place - 1) + 1;
  const line = text.slice(start, start + LONGEST_JSON_LINE + 1).split("\n")[0];
  const mended = line.length <= LONGEST_JSON_LINE ? mend(line) : null;
  return jsonError(text, place, zh, en, mended === null || mended.trimEnd() === line.trimEnd() ? null : mended.trimEnd());
}

/** @param {string} text @param {number} place @param {string} zh @param {string} en @param {string | null} mended */
function jsonError(text, place, zh, en, mended) {
  const before = text.slice(0, place).split("\n");
  let remedy = ["请检查引号、逗号和括号", "Check quotation marks, commas and brackets"];
  if (mended !== null) remedy = ["请删去这一行", "Delete the line"];
  if (mended) remedy = ["这一行应为：" + mended, "The line should be: " + mended];
  const where = { line: before.length, column: Array.from(before[before.length - 1]).length + 1 };
  return new CaseFileError([caseFault("Y012", zh, remedy[0], en + ". " + remedy[1], where)]);
}
