// @ts-check
/** Answered sensitivity: how it reads what every other value of each fact alone would do. */

import { AnswerPhrases, asSettled } from "./answer_phrases.mjs";
import { itemOf, sectionOf } from "./document.mjs";

/** @typedef {import("./document.mjs").Document} Document */
/** @typedef {import("./document.mjs").Item} Item */
/** @typedef {import("./document.mjs").Section} Section */
/** @typedef {import("./messages.mjs").Lang} Lang */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./sensitivity.mjs").FactSensitivity} FactSensitivity */
/** @typedef {import("./sensitivity.mjs").Variation} Variation */

/**
 * Return the sensitivity in words: what changes the outcome first.
 * @param {Ruleset} ruleset
 * @param {{decision: any, facts: FactSensitivity[]}} found
 * @param {Lang} lang
 * @returns {Document}
 */
export function sensitivityDocument(ruleset, found, lang) {
  const phrases = new AnswerPhrases(ruleset, found.decision, lang);
  return phrases.document(phrases.say("sensitivity_title"), sensitivitySections(found.facts, phrases));
}

/**
 * Return the facts that turn the outcome, those that only unsettle it, and the others.
 * @param {FactSensitivity[]} facts
 * @param {AnswerPhrases} phrases
 * @returns {Section[]}
 */
function sensitivitySections(facts, phrases) {
  /** @type {Section[]} */
  const sections = [];
  const unsettling = facts.filter((each) => each.matters && !each.turns);
  /** @type {[string, FactSensitivity[]][]} */
  const lists = [["turning", facts.filter((each) => each.turns)], ["unsettling", unsettling]];
  for (const [key, listed] of lists) {
    if (listed.length === 0) continue;
    const items = listed.map((each) => sensitivityItem(each, phrases));
    sections.push(sectionOf(phrases.standingWords(key, [listed.length]), items));
  }
  const impossible = facts.filter(someImpossible);
  if (impossible.length) {
    const items = impossible.map((each) => impossibleItem(each, phrases));
    sections.push(sectionOf(phrases.say("impossible"), items));
  }
  // A fact of which some value cannot be is told of once, among what cannot be.
  const idle = facts.filter((each) => !each.matters && !someImpossible(each));
  if (idle.length) {
    const labels = idle.map((each) => phrases.decided.label(each.fact));
    const names = itemOf(phrases.decided.series(labels, "then"));
    sections.push(sectionOf(phrases.say("without_effect", [idle.length]), [names]));
  }
  return sections;
}

/** @param {FactSensitivity} found */
function someImpossible(found) {
  return found.variations.some((each) => each.outcome === null);
}

/**
 * @param {FactSensitivity} found
 * @param {AnswerPhrases} phrases
 */
function factNow(found, phrases) {
  const value = phrases.known(found.fact, found.value);
  return phrases.say("fact_now", { fact: phrases.fact(found.fact), value });
}

/**
 * @param {FactSensitivity} found
 * @param {AnswerPhrases} phrases
 * @returns {Item}
 */
function sensitivityItem(found, phrases) {
  const { decision } = phrases;
  const usual = decision.reachable.join();
  /** @type {string[]} */
  const items = [];
  /** @type {string[]} */
  const same = [];
  let unknownToo = false;
  for (const each of found.variations) {
    if (each.outcome === null) continue;
    const { after } = each.change;
    if (each.outcome !== decision.outcome || each.reachable.join() !== usual) {
      items.push(variationWords(each, phrases));
    } else if (after === null) {
      unknownToo = true;
    } else {
      same.push(phrases.decided.value(found.fact, after));
    }
  }
  if (same.length) items.push(phrases.say("same", [phrases.decided.series(same, "then")]));
  if (unknownToo) items.push(phrases.say("same_unknown"));
  return itemOf(factNow(found, phrases), items.map((each) => itemOf(each)));
}

/**
 * @param {Variation} variation
 * @param {AnswerPhrases} phrases
 */
function variationWords(variation, phrases) {
  const { change, outcome, settled, reachable } = variation;
  const { decision } = phrases;
  if (change.after === null && decision.settled && outcome === decision.outcome) {
    return phrases.say("unsettles", [phrases.decided.outcomes(reachable)]);
  }
  const key = asSettled(change.after === null ? "if_unknown" : "if_value", settled);
  return phrases.say(key, {
    value: phrases.decided.value(change.fact, change.after),
    outcome: phrases.standing({ outcome, settled, reachable }),
  });
}

/**
 * @param {FactSensitivity} found
 * @param {AnswerPhrases} phrases
 * @returns {Item}
 */
function impossibleItem(found, phrases) {
  /** @type {Item[]} */
  const items = [];
  for (const { change, conflicts } of found.variations) {
    const value = phrases.decided.value(found.fact, change.after);
    for (const { reason, reason_en } of conflicts) {
      items.push(itemOf(phrases.say("because", { value, reason: phrases.pick([reason, reason_en]) })));
    }
  }
  return itemOf(factNow(found, phrases), items);
}
