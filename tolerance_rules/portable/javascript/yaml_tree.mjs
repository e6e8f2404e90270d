// @ts-check
// YAML tree: the text of a case file -> a tree that knows its lines.
//
// What YAML lets pass in silence is refused: duplicate keys, anchors and aliases, tags, deep
// nesting. Scalars stay text, so `5.10` is never a number and `no` is never false.

import { caseFault } from "./case_fault.mjs";
import { characterName, refusedCharacter, shownValue } from "./text_characters.mjs";
import { YamlCursor } from "./yaml_cursor.mjs";
import { absentScalar, blockScalar, plainScalar, quotedScalar, startsPlain } from "./yaml_scalars.mjs";

/**
 * @typedef {import("./yaml_scalars.mjs").YamlScalar} YamlScalar
 * @typedef {{kind: "items", items: YamlTree[], line: number, column: number}} YamlItems
 * @typedef {{kind: "entries", items: Map<string, {name: YamlScalar, value: YamlTree}>, line: number,
 *   column: number}} YamlEntries
 * @typedef {YamlScalar | YamlItems | YamlEntries} YamlTree
 */

const DEEPEST = 32;
const MOST_NODES = 100000;
const LONGEST_KEY = 1024;
const NO_COLON_HERE = ["这里不能有冒号；含冒号的文字要加引号", "no colon may stand here; a text with a colon needs quotes"];

/**
 * The tree of a text, and the faults that do not stop reading; CaseFileError if there is none.
 * @param {string} text
 * @returns {{tree: YamlTree, faults: import("./case_fault.mjs").CaseFault[]}}
 */
export function yamlTree(text) {
  const reader = new YamlReader(text);
  return { tree: reader.document(), faults: reader.faults };
}

class YamlReader {
  /** @param {string} text */
  constructor(text) {
    this.cursor = new YamlCursor(text);
    /** @type {import("./case_fault.mjs").CaseFault[]} */
    this.faults = [];
    this.nodes = 0;
  }

