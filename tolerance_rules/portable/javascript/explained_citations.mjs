// @ts-check
/**
 * Explained citations: the clauses a decision rests on, and what prevented a better outcome.
 */

import { itemOf } from "./document.mjs";
import { factItem } from "./explained_facts.mjs";
import { say } from "./messages.mjs";
import { OPEN, statusOf } from "./semantics.mjs";

/** @typedef {import("./document.mjs").Item} Item */
/** @typedef {import("./phrases.mjs").Phrases} Phrases */

const PREVENTING_ROLES = [
  ["scope", "refuted"],
  ["proviso", "refuted"],
  ["bar", "established"],
  ["circumstance", "refuted"],
  ["condition_unmet", "refuted"],
];
/** @type {Object<string, string>} */
const ROLES_AS_PRESUMED = { condition_met: "met_presumed", condition_unmet: "not_yet_met" };

/**
 * Return a citation: what it does, its words, and the facts behind it.
 * @param {any} citation
 * @param {Phrases} phrases
 * @returns {Item}
 */
export function citationItem(citation, phrases) {
  const policy = citation.role === "policy";
  const title = phrases.decision.ruleset.policy_title[1];
  let name = phrases.clause(citation.clause, citation.citation);
  if (policy && phrases.lang === "en" && title !== "" && title !== name) name = `${title} ${name}`;
  const words = [itemOf(phrases.say(policy ? "policy_text" : "text", [citation.text]))];
  const gloss = glossOf(citation, phrases);
  if (gloss) words.push(itemOf(phrases.say("gloss", [gloss])));
  const what = roleWords(citation, phrases);
  const items = words.concat(becauseItems(citation, phrases));
  return itemOf(phrases.say("cited", { citation: name, what }), items);
}

/**
 * Return what a citation does, and whether its clause holds; what is presumed is said to be.
 * @param {any} citation
 * @param {Phrases} phrases
 * @returns {string}
 */
export function roleWords(citation, phrases) {
  const { role } = citation;
  const what = phrases.pick(phrases.catalogue.roles[role]);
  if (role === "disposition" || role === "policy") return what;
  const presumed = isPresumed(citation, phrases);
  const key = presumed ? ROLES_AS_PRESUMED[role] : undefined;
  const words = key === undefined ? what : phrases.say(key);
  return words + phrases.say("then") + holdsWords(citation.status, presumed, phrases);
}

/**
 * Return the English of a clause; a disposing sentence is only part of its clause.
 * @param {any} citation
 * @param {Phrases} phrases
 * @returns {string}
 */
function glossOf(citation, phrases) {
  if (phrases.lang === "zh" || !phrases.rules || citation.role === "disposition") return "";
  if (citation.role === "policy") {
    const { policy } = phrases.ruleset;
    return policy ? policy.gloss : "";
  }
  const { clauseNamed, articleNamed } = phrases.ruleset;
  const card = clauseNamed.get(citation.clause) || articleNamed.get(citation.clause);
  return card ? card.gloss : "";
}

/**
 * @param {string} status
 * @param {boolean} presumed
 * @param {Phrases} phrases
 */
function holdsWords(status, presumed, phrases) {
  const key = status === "established" ? "held" : "failed";
  return phrases.say(presumed ? `${key}_presumed` : key);
}

/**
 * Tell whether a cited clause is what it is only by presumption.
 *
 * Whether one clause of an article is enough only the rules say; without them it is an article as
 * presumed if one of the clauses behind it is open.
 * @param {any} citation
 * @param {Phrases} phrases
 * @returns {boolean}
 */
export function isPresumed(citation, phrases) {
  const article = phrases.rules ? phrases.ruleset.articleNamed.get(citation.clause) : undefined;
  if (article) {
    // An article that fails is cited for its own clauses alone, its gate apart.
    const node = citation.status === "refuted" ? article.items : article.when;
    return statusOf(node, phrases.known, phrases.ruleset.chosen) === OPEN;
  }
  const { statuses } = phrases.decision;
  const behind = citation.because.map((/** @type {any} */ each) => each.clause);
  return [citation.clause].concat(behind).some((clause) => statuses[clause] === "open");
}

/**
 * Return the facts behind a citation without repeats: what two branches of a condition ask for
 * (any two of three) is said once.
 * @param {any[]} because
 * @returns {any[]}
 */
export function saidOnce(because) {
  return Array.from(new Map(because.map((each) => [JSON.stringify(each), each])).values());
}

/**
 * Return the facts behind a citation, under their clauses where it is a whole article.
 * @param {any} citation
 * @param {Phrases} phrases
 * @returns {Item[]}
 */
function becauseItems(citation, phrases) {
  /** @type {Item[]} */
  const items = [];
  const found = saidOnce(citation.because);
  for (let start = 0, stop = 0; start < found.length; start = stop) {
    const { clause } = found[start];
    while (stop < found.length && found[stop].clause === clause) stop += 1;
    const facts = found.slice(start, stop).map((/** @type {any} */ each) => factItem(each, phrases));
    if (clause === citation.clause) {
      items.push(...facts);
      continue;
    }
    const known = phrases.decision.statuses[clause] || citation.status;
    const presumed = known === "open";
    // A clause that is open was presumed to be what its article came to be.
    const what = holdsWords(presumed ? citation.status : known, presumed, phrases);
    items.push(itemOf(phrases.say("cited", { citation: phrases.clause(clause), what }), facts));
  }
  return items;
}

/**
 * Return what stands between the case and a more lenient outcome.
 * @param {Phrases} phrases
 * @returns {string[]}
 */
export function preventedWords(phrases) {
  const { decision } = phrases;
  const order = Object.keys(decision.ruleset.labels);
  if (decision.outcome === (order[0] || "")) return [];
  // What another row of the outcome table may still give, whatever is lacking for this one.
  const places = decision.permitted.map((/** @type {string} */ each) => order.indexOf(each));
  const ceiling = Math.min(...places);
  const better = decision.reachable.filter(
    (/** @type {string} */ each) => order.indexOf(each) < ceiling,
  );
  const words = [];
  for (const [role, status] of PREVENTING_ROLES) {
    const cited = decision.citations.filter(
      (/** @type {any} */ each) => each.role === role && each.status === status,
    );
    for (const presumed of [false, true]) {
      const names = cited
        .filter((/** @type {any} */ each) => isPresumed(each, phrases) === presumed)
        .map((/** @type {any} */ each) => phrases.clause(each.clause, each.citation));
      if (names.length === 0) continue;
      const key = presumed ? `${role}_presumed` : role;
      const said = preventedBy(key, names, phrases);
      const soFar = role === "condition_unmet" && better.length > 0 && !presumed;
      words.push(soFar ? phrases.say("prevented_so_far", [said, phrases.outcomes(better)]) : said);
    }
  }
  if (isWithheld(decision)) return words;
  const kinder = decision.permitted.slice(0, decision.permitted.indexOf(decision.outcome));
  if (kinder.length && decision.basis !== "text") {
    words.push(phrases.say(`prevented_${decision.basis}`, [phrases.outcomes(kinder)]));
  }
  return words;
}

/**
 * @param {string} key
 * @param {string[]} names
 * @param {Phrases} phrases
 */
function preventedBy(key, names, phrases) {
  return say(phrases.lang, phrases.catalogue.prevented[key], [phrases.series(names)]);
}

/**
 * Tell whether the authority declined to tolerate what the rules only permit.
 * @param {any} decision
 */
export function isWithheld(decision) {
  return decision.set_aside !== null && !decision.permitted.includes(decision.outcome);
}
