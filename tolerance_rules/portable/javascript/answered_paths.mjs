// @ts-check
/** Answered paths: how the minimal sets of changes by which a case reaches an outcome read. */

import { AnswerPhrases } from "./answer_phrases.mjs";
import { CHANGE_KINDS } from "./changes.mjs";
import { itemOf, sectionOf } from "./document.mjs";

/** @typedef {import("./document.mjs").Document} Document */
/** @typedef {import("./document.mjs").Item} Item */
/** @typedef {import("./document.mjs").Section} Section */
/** @typedef {import("./messages.mjs").Lang} Lang */
/** @typedef {import("./paths.mjs").Path} Path */
/** @typedef {import("./paths.mjs").Paths} Paths */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */

/**
 * Return the paths in words, the fewest changes first.
 * @param {Ruleset} ruleset
 * @param {Paths} found
 * @param {Lang} lang
 * @returns {Document}
 */
export function pathsDocument(ruleset, found, lang) {
  const phrases = new AnswerPhrases(ruleset, found.decision, lang);
  const outcome = phrases.decided.outcome(found.outcome);
  const title = phrases.say(found.harsher ? "harsher_title" : "paths_title", [outcome]);
  return phrases.document(title, pathSections(found, phrases), pathsRemark(found, outcome, phrases));
}

/**
 * Return that nothing need change, or that no change helps; empty if there are ways.
 * @param {Paths} found
 * @param {string} outcome
 * @param {AnswerPhrases} phrases
 */
function pathsRemark(found, outcome, phrases) {
  if ("0" in found.sizes) return phrases.standingWords("already", [outcome]);
  if (found.total) return found.harsher ? phrases.say("harsher") : "";
  if (found.only.length === CHANGE_KINDS.length) return phrases.say("no_path", [outcome]);
  return phrases.say("no_path_only", [kindWords(found, phrases), outcome]);
}

/**
 * @param {Paths} found
 * @param {AnswerPhrases} phrases
 */
function kindWords(found, phrases) {
  return phrases.decided.series(found.only.map((kind) => phrases.kind(kind)));
}

/**
 * @param {Paths} found
 * @param {AnswerPhrases} phrases
 * @returns {Section[]}
 */
function pathSections(found, phrases) {
  const sizes = Object.keys(found.sizes).map(Number);
  const listedOf = (/** @type {number} */ size) =>
    found.paths.filter((each) => each.changes.length === size);
  const listed = sizes.filter((size) => listedOf(size).length > 0);
  const sections = listed.filter((size) => size > 0).map((size) => {
    const [key, lead] = pathsHeading(sizes.indexOf(size), found, phrases);
    const heading = phrases.say(key, { size, count: found.sizes[size] });
    return sectionOf(heading, listedOf(size).map((each) => pathItem(each, phrases)), lead, true);
  });
  if (found.notes.length) {
    const notes = found.notes.map(({ clause, citation, note }) =>
      itemOf(phrases.say("clause_note", { clause: phrases.decided.clause(clause, citation), note })),
    );
    sections.push(sectionOf(phrases.say("clause_notes"), notes));
  }
  if (!found.complete) {
    const rest = sizes.filter((size) => !listed.includes(size)).map((size) =>
      itemOf(phrases.say("rest_size", { size, count: found.sizes[size] })),
    );
    sections.push(sectionOf(phrases.say("rest"), rest));
  }
  return sections;
}

/**
 * Return the key of the heading of the ways of a size, and how to read them.
 * @param {number} place
 * @param {Paths} found
 * @param {AnswerPhrases} phrases
 * @returns {[string, string]}
 */
function pathsHeading(place, found, phrases) {
  if (place > 0) return ["larger", place === 1 ? phrases.say("larger_lead") : ""];
  if (found.only.join() === "doable" && !found.harsher) {
    return ["checklist", phrases.say("checklist_lead")];
  }
  const all = found.only.length === CHANGE_KINDS.length;
  return ["smallest", all ? "" : phrases.say("only", [kindWords(found, phrases)])];
}

/**
 * @param {Path} path
 * @param {AnswerPhrases} phrases
 * @returns {Item}
 */
function pathItem(path, phrases) {
  const notes = path.warnings.map((each) => phrases.toExplain(each));
  if (!path.settled) {
    notes.push(itemOf(phrases.say("still_open", [phrases.decided.outcomes(path.reachable)])));
  }
  const changes = path.changes.map((each) => phrases.changeAndKind(each));
  if (changes.length === 1) return itemOf(changes[0], notes);
  const items = changes.map((each) => itemOf(each)).concat(notes);
  return itemOf(phrases.say("way", [changes.length]), items);
}
