// @ts-check
// File text: the bytes of a case file -> its text, or why they are none that can be read safely.

import { CaseFileError, caseFault } from "./case_fault.mjs";
import { characterName, neverInFiles } from "./text_characters.mjs";

const MOST_BYTES = 1048576;
const SAVE_AS_UTF8 = "请在编辑器中另存为 UTF-8 编码：记事本选“另存为”，编码选 UTF-8；WPS 和 Excel 选“CSV UTF-8”";
const SAVE_AS_UTF8_EN = "save it as UTF-8: in Notepad, Save As, Encoding UTF-8";

/** How the files of Word, Excel and WPS begin, new and old, and those of PDF. */
const DOCUMENT_STARTS = [[0x50, 0x4b, 3, 4], [0xd0, 0xcf, 0x11, 0xe0], [0x25, 0x50, 0x44, 0x46]];

/**
 * The text of the bytes of a file, its byte order mark included; CaseFileError where there is none.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function decodedText(bytes) {
  if (bytes.length > MOST_BYTES) throw tooManyBytes();
  const text = decodedAs("utf-8", bytes);
  if (text !== null) return text;
  throw new CaseFileError([notUtf8(bytes)]);
}

/** @returns {CaseFileError} */
function tooManyBytes() {
  return new CaseFileError([caseFault("Y001", "文件超过上限 1,048,576 字节", "请拆分文件，或将长篇材料另存",
    "The file has more than 1,048,576 bytes; keep long material elsewhere")]);
}

/**
 * @param {string} encoding
 * @param {Uint8Array} bytes
 * @returns {string | null}
 */
function decodedAs(encoding, bytes) {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Why bytes are no UTF-8: one character is broken, or the whole is of another encoding.
 * @param {Uint8Array} bytes
 * @returns {import("./case_fault.mjs").CaseFault}
 */
function notUtf8(bytes) {
  if (DOCUMENT_STARTS.some((start) => start.every((byte, place) => bytes[place] === byte))) {
    return caseFault("Y002", "这是 Word、Excel 或者 PDF 一类的文件，不是文本文件",
      "请把文字复制到记事本，另存为文本文件，编码选 UTF-8；登记簿用 tolerance-rules evaluate-many",
      "This is a file of Word, Excel or PDF, not a text file; copy the words into Notepad and save " +
      "them as text, Encoding UTF-8; a register is for tolerance-rules evaluate-many");
  }
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) return encodingFault("文件是 UTF-16 编码，不是 UTF-8 编码", "The file is UTF-16, not UTF-8", 0);
  const { line, raw, start } = firstBrokenLine(bytes);
  const marked = new TextDecoder("utf-8").decode(bytes);
  const broken = (marked.match(/\ufffd/g) || []).length;
  const whole = (marked.match(/[\u0800-\ufffc]/g) || []).length;
  const gbk = decodedAs("gb18030", bytes) === null ? null : decodedAs("gb18030", raw);
  if (whole > 0 && (whole >= broken || gbk === null)) {
    const shown = new TextDecoder("utf-8").decode(raw).trim().slice(0, 60);
    const codes = brokenBytes(raw, bytes.subarray(start));
    return caseFault("Y002", "第 " + line + " 行有一个残缺的 UTF-8 字（字节 " + codes + "）：" + shown,
      "请补写这个字后重存，文件的其余部分没有问题",
      "Line " + line + " has a broken UTF-8 character (bytes " + codes + "): " + shown +
      ". Write that character again; the rest of the file is sound", { line });
  }
  if (gbk !== null) {
    const shown = gbk.trim().slice(0, 60);
    return encodingFault("文件不是 UTF-8 编码，而是 GBK（记事本的 ANSI）编码，第 " + line + " 行是：" + shown,
      "The file is GBK (ANSI in Notepad), not UTF-8; line " + line + " is: " + shown, line);
  }
  return encodingFault("文件不是 UTF-8 编码", "The file is not UTF-8", line);
}

/** @param {string} zh @param {string} en @param {number} line */
function encodingFault(zh, en, line) {
  return caseFault("Y002", zh, SAVE_AS_UTF8, en + "; " + SAVE_AS_UTF8_EN, { line });
}

/** @param {Uint8Array} bytes @returns {{line: number, raw: Uint8Array, start: number}} */
function firstBrokenLine(bytes) {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(10, start);
    const raw = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (decodedAs("utf-8", raw) === null || end < 0) return { line, raw, start };
    start = end + 1;
  }
}

/** @param {Uint8Array} raw the line @param {Uint8Array} rest the line and what follows @returns {string} */
function brokenBytes(raw, rest) {
  let start = raw.length - 1;
  // The first byte of what is broken: what stands before it is sound.
  while (start > 0 && decodedAs("utf-8", raw.subarray(0, start)) === null) start -= 1;
  const shown = Array.from(rest.subarray(start, start + 4), (each) => each.toString(16).padStart(2, "0"));
  return shown.join(" ").toUpperCase();
}

/**
 * A text that has nothing in it that hides or reorders words; CaseFileError says where it has.
 * With `strictLines`, whatever could end a line besides the usual line ends is refused.
 * @param {string} text
 * @param {boolean} strictLines
 * @returns {string}
 */
export function soundText(text, strictLines) {
  if (text.length > MOST_BYTES) throw tooManyBytes();
  let place = neverInFiles(text);
  if (place < 0 && strictLines) {
    // The line ends of an old Mac, all alike, hide nothing.
    place = text.search(text.includes("\n") ? /[\x85\u2028\u2029\v\f]|\r(?!\n)/ : /[\x85\u2028\u2029\v\f]/);
  }
  if (place >= 0) throw new CaseFileError([hiddenCharacter(text, place)]);
  return text;
}

/**
 * @param {string} text
 * @param {number} place
 * @returns {import("./case_fault.mjs").CaseFault}
 */
function hiddenCharacter(text, place) {
  const character = String.fromCodePoint(Number(text.codePointAt(place)));
  const start = text.lastIndexOf("\n", place - 1) + 1;
  const line = text.slice(0, place).split("\n").length;
  const column = Array.from(text.slice(start, place)).length + 1;
  const never = neverInFiles(character) >= 0;
  const why = never ? "" : "，各种编辑器对它是不是换行看法不同";
  const whyEn = never ? "" : ", at which some editors end a line and some do not";
  const mended = text.slice(start).split("\n")[0].split(character).join(" ").trimEnd();
  const { zh, en } = characterName(character);
  return caseFault("Y004", "第 " + line + " 行有看不见的" + zh + why, "请删去，这一行应为：" + mended,
    "Line " + line + " has an invisible " + en + whyEn + "; delete it. The line should be: " + mended,
    { line, column });
}
