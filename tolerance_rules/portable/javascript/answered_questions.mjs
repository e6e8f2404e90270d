// @ts-check
/** Answered questions: how it reads what to establish next, and what each answer would leave. */

import { AnswerPhrases } from "./answer_phrases.mjs";
import { itemOf, sectionOf } from "./document.mjs";

/** @typedef {import("./document.mjs").Document} Document */
/** @typedef {import("./document.mjs").Item} Item */
/** @typedef {import("./document.mjs").Section} Section */
/** @typedef {import("./messages.mjs").Lang} Lang */
/** @typedef {import("./questions.mjs").Question} Question */
/** @typedef {import("./questions.mjs").Questions} Questions */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./screening.mjs").Screening} Screening */

/**
 * Return the questions in words, without those that the screening spares.
 *
 * Those of which no answer narrows what is possible stand on one line; so do the answers to a
 * question that leave the same.
 * @param {Ruleset} ruleset
 * @param {Questions} found
 * @param {Lang} lang
 * @returns {Document}
 */
export function questionsDocument(ruleset, found, lang) {
  const phrases = new AnswerPhrases(ruleset, found.decision, lang);
  const title = phrases.say("questions_title");
  if (found.questions.length === 0) return phrases.document(title, [], phrases.say("nothing_to_ask"));
  const spared = found.screening ? found.screening.spared : [];
  const listed = found.questions.filter((each) => !spared.includes(each.fact));
  const asked = listed.filter((each) => each.narrows);
  const folded = listed.filter((each) => !each.narrows);
  /** @type {Section[]} */
  const sections = [];
  if (found.screening) sections.push(screeningSection(found.screening, phrases));
  if (asked.length) {
    const items = asked.map((each) => questionItem(each, phrases));
    sections.push(sectionOf(phrases.say("questions", [asked.length]), items, "", true));
  }
  if (folded.length) {
    const labels = folded.map((each) => phrases.decided.label(each.fact));
    const line = itemOf(phrases.decided.series(labels, "then"));
    sections.push(sectionOf(phrases.say("folded", [folded.length]), [line]));
  }
  return phrases.document(title, sections);
}

/**
 * @param {Screening} found
 * @param {AnswerPhrases} phrases
 * @returns {Section}
 */
function screeningSection(found, phrases) {
  const role = phrases.pick(phrases.catalogue.roles.bar);
  const circumstances = circumstanceWords(found, phrases).map((each) => itemOf(each));
  return sectionOf(phrases.say("screening", [role]), [
    itemOf(phrases.say("screening_question", [role]), circumstances),
    itemOf(leavesWords(phrases.say("screening_none"), found.reachable, phrases)),
    itemOf(phrases.say("screening_some")),
  ]);
}

/**
 * Return the circumstances of a screening, clause by clause.
 * @param {Screening} found
 * @param {AnswerPhrases} phrases
 * @returns {string[]}
 */
export function circumstanceWords(found, phrases) {
  /** @type {{clause: string, citation: string, facts: string[]}[]} */
  const grouped = [];
  for (const { clause, citation, fact, values } of found.circumstances) {
    const last = grouped[grouped.length - 1];
    const words = phrases.circumstance(fact, values);
    if (last && last.clause === clause) last.facts.push(words);
    else grouped.push({ clause, citation, facts: [words] });
  }
  return grouped.map(({ clause, citation, facts }) => {
    const name = phrases.decided.clause(clause, citation);
    return phrases.say("screening_item", { clause: name, facts: phrases.decided.series(facts, "then") });
  });
}

/**
 * @param {Question} question
 * @param {AnswerPhrases} phrases
 * @returns {Item}
 */
function questionItem(question, phrases) {
  const { fact } = question;
  const asked = phrases.pick(phrases.decided.spec(fact).question);
  /** @type {Map<string, {reachable: string[], values: string[]}>} */
  const answers = new Map();
  for (const { value, reachable } of question.answers) {
    const key = reachable.join();
    const alike = answers.get(key) || { reachable, values: [] };
    alike.values.push(phrases.decided.value(fact, value));
    answers.set(key, alike);
  }
  const lines = Array.from(answers.values(), ({ reachable, values }) =>
    itemOf(leavesWords(phrases.decided.series(values, "then"), reachable, phrases)),
  );
  return itemOf(phrases.say("question", { fact: phrases.fact(fact), question: asked }), lines);
}

/**
 * Return an answer, and what it leaves.
 * @param {string} value
 * @param {string[]} reachable
 * @param {AnswerPhrases} phrases
 */
function leavesWords(value, reachable, phrases) {
  const outcomes = phrases.decided.outcomes(reachable);
  if (reachable.length === 0) return phrases.say("answer_impossible", { value });
  if (reachable.join() === phrases.decision.reachable.join()) return phrases.say("answer_same", { value });
  if (reachable.length === 1) return phrases.say("answer_settles", { value, outcome: outcomes });
  return phrases.say("answer_leaves", { value, outcomes });
}
