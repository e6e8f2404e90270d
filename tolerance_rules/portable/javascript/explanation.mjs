// @ts-check
/**
 * Explanation: a decision in words, as a committee would put it in its report.
 *
 * In Chinese or in English; the words of the regulation stay Chinese. With those of the rules, the
 * English gloss of each clause and what a finding rules out are added.
 */

import { documentText, itemOf, sectionOf } from "./document.mjs";
import { citationItem, preventedWords } from "./explained_citations.mjs";
import { impliedItems, openItems, presumedItems, warningItems } from "./explained_facts.mjs";
import { outcomeItems } from "./explained_outcome.mjs";
import { Phrases, withinQuotes, withoutStop } from "./phrases.mjs";

/** @typedef {import("./document.mjs").Document} Document */
/** @typedef {import("./document.mjs").Item} Item */
/** @typedef {import("./document.mjs").Section} Section */
/** @typedef {import("./messages.mjs").Lang} Lang */
/** @typedef {import("./phrases.mjs").Decision} Decision */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */

/**
 * Return a decision as plain text under numbered headings, from the decision alone.
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 * @param {Lang} lang
 * @returns {string}
 */
export function explain(ruleset, decision, lang) {
  return documentText(explanationDocument(ruleset, decision, lang, false));
}

/**
 * Return a decision as a title and sections; a section with nothing to say is left out.
 *
 * `rules` adds the words of the rules, as the command `explain` does.
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 * @param {Lang} lang
 * @param {boolean} rules
 * @returns {Document}
 */
export function explanationDocument(ruleset, decision, lang, rules) {
  const phrases = new Phrases(ruleset, decision, lang, rules);
  const name = decision.case.title || decision.case.id;
  const title = phrases.say("title");
  return {
    title: name ? phrases.say("title_of", { title, name }) : title,
    sections: explanationSections(phrases).filter((section) => section.items.length > 0),
    chinese: lang === "zh",
  };
}

/**
 * Return every section; its `key` tells which one it is, in any language.
 * @param {Phrases} phrases
 * @returns {Section[]}
 */
function explanationSections(phrases) {
  const { decision } = phrases;
  /** @type {(key: string, items: Item[], lead?: string, numbered?: boolean) => Section} */
  const section = (key, items, lead, numbered) => {
    const words = sectionOf(phrases.say(key), items, lead && phrases.say(lead), numbered);
    return Object.assign(words, { key });
  };
  const plain = (/** @type {string[]} */ texts) => texts.map((text) => itemOf(text));
  const unweighed = decision.unweighed.map((/** @type {string} */ fact) => phrases.stated(fact));
  const cited = decision.citations.map((/** @type {any} */ each) => citationItem(each, phrases));
  const readings = decision.readings.map((/** @type {any} */ each) => readingItem(each, phrases));
  return [
    section("case", plain(aboutCase(phrases))),
    section("outcome", outcomeItems(phrases)),
    section("citations", cited, "", true),
    section("prevented", plain(preventedWords(phrases))),
    section("unweighed", plain(unweighed)),
    section("implied", impliedItems(phrases), "implied_lead"),
    section("presumed", presumedItems(phrases), "presumed_lead"),
    section("open", openItems(phrases), "open_lead", true),
    section("warnings", warningItems(phrases), "warnings_lead"),
    section("readings", readings, readingsLead(decision)),
    section("rules", rulesetItems(phrases)),
  ];
}

/**
 * @param {Phrases} phrases
 * @returns {string[]}
 */
function aboutCase(phrases) {
  const about = phrases.decision.case;
  const lines = [
    ["id", about.id],
    ["case_title", about.title],
    ["authority", about.authority],
    ["occurred_on", about.occurred_on],
    ["decided_on", about.decided_on],
  ];
  return lines.filter(([, value]) => value).map(([key, value]) => phrases.say(key, [value]));
}

/** @param {Decision} decision */
function readingsLead(decision) {
  if (decision.basis === "authority") return "readings_lead_authority";
  return decision.presumed.length ? "readings_lead_presumed" : "readings_lead";
}

/**
 * @param {any} reading
 * @param {Phrases} phrases
 * @returns {Item}
 */
function readingItem(reading, phrases) {
  const options = Object.keys(reading.outcomes).map((option) => {
    const key = option === reading.option ? "option_in_force" : "option";
    const meaning = withoutStop(phrases.pick(reading.meanings[option]));
    return itemOf(phrases.say(key, { meaning, outcome: outcomeUnderOption(reading, option, phrases) }));
  });
  const clause = phrases.clause(reading.clause);
  const phrase = withinQuotes(reading.phrase);
  return itemOf(phrases.say("reading", { clause, phrase, name: reading.name }), options);
}

/**
 * Return the outcome under an option, and whether it is settled where facts are open.
 * @param {any} reading
 * @param {string} option
 * @param {Phrases} phrases
 */
function outcomeUnderOption(reading, option, phrases) {
  const outcome = phrases.outcome(reading.outcomes[option]);
  const reached = reading.reachable[option] || [];
  if (reached.length > 1) {
    return phrases.say("option_open", { outcome, reachable: phrases.outcomes(reached) });
  }
  return phrases.decision.presumed.length ? phrases.say("option_settled", { outcome }) : outcome;
}

/**
 * @param {Phrases} phrases
 * @returns {Item[]}
 */
function rulesetItems(phrases) {
  const { decision } = phrases;
  const used = decision.ruleset;
  const named = { number: used.document_number, title: used.title, id: used.id };
  const items = [
    itemOf(phrases.say("ruleset", named)),
    itemOf(phrases.say("sha256", [used.sha256])),
  ];
  const count = Object.keys(used.readings).length;
  if (count) {
    const others = used.other_readings.map((/** @type {any} */ each) =>
      itemOf(
        phrases.say("other_reading", {
          clause: phrases.clause(each.clause),
          phrase: withinQuotes(each.phrase),
          meaning: phrases.pick(each.meaning),
        }),
      ),
    );
    const key = others.length ? "other_readings" : "default_readings";
    items.push(itemOf(phrases.say(key, [count]), others));
  }
  if (decision.policy) {
    const title = phrases.pick(used.policy_title) || decision.policy;
    items.push(itemOf(phrases.say("policy", { title, sha256: used.policy_sha256 })));
  }
  return items;
}