  /** @returns {YamlTree} */
  document() {
    const cursor = this.cursor;
    const odd = /[^\t\n\r -~\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(cursor.text);
    if (odd) throw this.controlCharacter(odd.index);
    cursor.skip();
    if (cursor.column === 0 && cursor.peek() === "%") {
      throw cursor.unsound("文件开头的内容不能识别", "the file does not start as YAML does");
    }
    if (cursor.atDocumentMark() && cursor.peek() === "-") {
      const line = cursor.line;
      cursor.at += 3;
      cursor.first = false;
      cursor.skip();
      if (cursor.line === line && !cursor.atEnd()) throw cursor.badIndent();
    }
    if (cursor.atEnd()) throw cursor.stop("Y006", "文件是空的", "请参照同类文件填写", "The file is empty", { line: 0, column: 0 });
    const tree = this.blockNode(-1, 1, "root");
    cursor.skip();
    if (!cursor.atEnd()) throw cursor.badIndent();
    while (cursor.atDocumentMark() && cursor.peek() === ".") {
      cursor.at += 3;
      cursor.first = false;
      cursor.skip();
    }
    if (cursor.peek() !== "" && !cursor.atDocumentMark()) {
      throw cursor.unsound("文件开头的内容不能识别，或括号没有成对", "the file does not start as YAML does, or a bracket is not closed");
    }
    if (cursor.peek() !== "") {
      throw cursor.stop("Y005", "一个文件中有多份文档（---）", "请分为多个文件",
        "Several documents (---) in one file; make a file of each");
    }
    return tree;
  }

  /** @param {number} place */
  controlCharacter(place) {
    const cursor = this.cursor;
    const character = String.fromCodePoint(Number(cursor.text.codePointAt(place)));
    cursor.lineStart = cursor.text.lastIndexOf("\n", place) + 1;
    cursor.line = cursor.text.slice(0, cursor.lineStart).split("\n").length;
    cursor.at = place;
    const code = characterName(character).en.split(" ").pop();
    const utf16 = character === "\0" ? "；文件若是 UTF-16 编码，请另存为 UTF-8 编码" : "";
    return cursor.stop("Y004", "含有不可见的控制字符 " + code, "请删去该字符" + utf16,
      "A control character " + code + ", which is invisible: delete it");
  }

  /** @param {number} depth */
  count(depth) {
    this.nodes += 1;
    if (depth > DEEPEST || this.nodes > MOST_NODES) {
      throw this.cursor.stop("Y007", "嵌套超过 " + DEEPEST + " 层，或条目过多", "请简化文件结构",
        "Nested more than " + DEEPEST + " deep, or too many entries; simplify the file");
    }
  }

  /**
   * Read what stands below a part at column `parent`.
   * @param {number} parent
   * @param {number} depth
   * @param {"root" | "value" | "item"} role
   * @returns {YamlTree}
   */
  blockNode(parent, depth, role) {
    const cursor = this.cursor, line = cursor.line;
    cursor.skip();
    const fresh = cursor.line > line || role !== "value";
    const unindented = role === "value" && cursor.line > line && cursor.column === parent && cursor.atDash();
    this.count(depth);
    if (cursor.atEnd() || (cursor.line > line && cursor.column <= parent && !unindented)) return absentScalar(cursor);
    if (cursor.atDash()) {
      if (!fresh) throw cursor.unsound("这里不能有“- ”", "no “- ” may stand here");
      return this.blockItems(cursor.column, depth, unindented);
    }
    const mark = cursor.peek();
    if (mark === "|" || mark === ">") return this.checked(blockScalar(cursor, parent));
    if (mark === "[" || mark === "{") {
      this.nodes -= 1;
      const found = this.flowNode(depth);
      this.endOfLine();
      return found;
    }
    const start = cursor.place(), column = cursor.column, from = cursor.at, quotes = mark === "'" || mark === "\"";
    const scalar = quotes ? quotedScalar(cursor) : this.plain(parent, false);
    if (this.atColon(scalar, from, quotes)) {
      if (!fresh) throw cursor.unsound(NO_COLON_HERE[0], NO_COLON_HERE[1]);
      return this.blockEntries(column, depth, scalar, start);
    }
    if (quotes) this.endOfLine();
    return this.checked(scalar);
  }

  /**
   * Tell whether what was read is a key: a colon follows on its line.
   * @param {YamlScalar} scalar @param {number} from @param {boolean} quotes
   */
  atColon(scalar, from, quotes) {
    const cursor = this.cursor;
    let next = cursor.at;
    if (quotes) while (" \t".includes(cursor.text.charAt(next) || "x")) next += 1;
    const colon = cursor.text.charAt(next) === ":" && cursor.blankOrEnd(next + 1 - cursor.at);
    if (!colon) return false;
    const sameLine = scalar.lines === 1 && cursor.line === scalar.line;
    if (!sameLine || next - from > LONGEST_KEY) throw cursor.unsound(NO_COLON_HERE[0], NO_COLON_HERE[1]);
    cursor.at = next + 1;
    cursor.first = false;
    return true;
  }

  /** Refuse what stands on the line of a text or of brackets that have come to their end. */
  endOfLine() {
    const cursor = this.cursor, line = cursor.line;
    cursor.first = false;
    cursor.skip();
    if (cursor.line !== line || cursor.peek() === "") return;
    if (cursor.peek() === ":") throw this.notText();
    throw cursor.badIndent();
  }

  notText() {
    return this.cursor.stop("Y010", "键不是文字", "请把键写成一个词", "A key that is no text: write a word");
  }

  /** @param {number} parent @param {boolean} inFlow @returns {YamlScalar} */
  plain(parent, inFlow) {
    const cursor = this.cursor, mark = cursor.peek();
    if (/^[&*][0-9A-Za-z_-]+(?:[\s,?:%@`[\]{}]|$)/.test(cursor.text.slice(cursor.at, cursor.at + 100))) {
      throw cursor.stop("Y008", "使用了锚点（&）或别名（*）", "请把内容完整写出，不要引用",
        "An anchor (&) or an alias (*): write out what it stands for");
    }
    if (mark === "!") {
      const tag = cursor.text.slice(cursor.at).split(/\s/)[0];
      throw cursor.stop("Y009", "使用了标签 " + shownValue(tag), "请删去以 ! 开头的标签", "A tag, " + shownValue(tag) + ": delete it");
    }
    if (startsPlain(cursor, inFlow)) return plainScalar(cursor, parent, inFlow);
    if (inFlow) throw cursor.unsound("括号没有成对，或缺少内容", "a bracket is not closed, or nothing in it");
    throw cursor.unsound("这里不能用这个字符：以 @、`、% 开头的要加引号，缩进不能用制表符",
      "this character cannot stand here; a text that starts with @, ` or % needs quotes");
  }

  /**
   * Note a scalar with a character that none may have, which was written as an escape.
   * @param {YamlScalar} scalar
   * @returns {YamlScalar}
   */
  checked(scalar) {
    const refused = refusedCharacter(scalar.text);
    if (refused) {
      const { zh, en } = characterName(refused);
      this.faults.push(caseFault("Y004", "这段文字含有" + zh, "请删去该字符", "The text has a " + en + ": delete it", scalar));
    }
    return scalar;
  }

  /** @param {number} column @param {number} depth @param {boolean} unindented @returns {YamlItems} */
  blockItems(column, depth, unindented) {
    const cursor = this.cursor, { line, column: shown } = cursor.place(), items = [];
    while (!cursor.atEnd() && cursor.column === column && cursor.atDash()) {
      cursor.at += 1;
      cursor.first = true;
      items.push(this.blockNode(column, depth + 1, "item"));
      cursor.skip();
    }
    if (!cursor.atEnd() && (cursor.column > column || (cursor.column === column && !unindented))) throw cursor.badIndent();
    return { kind: "items", items, line, column: shown };
  }

  /**
   * @param {number} column @param {number} depth @param {YamlScalar} first
   * @param {{line: number, column: number}} start
   * @returns {YamlEntries}
   */
  blockEntries(column, depth, first, start) {
    const cursor = this.cursor, items = new Map();
    let name = first;
    for (;;) {
      this.enter(items, name, depth, () => this.blockNode(column, depth + 1, "value"));
      cursor.skip();
      if (cursor.atEnd() || cursor.column < column) break;
      if (cursor.column > column || cursor.atDash()) throw cursor.badIndent();
      const from = cursor.at, quotes = cursor.peek() === "'" || cursor.peek() === "\"";
      if (cursor.peek() === "[" || cursor.peek() === "{") throw this.notText();
      name = quotes ? quotedScalar(cursor) : this.plain(column, false);
      if (!this.atColon(name, from, quotes)) throw this.noColonAfter(name);
    }
    return { kind: "entries", items, line: start.line, column: start.column };
  }

  /** @param {YamlScalar} name */
  noColonAfter(name) {
    const where = { line: name.line, column: name.column };
    return this.cursor.stop("Y003", "不是合格的 YAML：键的后面缺少冒号", "请检查缩进、冒号后的空格和引号是否成对",
      "No sound YAML: there is no colon after the key", where);
  }

  /**
   * Read the value of a key, and keep it unless there is one already.
   * @param {Map<string, {name: YamlScalar, value: YamlTree}>} items
   * @param {YamlScalar} name
   * @param {number} depth
   * @param {() => YamlTree} read
   */
  enter(items, name, depth, read) {
    this.count(depth + 1);
    this.checked(name);
    const value = read(), before = items.get(name.text);
    if (before === undefined) {
      items.set(name.text, { name, value });
      return;
    }
    const key = shownValue(name.text);
    this.faults.push(caseFault("Y011", "键 " + key + " 重复，第 " + before.name.line + " 行已有", "请删去其中一个；下面各有内容的，合到一处",
      "The key " + key + " stands in line " + before.name.line + " already; keep one, with what stands below either", name));
  }

  /** @param {number} depth @returns {YamlTree} */
  flowNode(depth) {
    const cursor = this.cursor, mark = cursor.peek();
    this.count(depth);
    if (mark === "[") return this.flowItems(depth);
    if (mark === "{") return this.flowEntries(depth);
    return this.checked(mark === "'" || mark === "\"" ? quotedScalar(cursor) : this.plain(-1, true));
  }

  /** @param {number} depth @returns {YamlItems} */
  flowItems(depth) {
    const cursor = this.cursor, { line, column } = cursor.place(), items = [];
    cursor.at += 1;
    cursor.skip(true);
    while (cursor.peek() !== "]") {
      items.push(this.flowNode(depth + 1));
      this.separated("]");
    }
    cursor.at += 1;
    return { kind: "items", items, line, column };
  }

  /** @param {number} depth @returns {YamlEntries} */
  flowEntries(depth) {
    const cursor = this.cursor, { line, column } = cursor.place(), items = new Map();
    cursor.at += 1;
    cursor.skip(true);
    while (cursor.peek() !== "}") {
      const from = cursor.at, mark = cursor.peek();
      if (mark === "[" || mark === "{") throw this.notText();
      const name = mark === "'" || mark === "\"" ? quotedScalar(cursor) : this.plain(-1, true);
      cursor.skip(true);
      const oneLine = name.lines === 1 && cursor.line === name.line && cursor.at - from <= LONGEST_KEY;
      if (cursor.peek() === ":" && !oneLine) throw cursor.unsound(NO_COLON_HERE[0], NO_COLON_HERE[1]);
      const given = cursor.peek() === ":";
      if (given) {
        cursor.at += 1;
        cursor.skip(true);
      }
      const absent = !given || cursor.peek() === "," || cursor.peek() === "}";
      this.enter(items, name, depth, () => absent ? absentScalar(cursor) : this.flowNode(depth + 1));
      this.separated("}");
    }
    cursor.at += 1;
    return { kind: "entries", items, line, column };
  }

  /**
   * Go beyond the comma after one of several, or to the bracket that closes them.
   * @param {string} closing
   */
  separated(closing) {
    const cursor = this.cursor;
    cursor.skip(true);
    if (cursor.peek() === closing && !cursor.atDocumentMark()) return;
    if (cursor.peek() !== ",") {
      throw cursor.unsound("方括号或花括号没有成对，或缺少逗号", "a bracket is not closed, or a comma missing");
    }
    cursor.at += 1;
    cursor.skip(true);
  }
}
