// @ts-check
/** Citations: the clauses that decided, or prevented a better outcome, each with its facts. */

import { clausesBehind, ESTABLISHED, OPEN, reasonsOf, REFUTED, STATUS_NAMES, statusOf } from "./semantics.mjs";
import { isSingle, knownOfBits, possibleValues } from "./vocabulary.mjs";

/** @typedef {import("./vocabulary.mjs").Value} Value */
/** @typedef {import("./conditions.mjs").Condition} Condition */
/** @typedef {import("./consistency.mjs").Completed} Completed */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./ruleset.mjs").OutcomeRow} OutcomeRow */
/** @typedef {import("./ruleset.mjs").Article} Article */
/**
 * @typedef {object} Because
 * @property {string} fact
 * @property {Value | Value[]} value
 * @property {string} quote
 * @property {string} clause
 * @property {"established" | "implied" | "presumed"} origin
 */
/**
 * @typedef {object} Citation
 * @property {string} clause
 * @property {string} citation
 * @property {string} text
 * @property {string} role
 * @property {string} status
 * @property {Because[]} because
 */

/** The order in which a decision cites. */
const CITED_ROLES = ["scope", "proviso", "circumstance", "bar", "condition_met", "condition_unmet", "disposition", "policy"];

/**
 * Return the citations of a decision: of its row, by role, then what closes it.
 * @param {Ruleset} ruleset
 * @param {Completed} completed
 * @param {OutcomeRow} row
 * @param {boolean} byPolicy whether the policy picked the outcome
 * @returns {Citation[]}
 */
export function citationsOf(ruleset, completed, row, byPolicy) {
  const found = arrangedCitations(ruleset, rowCitations(ruleset, completed, row));
  const { clause, citation, text } = row.disposition;
  found.push(closingCitation(clause, citation.zh, text, "disposition"));
  if (byPolicy && ruleset.policy !== null) {
    found.push(closingCitation("policy", ruleset.policy.citation, ruleset.policy.text, "policy"));
  }
  return found;
}

/**
 * @param {string} clause
 * @param {string} citation
 * @param {string} text
 * @param {string} role
 * @returns {Citation}
 */
function closingCitation(clause, citation, text, role) {
  return { clause, citation, text, role, status: "established", because: [] };
}

/**
 * Return what a row cites, to be arranged.
 *
 * An article fails for want of its gate, or of its own clauses: the clauses of the gate are cited
 * as a proviso, the article only for its own. An item whose article does not count for want of
 * its gate is not cited as one that holds.
 * @param {Ruleset} ruleset
 * @param {Completed} completed
 * @param {OutcomeRow} row
 */
function rowCitations(ruleset, completed, row) {
  /** @type {Citation[]} */
  const found = [];
  const { total } = completed;
  const cite = (/** @type {string} */ clause, /** @type {string} */ role) =>
    found.push(citationOf(ruleset, completed, clause, role));
  const holds = (/** @type {string} */ clause) =>
    STATUS_NAMES[statusOf(ruleset.condition(clause), total, ruleset.chosen)];
  for (const { clause, whole, status, role } of row.cites) {
    const article = ruleset.articleNamed.get(clause);
    if (article === undefined) {
      if (holds(clause) === status) cite(clause, role);
      continue;
    }
    const { provided } = article;
    const gate = provided ? statusOf(provided, total, ruleset.chosen) : ESTABLISHED;
    const refuted = status === STATUS_NAMES[REFUTED];
    if (whole) {
      if (provided && gate === REFUTED && refuted) {
        clausesBehind(provided, total, ruleset.chosen).forEach((each) => cite(each, "proviso"));
      }
      const own = STATUS_NAMES[statusOf(article.items, total, ruleset.chosen)];
      if ((refuted ? own : holds(clause)) === status) cite(clause, role);
    } else if (refuted || gate === ESTABLISHED) {
      for (const each of article.clauses) if (holds(each) === status) cite(each, role);
    }
  }
  return found;
}

