// @ts-check
// YAML scalars: one text as it may be written: plain, in quotes, or as a block of lines.

import { YamlCursor } from "./yaml_cursor.mjs";

/**
 * @typedef {{kind: "scalar", text: string, plain: boolean, lines: number, line: number,
 *   column: number}} YamlScalar
 */

const SIMPLE_ESCAPES = new Map(Object.entries({
  "0": "\0", "a": "\x07", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
  "e": "\x1b", " ": " ", "\"": "\"", "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028",
  "P": "\u2029",
}));
const LONG_ESCAPES = { x: 2, u: 4, U: 8 };
const FLOW_MARKS = ",[]{}";

/**
 * A scalar from where it began to where the cursor is, or to a line before.
 * @param {string} text @param {boolean} plain
 * @param {{line: number, column: number}} start @param {number} lastLine
 * @returns {YamlScalar}
 */
function yamlScalar(text, plain, start, lastLine) {
  return { kind: "scalar", text, plain, lines: lastLine - start.line + 1, line: start.line, column: start.column };
}

/**
 * The scalar that nothing at all stands for.
 * @param {YamlCursor} cursor
 * @returns {YamlScalar}
 */
export function absentScalar(cursor) {
  const start = cursor.place();
  return yamlScalar("", true, start, start.line);
}

/**
 * Line ends within a text in one line: one is a blank, more are one less.
 * @param {number} breaks
 * @returns {string}
 */
function foldedBreaks(breaks) {
  return breaks === 1 ? " " : "\n".repeat(breaks - 1);
}

/**
 * Tell whether a text without quotes may begin here.
 * @param {YamlCursor} cursor
 * @param {boolean} inFlow
 * @returns {boolean}
 */
export function startsPlain(cursor, inFlow) {
  const mark = cursor.peek();
  if (mark === "-") return !cursor.blankOrEnd(1);
  if (mark === "?" || mark === ":") return !inFlow && !cursor.blankOrEnd(1);
  return !cursor.blankOrEnd() && !",[]{}#&*!|>'\"%@`".includes(mark);
}

/**
 * Read a text without quotes, which goes on while lines stand further in than `parent`.
 * @param {YamlCursor} cursor
 * @param {number} parent
 * @param {boolean} inFlow
 * @returns {YamlScalar}
 */
export function plainScalar(cursor, parent, inFlow) {
  const start = cursor.place();
  let text = "", blanks = "", breaks = 0, lastLine = start.line;
  while (!cursor.atDocumentMark() && cursor.peek() !== "#") {
    const from = cursor.at;
    while (!cursor.blankOrEnd()) {
      const mark = cursor.peek();
      if (mark === ":" && cursor.blankOrEnd(1)) break;
      if (inFlow && FLOW_MARKS.includes(mark)) break;
      if (inFlow && mark === ":" && ",?[]{}".includes(cursor.peek(1))) {
        throw cursor.unsound("冒号后面缺少空格", "there is no blank after the colon");
      }
      cursor.at += 1;
    }
    if (cursor.at > from) {
      text += (breaks ? foldedBreaks(breaks) : blanks) + cursor.text.slice(from, cursor.at);
      lastLine = cursor.line;
      blanks = "";
      breaks = 0;
    }
    if (!cursor.blankOrEnd() || cursor.peek() === "") break;
    while (cursor.blankOrEnd() && cursor.peek() !== "") {
      if (cursor.peek() === "\n") {
        cursor.newLine();
        cursor.first = true;
        breaks += 1;
        continue;
      }
      if (breaks && cursor.peek() === "\t" && cursor.column <= parent) {
        throw cursor.unsound("用了制表符缩进", "indented with a tab");
      }
      if (!breaks) blanks += cursor.peek();
      cursor.at += 1;
    }
    if (!inFlow && cursor.column <= parent) break;
  }
  return yamlScalar(text, true, start, lastLine);
}

/**
 * Read a text within quotes.
 * @param {YamlCursor} cursor
 * @returns {YamlScalar}
 */
export function quotedScalar(cursor) {
  const start = cursor.place(), quote = cursor.peek();
  let text = "", joined = false;
  cursor.at += 1;
  for (;;) {
    if (cursor.atEnd()) {
      throw cursor.unsound("文件在这里中断，引号没有成对", "the file ends here: a quotation mark is not closed");
    }
    joined = false;
    while (!cursor.blankOrEnd()) {
      const mark = cursor.peek();
      if (mark === "'" && quote === "'" && cursor.peek(1) === "'") {
        text += "'";
        cursor.at += 2;
      } else if (mark === quote) {
        cursor.at += 1;
        return yamlScalar(text, false, start, cursor.line);
      } else if (mark === "\\" && quote === "\"") {
        if (cursor.peek(1) === "\n") {
          cursor.at += 1;
          cursor.newLine();
          joined = true;
          break;
        }
        text += escapeInQuotes(cursor);
      } else {
        text += mark;
        cursor.at += 1;
      }
    }
    text += betweenWords(cursor, joined);
  }
}

