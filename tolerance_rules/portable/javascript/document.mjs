// @ts-check
/**
 * Document: a title and sections of nested items, as data for a page and as plain text.
 *
 * Text may come from a case file, so whatever a screen would act on is escaped where it is written.
 */

import { chineseNumeral } from "./legal_references.mjs";

/** @typedef {{text: string, items: Item[], strong: boolean}} Item */
/** @typedef {{heading: string, items: Item[], lead: string, numbered: boolean, key?: string}} Section */
/** @typedef {{title: string, sections: Section[], chinese: boolean}} Document */

/**
 * Return a statement, and the statements below it; a `strong` one stands out.
 * @param {string} text
 * @param {Item[]} [items]
 * @param {boolean} [strong]
 * @returns {Item}
 */
export function itemOf(text, items, strong) {
  return { text, items: items || [], strong: Boolean(strong) };
}

/**
 * Return a heading, perhaps a sentence on how to read what follows, and items.
 * @param {string} heading
 * @param {Item[]} items
 * @param {string} [lead]
 * @param {boolean} [numbered]
 * @returns {Section}
 */
export function sectionOf(heading, items, lead, numbered) {
  return { heading, items, lead: lead || "", numbered: Boolean(numbered) };
}

/**
 * Return a document as plain text, ending in a line end.
 * @param {Document} document
 * @returns {string}
 */
export function documentText(document) {
  const lines = [printable(document.title)];
  document.sections.forEach((section, place) => {
    const number = place + 1;
    const mark = document.chinese ? `${chineseNumeral(number)}、` : `${number}. `;
    lines.push("", mark + printable(section.heading));
    if (section.lead) {
      lines.push(`  ${printable(section.lead)}`);
    }
    addItemLines(lines, section.items, "  ", section.numbered);
  });
  return `${lines.join("\n")}\n`;
}

/**
 * @param {string[]} lines
 * @param {Item[]} items
 * @param {string} indent
 * @param {boolean} numbered
 */
function addItemLines(lines, items, indent, numbered) {
  const width = String(items.length).length;
  items.forEach((item, place) => {
    const mark = numbered ? `${String(place + 1).padStart(width)}. ` : "- ";
    const inner = indent + " ".repeat(mark.length);
    const [first, ...rest] = printable(item.text).split("\n");
    lines.push(`${indent}${mark}${first}`);
    for (const line of rest) {
      lines.push(`${inner}${line}`);
    }
    addItemLines(lines, item.items, inner, false);
  });
}

/**
 * Return text with its line ends, and everything else that is not ink made visible.
 * @param {string} text
 * @returns {string}
 */
export function printable(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\t/g, " ").split("\n");
  const shown = lines.map((line) => visibleText(line).replace(/\s+$/, "")).join("\n");
  return shown.replace(/^\n+|\n+$/g, "");
}

/**
 * Return a line in which nothing is left that a screen would obey: control codes, marks that turn
 * the direction of writing, halves of surrogate pairs are shown by their codes.
 * @param {string} line
 * @returns {string}
 */
export function visibleText(line) {
  return line.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) || 0;
    const digits = code.toString(16);
    if (code < 0x100) {
      return `\\x${digits.padStart(2, "0")}`;
    }
    return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
  });
}
