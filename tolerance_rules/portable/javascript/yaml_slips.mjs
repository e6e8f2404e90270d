// @ts-check
// YAML slips: what Chinese keyboards and word processors do to a YAML file, line by line.
//
// Each is named with its character, on its own line, with the line as it should be.

import { caseFault } from "./case_fault.mjs";
import { characterCode } from "./text_characters.mjs";

/**
 * A slip on a line. `mended` is the line as it should be, empty if it is to be deleted, null if
 * that is not known.
 * @typedef {{line: number, column: number, what: string, english: string, mended: string | null,
 *   breaks: boolean}} YamlSlip
 */

// None can match the same blanks in two ways, so that a hostile line takes no time.
export const YAML_KEYED = /^\s*(?:- +)?(?:"[^"]*"|'[^']*'|[^\s"'#{\[][^"'#]*?):(?: |$)/;
const SLIP_COLON = /^(\s*(?:- *)?[^\s：:"'#](?:[^：︰∶﹕:"'#]{0,39}[^\s：︰∶﹕:"'#])?)\s*([：︰∶﹕])\s*(.*)/;
const SLIP_NO_SPACE = /^(\s*(?:- +)?[^\s:"'#{\[]{1,40}):(?![ \t/\\])(.+)/;
const SLIP_EQUALS = /^(\s*[^\s:=＝"'#]{1,40})\s*[=＝]\s*(.+)/;
const SLIP_OTHER_MARK = /^(\s*[^\s:=＝"'#；;→—–－{\[]{1,40})\s*(；|;|→|[-=]>|[—–－]+)\s*([^\s；;→]+)\s*$/;
const SLIP_LABEL =
  /^(\s*)([•·●▪◆■◇□*+]|[.。]{2,}|[—–]+|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]|[①-⑳])\s*([^\s\d].*)$/;
const SLIP_EMPHASIS = /^(\*+|_+|~+)([^*_~]+)\1$/;
const SLIP_RULE = /^(\s*)([.…·=*_~—–-])(\2+)$/;
const SLIP_FENCE = /^\s*(?:```|~~~)/;
const SLIP_DENIES = /[不未无非没否]|\b(?:not?|false|without)\b/i;
/** A head that asks, as 是否成立, 有无, 是不是 and yes/no do, and denies nothing. */
const SLIP_ASKS =
  /(?:是(?:\s*[/／或、])?\s*|[能可应曾有与])否(?!认(?!定)|[决定])|有(?:\s*[/／或、])?\s*无|([\u4e00-\u9fff])[不没]\1|\bor not\b|\b(?:yes|true)\s*(?:\/|or)\s*(?:no|false)\b/gi;
const SLIP_CLOSED = /^(?:\[[^\[\]]*\]|\{[^{}]*\})\s*[^\s#,\]}].*$/;
const SLIP_NO_BLOCK = /^[|>](?![-+0-9\s#]).+$/;
const SLIP_ONLY_BLANK = /^(\s*[^\s:"'#\-]{1,40})\s+(\S+)\s*$/;
const SLIP_BLOCK = /:\s+[|>][-+0-9]*\s*(?:#.*)?$/;
export const YAML_VALUE = /^(\s*(?:- +)?[^\s"'#:]+: +)(.*)$/;
const SLIP_TRAILING = /^(.*[^\s；;，,。])\s*([；;，,。])\s*$/;
const SLIP_AFTER_QUOTES = /^("[^"\\]*"|'[^']*')\s*[^\s#'"].*$/;
const SLIP_ESCAPED = "0abtnvfre \"/\\N_LPxuU\t";
const SLIP_ODD_INDENT = /^ *(?:[^\S \r\n]|[\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff])/m;
const SLIP_WORD_QUOTES = /[“”„‟]/;
const SLIP_HALF_WIDTH = new Map(Object.entries({ "｛": "{", "｝": "}", "［": "[", "］": "]", "，": ",", "：": ":", "“": "\"", "”": "\"" }));
const SLIP_NAMES = new Map(Object.entries({ "\t": ["制表符", "tab"], "\u3000": ["全角空格", "ideographic space"],
  "\xa0": ["不间断空格", "no-break space"], "：": ["全角冒号", "fullwidth colon"] }));

/**
 * The first full-width mark where YAML has one of its own. What stands before it is looked at by
 * hand: not every browser can look behind in a pattern.
 * @param {string} line
 * @returns {{index: number, mark: string} | null}
 */
function slipFlowMark(line) {
  for (let index = 0; index < line.length; index++) {
    const mark = line[index];
    const close = "，：".includes(mark) && /[A-Za-z}\]]/.test(line.charAt(index - 1));
    const found = "｛｝［］".includes(mark) || close || (mark === "，" && /^\s*[A-Za-z]/.test(line.slice(index + 1)));
    if (found) return { index, mark };
  }
  return null;
}

/** @param {string} character @returns {string} */
export function slipName(character) {
  const named = SLIP_NAMES.get(character);
  const unseen = /[\p{C}\p{Z}]/u.test(character) ? "看不见的字符" : character;
  return (named ? named[0] : unseen) + "（" + characterCode(character) + "）";
}

/** @param {string} character @returns {string} */
export function slipCoded(character) {
  return character + " (" + characterCode(character) + ")";
}

/**
 * A slip as the fault of a file.
 * @param {YamlSlip} slip
 * @returns {import("./case_fault.mjs").CaseFault}
 */
export function slipFault(slip) {
  const { line, column } = slip;
  let told = ["请按原意改写这一行", "Write the line as it is meant"];
  if (slip.mended !== null) told = ["请删去这一行", "Delete the line"];
  if (slip.mended) told = ["这一行应为：" + slip.mended, "The line should be: " + slip.mended];
  return caseFault("Y003", slip.what, told[0], slip.english + ". " + told[1], { line, column });
}

/**
 * The lines that are indented with anything but blanks.
 * @param {string} text
 * @returns {YamlSlip[]}
 */
export function indentSlips(text) {
  if (!SLIP_ODD_INDENT.test(text)) return [];
  const found = [];
  let above = 0, opens = false;
  for (const [number, line] of codeLines(text.split("\n"))) {
    const body = line.replace(/^(?:\s|\p{Cf})+/u, "");
    const head = line.slice(0, line.length - body.length);
    const place = head.search(/[^ ]/), odd = place < 0 ? "" : head.charAt(place);
    if (!odd || ("\t\r".includes(odd) && (!body || body[0] === "#"))) {
      if (body && body[0] !== "#") {
        above = head.length;
        opens = body.trimEnd().endsWith(":");
      }
      continue;
    }
    let indent = head.replace(/\u3000|\t/g, "  ").length;
    if (head.includes("\t") && (opens ? indent <= above : indent > above)) indent = opens ? above + 2 : above;
    const english = "The line is indented with a " + (SLIP_NAMES.get(odd) || ["", "character"])[1] + " (" +
      characterCode(odd) + "), not with blanks";
    const mended = body ? " ".repeat(indent) + body.trimEnd() : "";
    above = indent;
    opens = body.trimEnd().endsWith(":");
    const what = "行首不能用" + slipName(odd) + "，缩进只能用半角空格";
    found.push({ line: number, column: place + 1, what, english, mended, breaks: true });
  }
  return found;
}

/**
 * What may be the reason why a text is no YAML, or none that says what was meant.
 * @param {string} text
 * @returns {YamlSlip[]}
 */
export function yamlSlips(text) {
  const found = [];
  /** @type {string[] | null} */
  let above = null;
  let denied = false;
  for (const [number, line] of codeLines(text.split("\n"))) {
    const body = line.trim(), cells = cellsOf(line);
    if (!cells) denied = false;
    else if (above && cellsDivide(cells)) denied = SLIP_DENIES.test(above[above.length - 1].replace(SLIP_ASKS, ""));
    above = cells;
    const slip = body && body[0] !== "#" ? slipOfLine(line.trimEnd()) : null;
    // Below a head like 不成立, what stands in a cell says the opposite.
    if (slip && cells && denied && slip.mended) slip.mended = null;
    if (slip) found.push({ line: number, breaks: true, ...slip });
  }
  return found;
}

/**
 * The cells of a row of a table, or null if the line is no row.
 * @param {string} line
 * @returns {string[] | null}
 */
function cellsOf(line) {
  const cells = line.trim().split("|");
  return cells.length > 2 && !cells[0] && !cells[cells.length - 1] ? cells.slice(1, -1) : null;
}

/** @param {string[]} cells @returns {boolean} */
function cellsDivide(cells) {
  return !/[^: -]/.test(cells.join(""));
}

/**
 * The line for a row of a table, empty for one that divides; null if it is in doubt: what a tick
 * or a number says, or a cell of several, depends on the heads of the columns.
 * @param {string[]} cells
 * @returns {string | null}
 */
function lineOfCells(cells) {
  if (cellsDivide(cells)) return "";
  return cells.length === 2 && /\p{L}/u.test(cells[1]) ? cells.map((cell) => cell.trim()).join(": ") : null;
}

/** @param {string} line @returns {any} */
function slipOfLine(line) {
  let found;
  const curly = SLIP_WORD_QUOTES.exec(line);
  if (curly && halfQuoted(line)) {
    return { column: curly.index + 1, what: "引号" + slipName(curly[0]) + "是中文的，这里要用半角的",
      english: "The quotation mark " + slipCoded(curly[0]) + " is curly; straight ones are needed here",
      mended: line.replace(/[“”„‟]/g, "\"") };
  }
  if (SLIP_FENCE.test(line)) {
    const fence = line.trim().slice(0, 3);
    return { column: line.indexOf(fence) + 1, what: fence + " 是文档里标明代码的记号，不是内容",
      english: fence + " marks code in a document and is no content", mended: "" };
  }
  const rule = SLIP_RULE.exec(line);
  if (rule && rule[2] + rule[3] !== "---") {
    return { column: rule[1].length + 1, what: "分隔用的线不是内容", english: "A line that divides parts is no content", mended: "" };
  }
  const cells = cellsOf(line);
  if (cells) {
    const mended = lineOfCells(cells);
    return { column: line.indexOf("|") + 1, what: "| 是文档里表格的记号，不是内容", english: "| marks a table in a document", mended };
  }
  const keyed = YAML_KEYED.test(line);
  if (!keyed && (found = SLIP_COLON.exec(line))) {
    const code = characterCode(found[2]);
    return { column: found[1].length + 1, what: "冒号是全角的（" + found[2] + code + "），应当是半角冒号加一个空格",
      english: "The colon is full-width (" + code + ")", mended: (found[1] + ": " + found[3]).trimEnd() };
  }
  const flow = slipFlowMark(line);
  if (flow && (line.includes("{") || line.includes("[") || "｛［".includes(flow.mark))) {
    const half = line.replace(/[｛｝［］，：“”]/g, (each) => String(SLIP_HALF_WIDTH.get(each)));
    return { column: flow.index + 1, what: "标点" + slipName(flow.mark) + "是全角的，应当是半角的",
      english: "The mark " + slipCoded(flow.mark) + " is full-width",
      mended: half.replace(/:(?=[^\s/])/g, ": ").replace(/,(?=\S)/g, ", ") };
  }
  const label = SLIP_LABEL.exec(line);
  if (label && YAML_KEYED.test(label[3])) {
    const indent = label[1] + (".。".includes(label[2][0]) ? " ".repeat(label[2].length) : "");
    // A * is the mark of an alias in YAML; the others are part of the key. There may be emphasis.
    const breaks = label[2] === "*", mended = breaks && label[3].includes("*") ? null : indent + label[3];
    return { column: label[1].length + 1, what: "行首的 " + label[2] + " 是编号或者记号，不是内容",
      english: "The " + label[2] + " at the start of the line is a label, and no content", mended, breaks };
  }
  if (line.trimStart()[0] === "＃") {
    return { column: line.indexOf("＃") + 1, what: "注释的井号" + slipName("＃") + "是全角的",
      english: "The mark " + slipCoded("＃") + " of the comment is full-width", mended: line.replace("＃", "# ") };
  }
  return keyed ? slipOfValue(line) : slipAtKey(line) || slipOfValue(line);
}

/** @param {string} line @returns {any} */
function slipAtKey(line) {
  let found;
  if ((found = SLIP_NO_SPACE.exec(line))) {
    const mended = found[1] + ": " + found[2].trimStart().replace(/^：+/, "").trimStart(), odd = found[2][0];
    if (odd === "：") {
      return { column: found[1].length + 2, what: "冒号后面又有" + slipName(odd) + "，应当是一个空格",
        english: "After the colon is another, " + slipCoded(odd) + ", not a blank", mended };
    }
    if (/\s/.test(odd)) {
      return { column: found[1].length + 2, what: "冒号后面是" + slipName(odd) + "，应当是半角空格",
        english: "After the colon is " + characterCode(odd) + ", not a blank", mended };
    }
    return { column: found[1].length + 1, what: "冒号后面缺少空格", english: "There is no blank after the colon", mended };
  }
  if ((found = SLIP_EQUALS.exec(line))) {
    return { column: found[1].length + 1, what: "等号应当是冒号加一个空格", english: "There is = in place of a colon",
      mended: found[1] + ": " + found[2] };
  }
  if ((found = SLIP_OTHER_MARK.exec(line))) {
    const mark = found[2][0], at = line.indexOf(found[2], found[1].length);
    return { column: at + 1, what: slipName(mark) + "应当是冒号加一个空格",
      english: "There is " + slipCoded(mark) + " in place of a colon", mended: found[1] + ": " + found[3] };
  }
  if (!line.includes("{") && (found = SLIP_ONLY_BLANK.exec(line))) {
    return { column: found[1].length + 1, what: "键的后面缺少冒号", english: "There is no colon after the key",
      mended: found[1] + ": " + found[2] };
  }
  return null;
}

/**
 * A line with its value within quotation marks.
 * @param {string} head @param {string} value
 * @returns {string}
 */
export function quotedLine(head, value) {
  return head + "'" + value.replace(/'/g, "''") + "'";
}

/** @param {string} line @returns {any} */
function slipOfValue(line) {
  let found = YAML_VALUE.exec(line);
  if (!found || !found[2] || found[2][0] === "#") return null;
  const [, head, value] = found, column = head.length + 1;
  const quoted = quotedLine(head, value);
  if ("{[|>".includes(value[0])) {
    const text = ("{[".includes(value[0]) ? SLIP_CLOSED : SLIP_NO_BLOCK).test(value);
    return !text ? null : { column, what: "以 " + value[0] + " 开头的文字要加引号",
      english: "A text that starts with " + value[0] + " needs quotes", mended: quoted };
  }
  if (value === "-") {
    return { column, what: "单独的 - 在这里是列表的记号；没有查明的写 null",
      english: "A - alone starts a list here; write null for what is not known", mended: head + "null" };
  }
  const bad = (value.match(/\\./gu) || []).map((each) => each.slice(1)).filter((each) => !SLIP_ESCAPED.includes(each));
  if (bad.length && /^"[^"]*"$/.test(value)) {
    return { column, what: "双引号里不能写 \\" + bad[0] + "；有反斜杠的文字用单引号",
      english: "No \\" + bad[0] + " may stand within double quotes; use single ones", mended: quotedLine(head, value.slice(1, -1)) };
  }
  if (value[0] === "\"" || value[0] === "'") {
    found = SLIP_AFTER_QUOTES.exec(value);
    return !found ? null : { column: column + found[1].length, what: "引号后面还有文字，整个值都要放在引号里",
      english: "Text after the closing quotation mark: put the whole value within quotes", mended: quoted };
  }
  const marked = SLIP_EMPHASIS.exec(value);
  if (marked) {
    return { column, what: marked[1] + " 是文档里标明着重或者删除的记号，不是内容",
      english: marked[1] + " marks emphasis or deletion in a document and is no content",
      mended: head + (marked[1][0] === "~" ? "null" : marked[2]), breaks: value[0] === "*" };
  }
  if ("@`%&*!".includes(value[0])) {
    return { column, what: "以 " + value[0] + " 开头的文字要加引号",
      english: "A text that starts with " + value[0] + " needs quotes", mended: quoted };
  }
  if (value.endsWith(":") && value.indexOf(":") === value.length - 1) {
    return { column: column + value.length - 1, what: "行末多了冒号", english: "There is a colon too many at the end",
      mended: head + value.slice(0, -1).trimEnd() };
  }
  if (value.includes(": ")) {
    return { column: column + value.indexOf(": "), what: "含冒号的文字要加引号",
      english: "A text with a colon in it needs quotes", mended: quoted };
  }
  if ((found = /\s*＃|(\S)#/.exec(value))) {
    const before = found[1] || "", at = found.index + before.length;
    const sign = found[0].slice(before.length), rest = value.slice(at + sign.length).trimStart();
    return { column: column + at, what: "注释的井号 " + sign.trim() + " 应当是半角的，前面要有空格",
      english: "A comment starts with a blank and a #", mended: head + value.slice(0, at) + "  # " + rest,
      breaks: false };
  }
  if ((found = SLIP_TRAILING.exec(value))) {
    return { column: column + found[1].length, what: "行末多了标点" + slipName(found[2]),
      english: "There is a " + slipCoded(found[2]) + " too many", mended: head + found[1], breaks: false };
  }
  return null;
}

/** @param {string} line @returns {number} */
function straightQuotes(line) {
  return line.split("\"").length - line.split("\\\"").length;
}

/** @param {string} line @returns {boolean} */
function halfQuoted(line) {
  const found = YAML_VALUE.exec(line);
  return straightQuotes(line) % 2 === 1 || Boolean(found && found[2] && "“”".includes(found[2][0]) && found[2].includes(": "));
}

/**
 * The lines that are YAML rather than text: not in a block, not within quotes.
 * @param {string[]} lines
 * @returns {[number, string][]}
 */
export function codeLines(lines) {
  let quoted = false, last = -1;
  lines.forEach((line, index) => {
    if (line.split("\"").length % 2 === 0) last = index;
  });
  return linesOutsideBlocks(lines).filter(([number, line]) => {
    const odd = straightQuotes(line) % 2 === 1;
    if (quoted) {
      quoted = !odd;
      return false;
    }
    if (odd && !SLIP_WORD_QUOTES.test(line) && !line.includes("#")) quoted = number <= last;
    return true;
  });
}

/**
 * The lines that are not of a block of text, with their numbers.
 * @param {string[]} lines
 * @returns {[number, string][]}
 */
export function linesOutsideBlocks(lines) {
  let block = -1;
  /** @type {[number, string][]} */
  const numbered = lines.map((line, index) => [index + 1, line]);
  return numbered.filter(([, line]) => {
    const indent = line.length - line.replace(/^ +/, "").length;
    if (block >= 0 && (!line.trim() || indent > block)) return false;
    block = SLIP_BLOCK.test(line) ? indent : -1;
    return true;
  });
}

const NO_INDENT = /^(?:缩进与上文不一致|这里不能有冒号)/;

/**
 * A line with the indentation that fits the lines above; nothing if it fits already.
 * @param {string} text
 * @param {number} number
 * @returns {string}
 */
export function reindentedLine(text, number) {
  const lines = text.split("\n"), line = lines[number - 1];
  if (line === undefined || !line.trim()) return "";
  const deep = (/** @type {string} */ each) => each.length - each.replace(/^ +/, "").length;
  const body = line.trim(), indent = deep(line);
  let above = [0], last = "";
  for (const each of lines.slice(0, number - 1)) {
    if (!each.trim() || each.trimStart()[0] === "#") continue;
    above = above.filter((known) => known < deep(each)).concat(deep(each));
    last = each;
  }
  const top = above[above.length - 1];
  if (indent > top && /:\s+[^\s#]/.test(last)) return " ".repeat(top) + body;
  if (indent >= top || above.includes(indent)) return "";
  const near = above.slice().sort((one, other) => Math.abs(one - indent) - Math.abs(other - indent) || other - one);
  return " ".repeat(near[0]) + body;
}

/**
 * Tell whether what keeps a text from being YAML may be how far a line stands in.
 * @param {string} problem
 * @returns {boolean}
 */
export function isIndentProblem(problem) {
  return NO_INDENT.test(problem.replace("不是合格的 YAML：", ""));
}