/**
 * Pass the blanks and line ends between two words within quotes, and return what they stand for.
 * @param {YamlCursor} cursor
 * @param {boolean} joined whether a backslash has joined two lines
 * @returns {string}
 */
function betweenWords(cursor, joined) {
  let blanks = "", breaks = 0;
  while (cursor.blankOrEnd() && cursor.peek() !== "") {
    if (cursor.peek() === "\n") {
      cursor.newLine();
      breaks += 1;
      continue;
    }
    if (!breaks && !joined) blanks += cursor.peek();
    cursor.at += 1;
  }
  if (joined) return "\n".repeat(breaks);
  return breaks ? foldedBreaks(breaks) : blanks;
}

/** @param {YamlCursor} cursor @returns {string} */
function escapeInQuotes(cursor) {
  const mark = cursor.peek(1);
  if (SIMPLE_ESCAPES.has(mark)) {
    cursor.at += 2;
    return String(SIMPLE_ESCAPES.get(mark));
  }
  const length = mark === "x" || mark === "u" || mark === "U" ? LONG_ESCAPES[mark] : 0;
  const digits = cursor.text.slice(cursor.at + 2, cursor.at + 2 + length);
  const code = parseInt(digits, 16);
  const sound = length > 0 && digits.length === length && /^[0-9a-fA-F]+$/.test(digits);
  if (!sound || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw cursor.unsound("双引号中的反斜杠写法不对；请改用单引号",
      "no such backslash within double quotes; use single ones");
  }
  cursor.at += 2 + length;
  return String.fromCodePoint(code);
}

/**
 * Read a block of lines, literal (|) or folded (>), of a part that stands at `parent`.
 * @param {YamlCursor} cursor
 * @param {number} parent
 * @returns {YamlScalar}
 */
export function blockScalar(cursor, parent) {
  const start = cursor.place();
  const header = /^([|>])([-+]?)([1-9]?)([-+]?)[ \t]*(#.*)?$/.exec(restOfLine(cursor));
  if (!header || (header[2] && header[4])) {
    throw cursor.unsound("竖线或大于号后面不能有文字", "no text may follow the | or the >");
  }
  const folds = header[1] === ">", chomp = header[2] || header[4];
  cursor.at += header[0].length;
  if (cursor.peek() === "\n") cursor.newLine();
  const block = { indent: header[3] ? Math.max(parent, 0) + Number(header[3]) : 0 };
  let text = "", pending = "", trailing = blankLines(cursor, block, parent), wasBlank = false;
  while (cursor.column === block.indent && cursor.peek() !== "") {
    const isBlank = cursor.peek() === " " || cursor.peek() === "\t";
    if (folds && pending && !wasBlank && !isBlank) {
      if (!trailing) text += " ";
    } else {
      text += pending;
    }
    text += trailing + restOfLine(cursor);
    wasBlank = isBlank;
    cursor.at += restOfLine(cursor).length;
    pending = "";
    if (cursor.peek() === "\n") {
      cursor.newLine();
      pending = "\n";
    }
    trailing = blankLines(cursor, block, parent);
  }
  cursor.first = true;
  if (chomp !== "-") text += pending;
  if (chomp === "+") text += trailing;
  return yamlScalar(text, false, start, cursor.line);
}

/** @param {YamlCursor} cursor @returns {string} */
function restOfLine(cursor) {
  const end = cursor.text.indexOf("\n", cursor.at);
  return cursor.text.slice(cursor.at, end < 0 ? cursor.text.length : end);
}

/**
 * Pass the blank lines of a block, and find out how far in it stands where that is not known.
 * @param {YamlCursor} cursor
 * @param {{indent: number}} block
 * @param {number} parent
 * @returns {string}
 */
function blankLines(cursor, block, parent) {
  let found = "", deepest = 0;
  for (;;) {
    while ((!block.indent || cursor.column < block.indent) && cursor.peek() === " ") cursor.at += 1;
    deepest = Math.max(deepest, cursor.column);
    if ((!block.indent || cursor.column < block.indent) && cursor.peek() === "\t") {
      throw cursor.unsound("用了制表符缩进", "indented with a tab");
    }
    if (cursor.peek() !== "\n") break;
    cursor.newLine();
    found += "\n";
  }
  if (!block.indent) block.indent = Math.max(deepest, parent + 1, 1);
  return found;
}
