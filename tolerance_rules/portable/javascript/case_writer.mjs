// @ts-check
// Case writer: a case, with its number, title, dates and evidence, as the text of a case file.

import { CASE_ITEMS } from "./case_words.mjs";
import { escapedCharacter, isPrintable, onOneLine, splitLines } from "./text_characters.mjs";

/**
 * The text of a case file; every fact has its line, those not established are null.
 * `notes` stand on top as comments; `marked` facts are pointed out with an arrow.
 * @param {import("./case_file.mjs").CaseData} given
 * @param {any} ruleset
 * @param {{lang?: "zh" | "en", notes?: string[], marked?: string[]}} [options]
 * @returns {string}
 */
export function writeCaseFile(given, ruleset, options) {
  const { lang = "zh", notes = [], marked = [] } = options || {};
  const { vocabulary } = ruleset.bundle;
  /** @type {string[]} */
  const lines = [];
  for (const note of notes) {
    const parts = splitLines(note);
    lines.push(...(parts.length ? parts : [""]).map((line) => ("# " + line).trimEnd()));
  }
  if (notes.length) lines.push("");
  lines.push("case:");
  /** @type {{[item: string]: any}} */
  const about = given;
  for (const item of CASE_ITEMS) lines.push("  " + item + ": " + (about[item] ? quotedText(about[item]) : "null"));
  lines.push("", "facts:");
  for (const group of vocabulary.groups) {
    lines.push("  # " + onOneLine(group.label[lang]), "  " + group.name + ":");
    for (const spec of vocabulary.facts) {
      if (spec.group !== group.name) continue;
      const known = given.facts[spec.name];
      const label = spec.label[lang] + (lang === "en" ? ": " : "：") + labelOfKnownFact(spec, known, vocabulary, lang);
      const arrow = marked.includes(spec.name) ? "  <--" : "";
      lines.push("    " + spec.name.slice(spec.name.indexOf(".") + 1) + ": " + writtenValue(known) + "  # " + onOneLine(label) + arrow);
    }
    lines.push("");
  }
  lines.push(...writtenSection("evidence", Object.entries(given.evidence), (name) => name, quotedText));
  lines.push(...writtenSection("handling", Array.from(given.handling), quotedText, quotedText));
  lines.push(...writtenSection("forms", Array.from(given.forms), quotedText, quotedText));
  lines.push(...writtenSection("analysis", Array.from(given.analysis), quotedText, writtenAssessment));
  return lines.join("\n").replace(/\n+$/, "") + "\n";
}

/**
 * @param {string} section @param {[string, any][]} entries
 * @param {(name: string) => string} nameOf @param {(value: any) => string} valueOf
 * @returns {string[]}
 */
function writtenSection(section, entries, nameOf, valueOf) {
  if (!entries.length) return [];
  return [section + ":", ...entries.map(([name, value]) => "  " + nameOf(name) + ": " + valueOf(value))];
}

/**
 * How what is known of a fact is written for people.
 * @param {import("./vocabulary.mjs").FactData} spec @param {any} known @param {any} vocabulary @param {"zh" | "en"} lang
 * @returns {string}
 */
function labelOfKnownFact(spec, known, vocabulary, lang) {
  if (known === null || known === undefined) return vocabulary.not_established[lang];
  const possible = Array.isArray(known) ? known : [known];
  const labels = spec.values.filter((each) => possible.includes(each.value)).map((each) => each.label[lang]);
  return labels.join(lang === "en" ? " or " : "或");
}

/** @param {any} known @returns {string} */
function writtenValue(known) {
  if (known === null || known === undefined) return "null";
  return Array.isArray(known) ? "[" + known.map(writtenValue).join(", ") + "]" : String(known);
}

/** @param {any} value @returns {string} */
function writtenAssessment(value) {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return quotedText(value);
  const parts = Object.entries(value).map(([key, each]) => key + ": " + writtenAssessment(each));
  return "{" + parts.join(", ") + "}";
}

/**
 * A text as a JSON string, which is a YAML string too but for what YAML takes only escaped.
 * @param {string} text
 * @returns {string}
 */
function quotedText(text) {
  return Array.from(JSON.stringify(text), (each) => isPrintable(each) ? each : escapedCharacter(each)).join("");
}