/**
 * Return the citations of a row by role, each proviso once.
 *
 * What a row cites in a role of its own, itself or item by item, is not cited as a proviso too.
 * @param {Ruleset} ruleset
 * @param {Citation[]} found
 */
function arrangedCitations(ruleset, found) {
  const kept = found.filter((each) => each.role !== "proviso");
  const own = kept.slice();
  /** @type {Map<string, Citation>} */
  const provisos = new Map();
  for (const each of found) if (each.role === "proviso") provisos.set(each.clause, each);
  provisos.forEach((each) => {
    const items = [each.clause, ...ruleset.clausesOf(each.clause)];
    if (!own.some((other) => items.indexOf(other.clause) >= 0 && other.status === each.status)) {
      kept.push(each);
    }
  });
  // Old engines do not keep the order of equals when they sort.
  const byRole = CITED_ROLES.map((role) => kept.filter((each) => each.role === role));
  return byRole.reduce((all, each) => all.concat(each), /** @type {Citation[]} */ ([]));
}

/**
 * @param {Ruleset} ruleset
 * @param {Completed} completed
 * @param {string} clause
 * @param {string} role
 * @returns {Citation}
 */
function citationOf(ruleset, completed, clause, role) {
  const card = ruleset.card(clause);
  return {
    clause,
    citation: card.citation.zh,
    text: card.text,
    role,
    status: STATUS_NAMES[statusOf(ruleset.condition(clause), completed.total, ruleset.chosen)],
    because: becauseOf(ruleset, completed, clause),
  };
}

/**
 * Return the facts that made a clause, or the own clauses of an article, what they are.
 * @param {Ruleset} ruleset
 * @param {Completed} completed
 * @param {string} clause
 * @returns {Because[]}
 */
export function becauseOf(ruleset, completed, clause) {
  const article = ruleset.articleNamed.get(clause);
  if (article === undefined) {
    const leaves = reasonsOf(ruleset.condition(clause), completed.total, ruleset.chosen);
    return leaves.map((leaf) => becauseOfLeaf(ruleset, completed, leaf, clause));
  }
  return clausesBehind(article.items, completed.total, ruleset.chosen).reduce(
    (found, each) => found.concat(becauseOf(ruleset, completed, each)),
    /** @type {Because[]} */ ([]),
  );
}

/**
 * Return what a leaf rests on: what is known, if that decides it, else what is presumed.
 * @param {Ruleset} ruleset
 * @param {Completed} completed
 * @param {Condition} leaf
 * @param {string} clause
 * @returns {Because}
 */
export function becauseOfLeaf(ruleset, completed, leaf, clause) {
  const spec = ruleset.facts[leaf.fact];
  const known = completed.known[leaf.fact];
  const presumed = statusOf(leaf, completed.known, ruleset.chosen) === OPEN;
  const bits = presumed ? completed.total[leaf.fact] : known;
  const value = isSingle(bits) ? knownOfBits(spec, bits) : possibleValues(spec, bits);
  const found = completed.impliedFacts.has(leaf.fact) ? "implied" : "established";
  return {
    fact: leaf.name,
    value: /** @type {Value | Value[]} */ (value),
    quote: leaf.quote,
    clause,
    origin: presumed ? "presumed" : found,
  };
}

/**
 * Return the adverse facts established that did not bear on the outcome.
 *
 * A fact bears on it if a citation rests on it, or if the policy that picks asks for it.
 * @param {Ruleset} ruleset
 * @param {Completed} completed
 * @param {Citation[]} citations
 * @param {boolean} byPolicy
 * @returns {string[]}
 */
export function unweighedFacts(ruleset, completed, citations, byPolicy) {
  const weighed = new Set(byPolicy ? ruleset.policyFacts : []);
  for (const citation of citations) for (const each of citation.because) weighed.add(each.fact);
  return ruleset.facts
    .filter((spec) => {
      const bits = completed.known[spec.index];
      return isSingle(bits) && (bits & spec.adverse) !== 0 && !weighed.has(spec.name);
    })
    .map((spec) => spec.name);
}
