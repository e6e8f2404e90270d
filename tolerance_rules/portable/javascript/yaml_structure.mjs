// @ts-check
// YAML structure: what keeps whole lines from their places, found in the text of a file.
//
// A quotation that is not closed, the dash of a list where there is none, a key without its colon.
// It is looked for where a text cannot be read, whatever its reader stumbled over.

import { YAML_KEYED, YAML_VALUE, codeLines, linesOutsideBlocks, quotedLine, slipCoded, slipName } from "./yaml_slips.mjs";

/**
 * What stands at one indentation: the keys of a mapping, or the dashes of a list. `dashes` are
 * those before keys, null in a mapping; `listed` tells whether the last key of a mapping has a
 * list below it that stands no further in.
 * @typedef {import("./yaml_slips.mjs").YamlSlip} YamlSlip
 * @typedef {{indent: number, dashes: YamlSlip[] | null, listed: boolean}} Level
 */

const STRUCTURE_DASH = /^( *)- +(\S.*)$/;
const STRUCTURE_BARE = /^(?=.*\p{L}) *[^\s:#"'{}\[\],-][^\s:#"'{}\[\],]{0,39}$/u;
const STRUCTURE_QUOTED_KEY = /^(\s*(?:- +)?)(["'])([^"':]{1,40})(: .*|:)$/;
const STRUCTURE_NO_COMMA = /(:\s+[^\s,{}\[\]:"']+)\s+(?=[^\s,{}\[\]:"']+:\s)/;
/** How many quotations that are not closed are named: nobody reads more. */
const MOST_UNCLOSED = 100;
const STRUCTURE_HOLDS = /:\s+[^\s#]/;

/**
 * The slips that keep a text from being YAML: those in quotations go before others.
 * @param {string} text
 * @returns {YamlSlip[]}
 */
export function misplacedLines(text) {
  const unclosed = unclosedLines(text), found = unclosed.length ? unclosed : bracketLines(text);
  return found.length ? found : structureLines(text);
}

/**
 * The lines that open a quotation which neither they nor the next lines close.
 * @param {string} text
 * @returns {YamlSlip[]}
 */
function unclosedLines(text) {
  const lines = text.split("\n"), found = [];
  let closes = 0;
  for (const [number, given] of linesOutsideBlocks(lines)) {
    if (found.length >= MOST_UNCLOSED) break;
    const opened = number > closes ? openedQuotation(given.trimEnd()) : null;
    if (!opened) continue;
    const { mark, column, mended } = opened;
    closes = closingLine(lines, number, mark);
    if (closes) continue;
    found.push({ line: number, column, what: "引号" + slipName(mark) + "没有成对",
      english: "The quotation mark " + slipCoded(mark) + " is not closed", mended, breaks: true });
  }
  return found;
}

/**
 * The mark of a quotation that a line does not close, its column, and the line mended.
 * @param {string} line
 * @returns {{mark: string, column: number, mended: string} | null}
 */
function openedQuotation(line) {
  const key = STRUCTURE_QUOTED_KEY.exec(line);
  if (key) return { mark: key[2], column: key[1].length + 1, mended: key[1] + key[2] + key[3] + key[2] + key[4] };
  const found = YAML_VALUE.exec(line) || /^(\s*- +)(.*)$/.exec(line);
  if (!found || !found[2]) return null;
  const [, head, value] = found, mark = value[0];
  if (mark === "{" || mark === "[") {
    if (!oddMarks(value, "\"")) return null;
    const place = value.lastIndexOf("\""), end = value.slice(place).search(/[,}\]]/);
    const stop = end < 0 ? value.length : place + end;
    return { mark: "\"", column: head.length + place + 1, mended: head + value.slice(0, stop) + "\"" + value.slice(stop) };
  }
  if ((mark !== "\"" && mark !== "'") || !oddMarks(value, mark)) return null;
  const comment = value.indexOf(" #", Math.max(value.lastIndexOf("\""), value.lastIndexOf("'")));
  const stop = comment < 0 ? value.length : value.slice(0, comment).trimEnd().length;
  return { mark, column: head.length + 1, mended: head + value.slice(0, stop) + mark + value.slice(stop) };
}

/**
 * The lines with a bracket too many or too few, or without a comma between two facts.
 * @param {string} text
 * @returns {YamlSlip[]}
 */
function bracketLines(text) {
  const code = codeLines(text.split("\n")).filter(([, line]) => line.trim());
  /** @type {YamlSlip[]} */
  const slips = [];
  let depth = 0;
  code.forEach(([number, line], place) => {
    const before = line.split(" #")[0].trimEnd(), { missing, more } = bracketsMissing(before);
    const after = place + 1 < code.length ? code[place + 1][1] : "";
    const ends = !after || (standsIn(after) <= standsIn(line) && YAML_KEYED.test(after));
    let found = null;
    if (depth === 0 && /(?:^|:|- )\s*[{[]/.test(before)) {
      found = bracketSlip(number, line, before, ends ? missing : "", more) || (missing ? swallowedBracket(number, line) : null);
    }
    depth = Math.max(depth + missing.length - more, 0);
    if (!found) return;
    depth = 0;
    slips.push(found);
  });
  return slips;
}

/**
 * The brackets that would close those open on a line, and how many are too many.
 * @param {string} line
 */
function bracketsMissing(line) {
  /** @type {string[]} */
  const stack = [];
  let more = 0;
  for (const bracket of line.replace(/"[^"]*"|'[^']*'/g, "").match(/[{}[\]]/g) || []) {
    if (bracket === "{" || bracket === "[") stack.push(bracket === "{" ? "}" : "]");
    else if (!stack.pop()) more += 1;
  }
  return { missing: stack.reverse().join(""), more };
}

/**
 * @param {number} number @param {string} line @param {string} before @param {string} missing @param {number} more
 * @returns {YamlSlip | null}
 */
function bracketSlip(number, line, before, missing, more) {
  const rest = line.slice(before.length), last = before.slice(-1), breaks = true;
  if (missing && !/[,}\]]/.test(rest)) {
    return { line: number, column: before.length + 1, what: "括号没有成对，缺少 " + missing,
      english: "A bracket is not closed: " + missing + " is missing", mended: before + missing + rest, breaks };
  }
  if (more === 1 && (last === "}" || last === "]")) {
    return { line: number, column: before.length, what: "多了一个 " + last, english: "There is a " + last + " too many",
      mended: before.slice(0, -1).trimEnd() + rest, breaks };
  }
  const found = STRUCTURE_NO_COMMA.exec(before);
  if (!found) return null;
  return { line: number, column: found.index + found[1].length + 1, what: "两项之间缺少逗号",
    english: "There is no comma between two items", mended: before.replace(new RegExp(STRUCTURE_NO_COMMA, "g"), "$1, ") + rest, breaks };
}

/**
 * The slip of a bracket that is not closed before a comment, which has the rest.
 * @param {number} number @param {string} line
 * @returns {YamlSlip | null}
 */
function swallowedBracket(number, line) {
  const before = line.split(" #")[0], start = Math.max(...[":", ",", "[", "{"].map((each) => before.lastIndexOf(each))) + 1;
  const end = line.slice(before.length).search(/[,}\]]/), value = before.slice(start).trim();
  if (before === line || end < 0 || !value || /^["']/.test(value)) return null;
  const stop = before.length + end, head = line.slice(0, start) + (":,".includes(line[start - 1]) ? " " : "");
  return { line: number, column: before.length + 2, what: "# 后面是注释，括号没有成对；含 # 的文字要加引号",
    english: "What follows # is a comment: no bracket closes; a text with a # needs quotes",
    mended: quotedLine(head, line.slice(start, stop).trim()) + line.slice(stop).trimEnd(), breaks: true };
}

/** @param {string} value @param {string} mark @returns {boolean} */
function oddMarks(value, mark) {
  const escaped = mark === "\"" ? value.split("\\\"").length - 1 : 0;
  return (value.split(mark).length - 1 - escaped) % 2 === 1;
}

/**
 * The line that closes a quotation opened on a line, or 0: the next key is none.
 * @param {string[]} lines @param {number} number @param {string} mark
 * @returns {number}
 */
function closingLine(lines, number, mark) {
  const indent = standsIn(lines[number - 1]);
  for (let place = number; place < lines.length; place++) {
    const line = lines[place];
    if (line.includes(mark)) return YAML_KEYED.test(line) || standsIn(line) <= indent ? 0 : place + 1;
  }
  return 0;
}

/**
 * The dashes that start no item, and the keys that have no colon.
 * @param {string} text
 * @returns {YamlSlip[]}
 */
function structureLines(text) {
  const code = codeLines(text.split("\n")).filter(([, line]) => !/^\s*(?:#|$)/.test(line));
  /** @type {YamlSlip[]} */
  let found = [];
  /** @type {Level[]} */
  const levels = [];
  let before = "", tooFar = false;
  code.forEach(([number, given], place) => {
    if (tooFar) return;
    const line = given.trimEnd(), indent = standsIn(line);
    while (levels.length && levels[levels.length - 1].indent > indent) levels.pop();
    if (place && !levels.length && indent < standsIn(code[0][1]) && YAML_KEYED.test(line)) {
      tooFar = true;
      found.push({ line: code[0][0], column: indent + 1, what: "第一行缩进比后面的多",
        english: "The first line stands further in than one that follows",
        mended: " ".repeat(indent) + code[0][1].trim(), breaks: true });
      return;
    }
    const top = levels[levels.length - 1], level = top && top.indent === indent ? top : null;
    if (STRUCTURE_DASH.test(line) || line.trim() === "-") {
      found = found.concat(dashSlips(number, line, before, levels, level));
    } else if (YAML_KEYED.test(line)) {
      if (level && level.dashes) found = found.concat(level.dashes);
      if (level) Object.assign(level, { dashes: null, listed: false });
      else levels.push({ indent, dashes: null, listed: false });
    } else if (STRUCTURE_BARE.test(line)) {
      const after = place + 1 < code.length ? code[place + 1][1] : "";
      const inside = STRUCTURE_HOLDS.test(before) && standsIn(before) < indent;
      const opens = !inside && standsIn(after) > indent && YAML_KEYED.test(after);
      if (opens || (level && !level.dashes)) {
        let mended = opens || indent ? line + ":" : "# " + line;
        if (/:\s+[|>][-+0-9]*$/.test(before)) mended = " ".repeat(standsIn(before) + 2) + line.trimStart();
        found.push({ line: number, column: line.length + 1, mended, breaks: true,
          what: "这一行没有冒号：是键的要加冒号，是上一行的文字要多缩进，是说明的行首要加 #",
          english: "The line has no colon: a key needs one, what belongs to the text above stands further in, " +
            "and a remark has a # before it" });
      }
    }
    before = line;
  });
  return found;
}

/**
 * What is wrong with a dash, which is noted in the levels.
 * @param {number} number @param {string} line @param {string} before
 * @param {Level[]} levels @param {Level | null} level
 * @returns {YamlSlip[]}
 */
function dashSlips(number, line, before, levels, level) {
  const dash = STRUCTURE_DASH.exec(line), keyed = dash !== null && YAML_KEYED.test(dash[2]);
  const slip = keyed ? dashSlip(number, line, standsIn(line)) : null;
  const above = standsIn(before), indent = standsIn(line), found = [];
  if (slip && above < indent && STRUCTURE_HOLDS.test(before) && YAML_KEYED.test(before)) {
    found.push(dashSlip(number, line, above));
  } else if (!level) {
    levels.push({ indent, dashes: slip ? [slip] : [], listed: false });
  } else if (level.dashes) {
    if (slip) level.dashes.push(slip);
  } else if (level.listed || (before.endsWith(":") && above === indent)) {
    level.listed = true;
  } else if (slip) {
    found.push(slip);
  }
  if (dash && keyed) levels.push({ indent: line.length - dash[2].length, dashes: null, listed: false });
  return found;
}

/** @param {number} number @param {string} line @param {number} indent @returns {YamlSlip} */
function dashSlip(number, line, indent) {
  return { line: number, column: standsIn(line) + 1, what: "行首的 - 是列表的记号，这里不是列表",
    english: "The - starts an item of a list, and here is none",
    mended: " ".repeat(indent) + line.trimStart().slice(1).trimStart(), breaks: true };
}

/** @param {string} line @returns {number} */
function standsIn(line) {
  return line.length - line.replace(/^ +/, "").length;
}
