// @ts-check
/** Answered reasons: how it reads what an outcome rests on, and how robust it is. */

import { AnswerPhrases, asSettled } from "./answer_phrases.mjs";
import { itemOf, sectionOf } from "./document.mjs";

/** @typedef {import("./document.mjs").Document} Document */
/** @typedef {import("./document.mjs").Section} Section */
/** @typedef {import("./messages.mjs").Lang} Lang */
/** @typedef {import("./reasons.mjs").Robustness} Robustness */
/** @typedef {import("./reasons.mjs").SufficientReason} SufficientReason */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */

/**
 * Return a sufficient reason in words.
 * @param {Ruleset} ruleset
 * @param {SufficientReason} reason
 * @param {Lang} lang
 * @returns {Document}
 */
export function reasonDocument(ruleset, reason, lang) {
  const phrases = new AnswerPhrases(ruleset, reason.decision, lang);
  const title = phrases.standingWords("reason_title");
  if (reason.grounds.length === 0) return phrases.document(title, [], phrases.say("always"));
  return phrases.document(title, [reasonSection(reason, phrases)]);
}

/**
 * Return the robustness of an outcome in words.
 * @param {Ruleset} ruleset
 * @param {Robustness} robustness
 * @param {Lang} lang
 * @returns {Document}
 */
export function robustnessDocument(ruleset, robustness, lang) {
  const phrases = new AnswerPhrases(ruleset, robustness.decision, lang);
  const title = phrases.standingWords("robustness_title");
  if (robustness.becomes === null) return phrases.document(title, [], phrases.say("always"));
  return phrases.document(title, [robustnessSection(robustness, phrases)]);
}

/**
 * Return a sufficient reason and the robustness of the same case as one document.
 * @param {Ruleset} ruleset
 * @param {SufficientReason} reason
 * @param {Robustness} robustness
 * @param {Lang} lang
 * @returns {Document}
 */
export function reasonAndRobustnessDocument(ruleset, reason, robustness, lang) {
  const phrases = new AnswerPhrases(ruleset, reason.decision, lang);
  const title = phrases.standingWords("reason_and_robustness_title");
  // Where no fact can change the outcome, there is no reason, and no case of another outcome.
  if (robustness.becomes === null) return phrases.document(title, [], phrases.say("always"));
  const sections = [reasonSection(reason, phrases), robustnessSection(robustness, phrases)];
  return phrases.document(title, sections);
}

/**
 * @param {SufficientReason} reason
 * @param {AnswerPhrases} phrases
 * @returns {Section}
 */
function reasonSection(reason, phrases) {
  const { grounds, presumptions, outside } = reason;
  const outcome = phrases.decided.outcome(reason.outcome);
  let lead = presumptions
    ? phrases.say("rests", [grounds.length, presumptions])
    : phrases.say("forced", [grounds.length, outcome]);
  if (outside.length) {
    const facts = phrases.decided.series(outside.map((fact) => phrases.fact(fact)));
    lead = phrases.say("outside", { lead, facts });
  }
  const items = grounds.map(({ fact, value, origin }) => {
    const { group, key } = phrases.decided.spec(fact);
    const presumed = origin === "presumed";
    const words = presumed
      ? phrases.known(fact, phrases.decision.facts[group][key])
      : phrases.decided.value(fact, value);
    return itemOf(phrases.say("is", { fact: phrases.fact(fact), value: words }));
  });
  return sectionOf(phrases.standingWords("reason_title"), items, lead);
}

/**
 * @param {Robustness} robustness
 * @param {AnswerPhrases} phrases
 * @returns {Section}
 */
function robustnessSection(robustness, phrases) {
  const { wrong, found, distance, becomes, becomes_settled } = robustness;
  const changes = wrong.concat(found).map((each) => itemOf(phrases.change(each)));
  const outcome = phrases.decided.outcome(becomes || "");
  changes.push(itemOf(phrases.say(asSettled("becomes", becomes_settled), [outcome])));
  const words = distance ? phrases.say("wrong_facts", [distance]) : phrases.say("not_settled");
  return sectionOf(phrases.standingWords("robustness_title"), [itemOf(words, changes)]);
}
