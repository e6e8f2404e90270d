// @ts-check
// Case mended: the faults of a case file, each with the line of its text as it should be.

import { CASE_TEXTS, factOfKey, isCaseKey, itemOfKey, sectionOfKey } from "./case_words.mjs";
import { comparedText, foldedText, saysNothing } from "./human_values.mjs";
import { nearestName } from "./near_names.mjs";
import { quotedLine, slipFault, yamlSlips } from "./yaml_slips.mjs";

/** @typedef {import("./case_fault.mjs").CaseFault} CaseFault */

const KEY_AND_VALUE = /^(\s*(?:- +)?[^:{\[]+:\s+)([^{\[#]*?)(\s+#.*)?$/;
/** What is longer nobody wrote as a line of a case file: how it should be is not told. */
const LONGEST_MENDED = 1000;
/** A comment that may have been meant as text: there is no blank after its mark. */
const LOST_TEXT = /^\s+(#\S.*)$/;
/** Facts of a group without their values: work: [pilot, creative]. */
const LISTED_FACTS = /^(\s*[^:{\[\s]+:\s+)\[([^{}\[\]:#"']+?)\]\s*$/;
const MAPPING_CODES = ["C001", "C023", "C026"];
const VALUE_CODES = ["C004", "C005", "C025"];

/**
 * The slips on lines that YAML takes for the rest of the line before.
 * Only what starts with a key of a case file was meant to be a line of its own.
 * @param {string} text
 * @param {import("./yaml_tree.mjs").YamlTree} tree
 * @param {import("./case_words.mjs").CaseWords} words
 * @returns {CaseFault[]}
 */
export function slipsWithin(text, tree, words) {
  const inside = new Set();
  for (const scalar of scalarsOf(tree, [])) {
    for (let line = 0; scalar.plain && scalar.lines > 1 && line < scalar.lines; line++) inside.add(scalar.line + line);
  }
  if (!inside.size) return [];
  const found = yamlSlips(text).filter((slip) => inside.has(slip.line));
  return found.filter((slip) => slip.mended && isCaseKey(firstWord(slip.mended), words)).map(slipFault);
}

/** @param {string} line @returns {string} */
function firstWord(line) {
  const end = line.indexOf(": ");
  return comparedText((end < 0 ? line : line.slice(0, end)).replace(/:+$/, ""));
}

/**
 * Every scalar of a tree, added to those found before.
 * @param {import("./yaml_tree.mjs").YamlTree} tree
 * @param {import("./yaml_tree.mjs").YamlScalar[]} found
 * @returns {import("./yaml_tree.mjs").YamlScalar[]}
 */
function scalarsOf(tree, found) {
  if (tree.kind === "scalar") found.push(tree);
  else if (tree.kind === "items") tree.items.forEach((item) => scalarsOf(item, found));
  else {
    for (const { name, value } of tree.items.values()) {
      found.push(name);
      scalarsOf(value, found);
    }
  }
  return found;
}

/**
 * The texts of a case of which the rest, from a `#` on, would be lost as a comment.
 * @param {string} text
 * @param {import("./yaml_tree.mjs").YamlTree} tree
 * @param {import("./case_words.mjs").CaseWords} words
 * @returns {CaseFault[]}
 */
export function lostTexts(text, tree, words) {
  const lines = text.split("\n"), found = [];
  for (const { name, value } of textsOf(tree, words)) {
    const slip = lostText(name, value, lines);
    if (slip) found.push(slipFault(slip));
  }
  return found;
}

/**
 * What a case says in free text, each with its key.
 * @param {import("./yaml_tree.mjs").YamlTree} tree
 * @param {import("./case_words.mjs").CaseWords} words
 * @returns {{name: import("./yaml_tree.mjs").YamlScalar, value: import("./yaml_tree.mjs").YamlScalar}[]}
 */
function textsOf(tree, words) {
  /** @type {{name: import("./yaml_tree.mjs").YamlScalar, value: import("./yaml_tree.mjs").YamlScalar}[]} */
  const found = [];
  for (const [key, { value: section }] of tree.kind === "entries" ? tree.items : []) {
    const named = sectionOfKey(key, words);
    for (const [inner, pair] of section.kind === "entries" ? section.items : []) {
      const item = named === "case" && CASE_TEXTS.includes(itemOfKey(inner, words) || "");
      const note = named === "analysis" && pair.value.kind === "entries" ? pair.value.items.get("note") : undefined;
      if (named === "evidence" || named === "forms" || item) addTexts(pair, found);
      else if (note) addTexts(note, found);
    }
  }
  return found;
}

/**
 * @param {{name: import("./yaml_tree.mjs").YamlScalar, value: import("./yaml_tree.mjs").YamlTree}} pair
 * @param {{name: import("./yaml_tree.mjs").YamlScalar, value: import("./yaml_tree.mjs").YamlScalar}[]} found
 */
function addTexts(pair, found) {
  if (pair.value.kind === "scalar") found.push({ name: pair.name, value: pair.value });
  if (pair.value.kind === "entries") pair.value.items.forEach((each) => addTexts(each, found));
}

/**
 * The slip of a text that goes on after a `#`, or null.
 * @param {import("./yaml_tree.mjs").YamlScalar} name
 * @param {import("./yaml_tree.mjs").YamlScalar} value
 * @param {string[]} lines
 * @returns {import("./yaml_slips.mjs").YamlSlip | null}
 */
function lostText(name, value, lines) {
  if (!value.plain || value.text === "null" || value.text === "~") return null;
  const count = (/** @type {string} */ each) => Array.from(each).length;
  let number = value.line + value.lines - 1, start = value.lines > 1 ? 0 : value.column - 1;
  if (!value.text) number = name.line;
  const line = Array.from(lines[number - 1].trimEnd());
  // What stands for nothing has no place of its own: the comment follows the colon.
  if (!value.text) start = line.indexOf(":", name.column - 1 + count(name.text)) + 1;
  if (!start && value.lines === 1) return null;
  const end = value.lines === 1 ? start + count(value.text) : count(line.join("").split(" #")[0]);
  const lost = LOST_TEXT.exec(line.slice(end).join(""));
  if (!lost) return null;
  const head = line.slice(0, start).join("") + (value.text ? "" : " ");
  return { line: number, column: end + count(lost[0]) - count(lost[1]) + 1, breaks: true,
    what: "# 后面是注释，不会读入；真是注释的，请另起一行",
    english: "What follows # is a comment, and is not read; put a comment on a line of its own",
    // A text of several lines is not to be written in the place of one of them.
    mended: value.lines === 1 ? quotedLine(head, line.slice(start).join("").trim()) : null };
}

/**
 * The faults of a case with the line as it should be; a slip goes before its effects.
 * @param {CaseFault[]} faults
 * @param {string} text
 * @param {import("./case_words.mjs").CaseWords} words
 * @returns {CaseFault[]}
 */
export function mendedFaults(faults, text, words) {
  const lines = text.split("\n"), placed = faults.map((fault) => faultBelow(fault, lines));
  const known = new Set(placed.map((fault) => fault.line));
  const everywhere = placed.some((fault) => fault.code === "C021");
  const slips = yamlSlips(text).filter((slip) => everywhere || known.has(slip.line));
  const caused = new Set(slips.map((slip) => slip.line));
  const rest = placed.filter((fault) => !caused.has(fault.line) && !(everywhere && slips.length && fault.code === "C021"));
  return slips.map(slipFault).concat(rest.map((fault) => withLine(fault, lines, words)));
}

/**
 * A fault of what stands under a key, with the line of that where it is the next.
 * @param {CaseFault} fault @param {string[]} lines
 * @returns {CaseFault}
 */
function faultBelow(fault, lines) {
  if (!MAPPING_CODES.includes(fault.code) || fault.line < 1 || fault.line >= lines.length) return fault;
  const after = lines[fault.line];
  if (!lines[fault.line - 1].trimEnd().endsWith(":") || !after.trim()) return fault;
  return { ...fault, line: fault.line + 1, column: after.length - after.trimStart().length + 1 };
}

/**
 * @param {CaseFault} fault @param {string[]} lines
 * @param {import("./case_words.mjs").CaseWords} words
 * @returns {CaseFault}
 */
function withLine(fault, lines, words) {
  const line = (lines[fault.line - 1] || "").trimEnd();
  const right = line && line.length <= LONGEST_MENDED ? rightLine(fault, line, words) : "";
  if (!right || right === line) return fault;
  const stop = /[.?]$/.test(fault.english) ? "" : ".";
  const english = fault.english ? fault.english + stop + " The line should be: " + right : "";
  const mark = VALUE_CODES.includes(fault.code) ? "，如：" : "；这一行应为：";
  return { ...fault, remedy: fault.remedy + mark + right, english };
}

/**
 * A line with what was meant in the place of what was written, where that is known.
 * @param {CaseFault} fault @param {string} line
 * @param {import("./case_words.mjs").CaseWords} words
 * @returns {string}
 */
function rightLine(fault, line, words) {
  if (VALUE_CODES.includes(fault.code)) {
    const found = KEY_AND_VALUE.exec(line);
    const value = fault.near || (found && fault.code === "C004" ? meantAnswer(found[2], words.usual) : "null");
    return found && value ? found[1] + value + (found[3] || "") : "";
  }
  if (MAPPING_CODES.includes(fault.code) && /^\s*- \S.*:/.test(line)) return line.replace("- ", "  ");
  const listed = fault.code === "C001" ? LISTED_FACTS.exec(line) : null;
  if (listed) return establishedLine(listed[1], listed[2], fault.subject, words);
  if (fault.code === "C022" && !fault.near) {
    // It may stand behind others, in braces.
    if (!line.replace(/^[ "']+/, "").startsWith(fault.subject.replace(/^case\./, ""))) return "";
    if (fault.message.includes("要写在最外层")) return line.trimStart();
    return fault.message.includes("应当写在") && line[0] !== " " ? "  " + line : "";
  }
  let written = fault.subject.replace(/^evidence\./, "");
  if (fault.code === "C024") written = fault.subject.slice(fault.subject.indexOf(".") + 1);
  if (!fault.near || !written) return "";
  let near = fault.near;
  const dot = written.lastIndexOf("."), head = dot < 0 ? "" : written.slice(0, dot);
  if (!line.includes(written) && (near.startsWith(head + ".") || !near.includes("."))) {
    written = written.slice(dot + 1);
    if (near.startsWith(head + ".")) near = near.slice(head.length + 1);
  }
  // In braces: {pilot true}
  if (written.startsWith(near.slice(near.lastIndexOf(".") + 1) + " ") && !line.includes(written + ":")) {
    near = written.replace(" ", ": ");
  }
  return line.includes(written) ? line.split(written).slice(0, 1) + near + line.slice(line.indexOf(written) + written.length) : "";
}

/**
 * A line with the facts that are listed as established; nothing if that is in doubt.
 *
 * Each must be the name of a yes-or-no fact of the group, and nothing more: what else is written
 * there may deny it.
 * @param {string} head @param {string} listed @param {string} group
 * @param {import("./case_words.mjs").CaseWords} words
 * @returns {string}
 */
function establishedLine(head, listed, group, words) {
  const names = listed.split(/[,，、]/).map((name) => name.trim()).filter(Boolean);
  const known = names.every((name) => {
    const spec = words.specs.get((/^[\p{L}\p{N}_]+$/u.test(name) && factOfKey(group, name, words)) || "");
    return spec !== undefined && spec.boolean;
  });
  return known ? head + "{" + names.map((name) => name + ": true").join(", ") + "}" : "";
}

/**
 * What to write for an answer with more than yes or no in it.
 *
 * That is what its first word says, unless another word says otherwise, or it is misspelt: never
 * the opposite. What says neither, or is qualified or in doubt, is left open.
 * @param {string} value @param {any} words
 * @returns {string}
 */
function meantAnswer(value, words) {
  const text = foldedText(value);
  const doubted = words.unknown.some((/** @type {string} */ each) => each.length > 1 && text.includes(each));
  if (doubted || /[?？~但]/.test(value)) return "null";
  const parts = text.split(/[^\p{L}\p{N}_√✓×✗/—-]+/u).filter(Boolean).map((part) => plainAnswer(part, words));
  const said = new Set(parts.filter(Boolean));
  if (parts[0] && said.size === 1) return parts[0];
  const near = nearestName(text, ["true", "false"]);
  return near && near[0] === text[0] ? near : "null";
}

/** @param {string} word @param {any} words @returns {string} */
function plainAnswer(word, words) {
  if (words.yes.includes(word)) return "true";
  if (words.no.includes(word)) return "false";
  return saysNothing(word, words) ? "null" : "";
}
