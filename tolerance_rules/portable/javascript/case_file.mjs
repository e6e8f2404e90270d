// @ts-check
// Case file: YAML or JSON -> the facts of a case, and what is said of it besides.

import { CaseDocument } from "./case_document.mjs";
import { knownFacts } from "./case_facts.mjs";
import { CaseFileError, toldFault } from "./case_fault.mjs";
import { lostTexts, mendedFaults, slipsWithin } from "./case_mended.mjs";
import { noMapping, sectionFaults } from "./case_sections.mjs";
import { CASE_ITEMS, caseWordsOf, isBareFacts } from "./case_words.mjs";
import { decodedText, soundText } from "./file_text.mjs";
import { strictJson } from "./strict_json.mjs";
import { indentSlips, isIndentProblem, reindentedLine, slipFault, yamlSlips } from "./yaml_slips.mjs";
import { misplacedLines } from "./yaml_structure.mjs";
import { yamlTree } from "./yaml_tree.mjs";

/**
 * A case. Of facts: true, false, a value, the values still possible, or null, for every fact of
 * the vocabulary, in its order. The order of evidence, handling, forms and analysis is the file's.
 * @typedef {{assessment?: string | null, note?: string | null}} AssessmentData
 * @typedef {{id: string, title: string, authority: string, occurred_on: string, decided_on: string,
 *   facts: {[fact: string]: any}, evidence: {[fact: string]: string}, handling: Map<string, string>,
 *   forms: Map<string, string>, analysis: Map<string, string | null | AssessmentData>}} CaseData
 * Of a file: `json`, that its name ends so; `inHand`, that days which contradict each other do not
 * refuse the case, for they are told of where it is shown.
 * @typedef {{json?: boolean, inHand?: boolean}} ReadingOptions
 * @typedef {{case: CaseData | null, faults: import("./case_fault.mjs").ToldFault[]}} CaseReading
 */

/**
 * The case of the bytes of a file, or every fault of it.
 * @param {Uint8Array} bytes
 * @param {any} ruleset
 * @param {ReadingOptions} [options]
 * @returns {CaseReading}
 */
export function readCaseBytes(bytes, ruleset, options) {
  return reading(() => caseOfText(decodedText(bytes), ruleset, options || {}));
}

/**
 * The case of the text of a file, or every fault of it.
 * @param {string} text
 * @param {any} ruleset
 * @param {ReadingOptions} [options]
 * @returns {CaseReading}
 */
export function readCaseFile(text, ruleset, options) {
  return reading(() => caseOfText(text, ruleset, options || {}));
}

/**
 * A case of which nothing is known.
 * @param {any} ruleset
 * @returns {CaseData}
 */
export function emptyCase(ruleset) {
  return caseOf(new Map(), knownFacts(new Map(), caseWordsOf(ruleset)).facts);
}

/** @param {() => CaseData} read @returns {CaseReading} */
function reading(read) {
  try {
    return { case: read(), faults: [] };
  } catch (error) {
    if (!(error instanceof CaseFileError)) throw error;
    return { case: null, faults: error.faults.map(toldFault) };
  }
}

