// @ts-check
// YAML cursor: a place in a text, and how to move on from it; comments and blank lines are passed.

import { CaseFileError, caseFault } from "./case_fault.mjs";

/** A text that is being read, and how far. */
export class YamlCursor {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.line = 1;
    this.lineStart = 0;
    /** Whether nothing but blanks and dashes stands before this place on its line. */
    this.first = true;
    /** The last place of which the column was counted, and that column. */
    this.counted = { at: 0, column: 1 };
  }

  /** The character so many places on; nothing after the end. */
  peek(offset = 0) {
    return this.text.charAt(this.at + offset);
  }

  /** How many characters stand before this place on its line. */
  get column() {
    return this.at - this.lineStart;
  }

  /** Tell whether what stands here is a blank, a line end or the end. */
  blankOrEnd(offset = 0) {
    const found = this.peek(offset);
    return found === "" || found === " " || found === "\t" || found === "\n";
  }

  /** Go beyond a line end. */
  newLine() {
    this.at += 1;
    this.line += 1;
    this.lineStart = this.at;
  }

  /** Tell whether a line that divides documents begins here. */
  atDocumentMark() {
    if (this.column !== 0) return false;
    const mark = this.text.slice(this.at, this.at + 3);
    return (mark === "---" || mark === "...") && this.blankOrEnd(3);
  }

  /** Tell whether nothing of the document is left. */
  atEnd() {
    return this.peek() === "" || this.atDocumentMark();
  }

  /** Tell whether the dash of an item stands here. */
  atDash() {
    return this.peek() === "-" && this.blankOrEnd(1);
  }

  /**
   * Go on to what is next, beyond blanks, comments and line ends.
   * @param {boolean} [inFlow]
   */
  skip(inFlow) {
    for (;;) {
      while (this.peek() === " " || (this.peek() === "\t" && (inFlow || !this.first))) this.at += 1;
      if (this.peek() === "#") {
        while (this.peek() !== "" && this.peek() !== "\n") this.at += 1;
      }
      if (this.peek() !== "\n") return;
      this.newLine();
      this.first = true;
    }
  }

  /**
   * The error of what stands here, or at another place.
   * @param {string} code
   * @param {string} message
   * @param {string} remedy
   * @param {string} english
   * @param {{line: number, column: number}} [where]
   * @returns {CaseFileError}
   */
  stop(code, message, remedy, english, where) {
    return new CaseFileError([caseFault(code, message, remedy, english, where || this.place())]);
  }

  /** Line and column of this place, as people count them. */
  place() {
    const { counted } = this, onward = counted.at >= this.lineStart && counted.at <= this.at;
    const before = this.text.slice(onward ? counted.at : this.lineStart, this.at);
    this.counted = { at: this.at, column: (onward ? counted.column : 1) + Array.from(before).length };
    return { line: this.line, column: this.counted.column };
  }

  /**
   * The error that this is no sound YAML.
   * @param {string} zh
   * @param {string} en
   * @returns {CaseFileError}
   */
  unsound(zh, en) {
    return this.stop("Y003", "不是合格的 YAML：" + zh, "请检查缩进、冒号后的空格和引号是否成对", "No sound YAML: " + en);
  }

  /** The error of a line that stands further in or out than those above. */
  badIndent() {
    return this.unsound("缩进与上文不一致", "The indentation does not match the lines above");
  }
}
