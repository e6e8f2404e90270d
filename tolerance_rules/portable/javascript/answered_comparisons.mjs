// @ts-check
/** Answered comparisons: how a case before and after each of some scenarios reads. */

import { AnswerPhrases, asSettled } from "./answer_phrases.mjs";
import { itemOf, sectionOf } from "./document.mjs";
import { roleWords } from "./explained_citations.mjs";
import { Phrases, withinQuotes, withoutStop } from "./phrases.mjs";

/** @typedef {import("./document.mjs").Document} Document */
/** @typedef {import("./document.mjs").Item} Item */
/** @typedef {import("./messages.mjs").Lang} Lang */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./what_if.mjs").ScenarioComparison} ScenarioComparison */

/**
 * Return comparisons in words: all outcomes first, then each scenario.
 * @param {Ruleset} ruleset
 * @param {{before: any, scenarios: ScenarioComparison[]}} compared
 * @param {Lang} lang
 * @returns {Document}
 */
export function comparisonsDocument(ruleset, compared, lang) {
  const phrases = new AnswerPhrases(ruleset, compared.before, lang);
  const { scenarios } = compared;
  const several = scenarios.length > 1;
  const names = scenarios.map((each, place) => {
    if (each.name) return each.name;
    return several ? phrases.say("scenario_number", [place + 1]) : phrases.say("scenario");
  });
  const sections = scenarios.map((each, place) =>
    sectionOf(names[place], scenarioItems(ruleset, each, phrases)),
  );
  if (several) {
    const summed = scenarios.map((each, place) =>
      itemOf(phrases.say("summed", { name: names[place], outcome: outcomeSides(each, phrases) })),
    );
    sections.unshift(sectionOf(phrases.say("summary"), summed));
  }
  return phrases.document(phrases.say("scenarios_title"), sections);
}

/**
 * @param {Ruleset} ruleset
 * @param {ScenarioComparison} found
 * @param {AnswerPhrases} phrases
 * @returns {Item[]}
 */
function scenarioItems(ruleset, found, phrases) {
  const { before, after } = found;
  const sides = [before, after];
  const items = [itemOf(outcomeSides(found, phrases), [], true)];
  const permitted = sides.map((each) => phrases.decided.outcomes(each.permitted));
  const modalities = sides.map((each) => asSettled(each.modality, each.settled));
  items.push(itemOf(sideBySide(modalities, permitted, phrases)));
  const reachable = sides.map((each) => phrases.decided.outcomes(each.reachable));
  items.push(itemOf(sideBySide(["reachable", "reachable"], reachable, phrases)));
  const supposed = supposedWords(found, phrases);
  const consequences = found.consequences.map((each) => phrases.change(each));
  const gained = found.gained.map((each) => citedWords(ruleset, each, after, phrases));
  const lost = found.lost.map((each) => citedWords(ruleset, each, before, phrases));
  const statuses = found.statuses.map((each) => statusWords(each, phrases));
  /** @type {[string, string[]][]} */
  const lists = [
    ["changed_facts", supposed],
    ["consequences", consequences],
    ["gained", gained],
    ["lost", lost],
    ["statuses", statuses],
  ];
  for (const [key, words] of lists) {
    if (words.length) items.push(itemOf(phrases.say(key), words.map((each) => itemOf(each))));
  }
  if (found.new_warnings.length) {
    const warnings = found.new_warnings.map((each) => phrases.toExplain(each));
    items.push(itemOf(phrases.say("new_warnings"), warnings));
  }
  return items;
}

/**
 * @param {ScenarioComparison} found
 * @param {AnswerPhrases} phrases
 */
function outcomeSides(found, phrases) {
  const sides = [found.before, found.after];
  const names = sides.map((each) => asSettled("outcome", each.settled));
  return sideBySide(names, sides.map((each) => phrases.decided.outcome(each.outcome)), phrases);
}

/**
 * Return what something is before and after; what it is called may differ as well.
 * @param {string[]} keys
 * @param {string[]} values
 * @param {AnswerPhrases} phrases
 */
function sideBySide(keys, values, phrases) {
  const [name, other] = keys.map((key) => phrases.say(key));
  const [before, after] = values;
  if (name !== other) return phrases.say("becomes_other", { name, before, other, after });
  if (before === after) return phrases.say("stays", { name, value: after });
  return phrases.say("becomes_same", { name, before, after });
}

/**
 * Return what is supposed to be otherwise: facts, readings, the policy.
 * @param {ScenarioComparison} found
 * @param {AnswerPhrases} phrases
 */
function supposedWords(found, phrases) {
  const supposed = found.facts.map((each) => phrases.change(each));
  for (const { clause, phrase, meanings } of found.readings) {
    const [before, after] = meanings.map((/** @type {any} */ each) => withoutStop(phrases.pick(each)));
    const named = phrases.decided.clause(clause);
    const words = { clause: named, phrase: withinQuotes(phrase), before, after };
    supposed.push(phrases.say("changed_reading", words));
  }
  if (found.policy) {
    const [before, after] = policyWords(found, phrases);
    supposed.push(phrases.say("changed_policy", { before, after }));
  }
  return supposed.length ? supposed : [phrases.say("nothing_changed")];
}

/**
 * Return what the policies are called; where both have one title, with their fingerprints.
 * @param {ScenarioComparison} found
 * @param {AnswerPhrases} phrases
 */
function policyWords(found, phrases) {
  const used = [found.before.ruleset, found.after.ruleset];
  const same = used[0].policy_title.join("\n") === used[1].policy_title.join("\n");
  return used.map((each) => {
    if (!each.policy_sha256) return phrases.say("no_policy");
    const title = phrases.pick(each.policy_title);
    const sha256 = each.policy_sha256.slice(0, 12);
    return phrases.say(same ? "policy_version" : "policy", { title, sha256 });
  });
}

/**
 * @param {Ruleset} ruleset
 * @param {any} citation
 * @param {any} decision
 * @param {AnswerPhrases} phrases
 */
function citedWords(ruleset, citation, decision, phrases) {
  const clause = phrases.decided.clause(citation.clause, citation.citation);
  const role = roleWords(citation, new Phrases(ruleset, decision, phrases.lang, false));
  const cited = phrases.say("cited", { clause, role });
  // The disposing sentences of one clause differ in their words alone.
  if (citation.role === "disposition") return phrases.say("cited_text", { cited, text: citation.text });
  return cited;
}

/**
 * @param {any} found
 * @param {AnswerPhrases} phrases
 */
function statusWords(found, phrases) {
  const { statuses } = phrases.catalogue;
  return phrases.say("change", {
    fact: phrases.decided.clause(found.clause, found.citation),
    before: phrases.pick(statuses[found.before]),
    after: phrases.pick(statuses[found.after]),
  });
}
