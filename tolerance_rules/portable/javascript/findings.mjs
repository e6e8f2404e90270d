// @ts-check
/**
 * Findings: what the rules find in a case, without citations: enough to sort many cases, quickly.
 */

import { completeCase } from "./consistency.mjs";
import { UsageError } from "./faults.mjs";
import { reachableOutcomes } from "./reachability.mjs";
import { STATUS_NAMES, firstRow, statusOf } from "./semantics.mjs";

/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./ruleset.mjs").OutcomeRow} OutcomeRow */
/**
 * @typedef {object} Findings
 * @property {import("./consistency.mjs").Completed} completed
 * @property {OutcomeRow} row the row of the outcome table that decides
 * @property {string} outcome
 * @property {boolean} byPolicy whether the policy picked it
 * @property {string[]} reachable
 * @property {{[clause: string]: string}} statuses of every clause, as far as the facts are known
 */

/**
 * Return what the rules find for what is known of every fact, as bits.
 *
 * FactsError names facts that clash; UsageError, of kind `policy`, a policy that picks an outcome
 * that is not permitted.
 * @param {Ruleset} ruleset
 * @param {Int32Array} facts
 * @returns {Findings}
 */
export function findingsOf(ruleset, facts) {
  const completed = completeCase(ruleset, facts);
  const { known, total, presumed } = completed;
  const row = firstRow(ruleset.table, total, ruleset.chosen);
  const byPolicy = row.outcome === null;
  const outcome = row.outcome === null ? policyPick(ruleset, total) : row.outcome;
  if (row.permitted.indexOf(outcome) < 0) throw policyOutside(ruleset, row, outcome);
  /** @type {{[clause: string]: string}} */
  const statuses = {};
  for (const clause of ruleset.clauses) {
    statuses[clause.id] = STATUS_NAMES[statusOf(clause.when, known, ruleset.chosen)];
  }
  const reachable = presumed.length ? reachableOutcomes(ruleset, known) : [outcome];
  return { completed, row, outcome, byPolicy, reachable, statuses };
}

/**
 * @param {Ruleset} ruleset
 * @param {Int32Array} total
 */
function policyPick(ruleset, total) {
  if (ruleset.policy === null) throw new RangeError("a row is left to a policy, and there is none");
  return firstRow(ruleset.policy.rows, total, ruleset.chosen).outcome;
}

/**
 * @param {Ruleset} ruleset
 * @param {OutcomeRow} row
 * @param {string} outcome
 */
function policyOutside(ruleset, row, outcome) {
  const policy = ruleset.policy ? ruleset.policy.id : "";
  const permitted = row.permitted;
  return new UsageError(
    "policy",
    `裁量惯例 ${policy} 选了 ${outcome}，不在${row.disposition.citation.zh}准许的 ${permitted.join("、")} ` +
      "之中。请改正裁量惯例",
    `policy ${policy} picks ${outcome}, and row ${row.row} permits ${permitted.join(", ")}; mend the policy`,
    { outcome, permitted },
  );
}