/** @param {string} given @param {any} ruleset @param {ReadingOptions} options @returns {CaseData} */
function caseOfText(given, ruleset, options) {
  const looksLikeJson = /^[\t-\r ]*\{/.test(given) && !/^[\t-\r ]*\{\s*[^\s"}]/.test(given);
  const json = options.json || looksLikeJson;
  const text = soundText(given, !json).replace(/^\ufeff/, "");
  const words = caseWordsOf(ruleset);
  if (json) return caseOfDocument(strictJson(text), words, new Map(), options);
  const lines = text.replace(/\r\n?/g, "\n"), { document, places } = yamlDocument(lines, words);
  try {
    return caseOfDocument(document, words, places, options);
  } catch (error) {
    if (error instanceof CaseFileError) throw new CaseFileError(mendedFaults(error.faults, lines, words));
    throw error;
  }
}

/** @param {string} text @param {import("./case_words.mjs").CaseWords} words */
function yamlDocument(text, words) {
  const odd = indentSlips(text).map(slipFault);
  let read;
  try {
    read = yamlTree(text);
  } catch (error) {
    if (error instanceof CaseFileError && error.faults[0].code === "Y003") throw unsoundYaml(error, odd, text);
    throw error;
  }
  const faults = odd.concat(read.faults, slipsWithin(text, read.tree, words), lostTexts(text, read.tree, words));
  if (faults.length) throw new CaseFileError(faults);
  const places = new Map();
  return { document: plainData(read.tree, "", places), places };
}

/**
 * The slips that may be the reason why a text is no YAML, or else what its reader says.
 * @param {CaseFileError} error @param {import("./case_fault.mjs").CaseFault[]} odd @param {string} text
 * @returns {CaseFileError}
 */
function unsoundYaml(error, odd, text) {
  if (odd.length) return new CaseFileError(odd);
  let slips = yamlSlips(text).filter((slip) => slip.breaks);
  if (!slips.length) slips = misplacedLines(text);
  if (slips.length) return new CaseFileError(slips.map(slipFault));
  const { line, column, message } = error.faults[0];
  const mended = isIndentProblem(message) ? reindentedLine(text, line) : "";
  if (!mended) return error;
  return new CaseFileError([slipFault({ line, column, what: "缩进与上文不一致",
    english: "The indentation does not match the lines above", mended, breaks: true })]);
}

/**
 * A tree as plain data, noting in `places` where each part of it stands.
 * @param {import("./yaml_tree.mjs").YamlTree} tree
 * @param {string} path
 * @param {Map<string, {line: number, column: number}>} places
 * @returns {any}
 */
function plainData(tree, path, places) {
  if (!places.has(path)) places.set(path, { line: tree.line, column: tree.column });
  if (tree.kind === "items") return tree.items.map((item) => plainData(item, path, places));
  if (tree.kind === "entries") {
    const found = new Map();
    for (const [key, { name, value }] of tree.items) {
      const inner = path ? path + "." + key : key;
      found.set(key, plainData(value, inner, places));
      places.set(inner, { line: name.line, column: name.column });
    }
    return found;
  }
  if (!tree.plain) return tree.text;
  if (["", "~", "null"].includes(tree.text)) return null;
  return tree.text === "true" ? true : tree.text === "false" ? false : tree.text;
}

/**
 * @param {any} document
 * @param {import("./case_words.mjs").CaseWords} words
 * @param {Map<string, {line: number, column: number}>} places
 * @param {ReadingOptions} options
 * @returns {CaseData}
 */
function caseOfDocument(document, words, places, options) {
  if (!(document instanceof Map)) throw new CaseFileError([placedFault(noMapping(document), places)]);
  const given = asCase(document), read = new CaseDocument(words);
  const named = isBareFacts(given, words) ? new Map([["facts", read.facts(given, "")]]) : read.sections(given);
  let faults = read.faults.concat(sectionFaults(named, words));
  const facts = named.get("facts") === undefined || named.get("facts") === null ? new Map() : named.get("facts");
  const known = facts instanceof Map ? knownFacts(facts, words) : { facts: {}, faults: [noFactsAtAll(words)] };
  faults = faults.concat(known.faults).filter((each) => !options.inHand || each.code !== "C032");
  for (const [path, written] of read.paths) {
    const place = places.get(written);
    if (place) places.set(path, place);
  }
  if (faults.length) throw new CaseFileError(faults.map((fault) => placedFault(fault, places)));
  return caseOf(named, known.facts);
}

/**
 * A case as a case file has it, where the JSON of a decision has sections in `case`.
 * @param {Map<string, any>} document
 * @returns {Map<string, any>}
 */
function asCase(document) {
  const about = document.get("case");
  if (document.has("evidence") || !(about instanceof Map) || !about.has("evidence")) return document;
  const found = new Map(document), rest = new Map();
  for (const [key, value] of about) {
    if (key === "evidence" || key === "handling") found.set(key, value);
    else rest.set(key, value || null);
  }
  return found.set("case", rest);
}

/** @param {import("./case_words.mjs").CaseWords} words @returns {import("./case_fault.mjs").CaseFault} */
function noFactsAtAll(words) {
  const spec = Array.from(words.specs.values()).find((each) => each.boolean);
  const sample = spec ? spec.group + ": {" + spec.name.slice(spec.group.length + 1) + ": true}" : "组: {事实: 值}";
  return { code: "C001", message: "事实应当是“组: {事实: 值}”的对照表", remedy: "请写成 " + sample + " 的形式", subject: "", near: "",
    english: "The facts should be a mapping {group: {fact: value}}, such as " + sample, line: 0, column: 0 };
}

/**
 * @param {import("./case_fault.mjs").CaseFault} fault
 * @param {Map<string, {line: number, column: number}>} places
 */
function placedFault(fault, places) {
  const place = places.get("facts." + fault.subject) || places.get(fault.subject);
  return place ? { ...fault, line: place.line, column: place.column } : fault;
}

/** @param {Map<string, any>} named @param {{[fact: string]: any}} facts @returns {CaseData} */
function caseOf(named, facts) {
  const section = (/** @type {string} */ name) => named.get(name) || new Map();
  const texts = (/** @type {string} */ name) => new Map(Array.from(section(name)).filter(([, text]) => text));
  const about = section("case"), items = CASE_ITEMS.map((item) => about.get(item) || "");
  const analysis = new Map(Array.from(section("analysis"), ([name, value]) =>
    [name, value instanceof Map ? Object.fromEntries(value) : value]));
  return { id: items[0], title: items[1], authority: items[2], occurred_on: items[3], decided_on: items[4], facts,
    evidence: Object.fromEntries(section("evidence")), handling: texts("handling"), forms: texts("forms"), analysis };
}
