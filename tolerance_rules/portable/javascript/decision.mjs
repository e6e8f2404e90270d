// @ts-check
/** Decision: the facts of a case in, and out the result document, as Python's `Decision.to_json`. */

import { citationsOf, unweighedFacts } from "./citations.mjs";
import { warningsOf } from "./consistency.mjs";
import { factsDocument, readFacts } from "./facts.mjs";
import { findingsOf } from "./findings.mjs";
import { obligationsOf } from "./obligations.mjs";
import { openFactsOf } from "./reachability.mjs";
import { ESTABLISHED, statusOf } from "./semantics.mjs";
import { dayNotices, requireInForce, todayInBeijing } from "./time_in_force.mjs";
import { turningReadings } from "./turning_readings.mjs";

/** @typedef {import("./vocabulary.mjs").Known} Known */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./time_in_force.mjs").CaseInfo} CaseInfo */
/** @typedef {[string, string]} Words */
/**
 * @typedef {object} RulesetRef
 * @property {string} id
 * @property {string} document_number
 * @property {string} title
 * @property {string} sha256
 * @property {{[reading: string]: string}} readings
 * @property {string} policy_sha256
 * @property {{[outcome: string]: Words}} labels
 * @property {{[outcome: string]: string[]}} also
 * @property {Words} policy_title
 * @property {{name: string, clause: string, phrase: string, option: string, meaning: Words}[]} other_readings
 */
/**
 * @typedef {object} Decision
 * @property {string} outcome
 * @property {string[]} permitted
 * @property {"shall" | "may"} modality
 * @property {"text" | "policy" | "authority"} basis
 * @property {string} row
 * @property {boolean} settled
 * @property {string[]} reachable
 * @property {string[]} open_facts
 * @property {import("./citations.mjs").Citation[]} citations
 * @property {{[clause: string]: string}} statuses
 * @property {boolean} by_reference
 * @property {import("./consistency.mjs").Implied[]} implied
 * @property {string[]} presumed
 * @property {import("./time_in_force.mjs").CaseWarning[]} warnings
 * @property {import("./turning_readings.mjs").TurningReading[]} readings
 * @property {string} policy
 * @property {RulesetRef} ruleset
 * @property {{[group: string]: {[fact: string]: Known}}} facts
 * @property {CaseInfo} case
 * @property {string} reason
 * @property {Words} remark
 * @property {string[]} unweighed
 * @property {string | null} set_aside
 * @property {import("./obligations.mjs").Obligation[]} obligations
 */

/**
 * Return what is said of a case, what is not said as nothing, and nothing else.
 * @param {Partial<CaseInfo>} info
 * @returns {CaseInfo}
 */
function copiedInfo({ id, title, authority, occurred_on, decided_on, evidence, handling }) {
  return {
    id: id || "",
    title: title || "",
    authority: authority || "",
    occurred_on: occurred_on || "",
    decided_on: decided_on || "",
    evidence: evidence || {},
    handling: handling || {},
  };
}

/**
 * Return the decision of the facts of a case.
 *
 * `info` is what is said of the case besides; `decidedOn` and `conductOn` are its days, as ISO.
 * FactsError lists every fault of the facts, or names those that clash; UsageError, of kind
 * `out_of_force`, a day on which the ruleset is not in force.
 * @param {Ruleset} ruleset
 * @param {unknown} facts
 * @param {{decidedOn?: string, conductOn?: string, info?: Partial<CaseInfo>, today?: string}} [options]
 * @returns {Decision}
 */
export function evaluate(ruleset, facts, options) {
  const given = options || {};
  const info = copiedInfo(given.info || {});
  if (given.decidedOn) info.decided_on = given.decidedOn;
  if (given.conductOn) info.occurred_on = given.conductOn;
  const masks = readFacts(ruleset, facts);
  if (info.decided_on) requireInForce(ruleset, info.decided_on);
  return decisionOfKnown(ruleset, masks, info, given.today || todayInBeijing());
}

/**
 * Return the decision of what is known of every fact, as bits.
 * @param {Ruleset} ruleset
 * @param {Int32Array} facts
 * @param {CaseInfo} info
 * @param {string} today
 * @returns {Decision}
 */
export function decisionOfKnown(ruleset, facts, info, today) {
  const { completed, row, outcome, byPolicy, reachable, statuses } = findingsOf(ruleset, facts);
  const { known, total } = completed;
  const citations = citationsOf(ruleset, completed, row, byPolicy);
  const { byReference, policy } = ruleset;
  /** @type {Decision} */
  const decision = {
    outcome,
    permitted: row.permitted.slice(),
    modality: row.modality,
    basis: row.basis,
    row: row.row,
    settled: reachable.length === 1,
    reachable,
    open_facts: reachable.length > 1 ? openFactsOf(ruleset, known) : [],
    citations,
    statuses,
    by_reference: byReference !== null && statusOf(byReference, total, ruleset.chosen) === ESTABLISHED,
    implied: completed.implied,
    presumed: completed.presumed,
    warnings: warningsOf(ruleset, known).concat(dayNotices(ruleset, info, today)),
    readings: turningReadings(ruleset, completed, reachable),
    policy: policy ? policy.id : "",
    ruleset: rulesetReference(ruleset),
    facts: factsDocument(ruleset, facts),
    case: info,
    reason: "",
    remark: [row.remark.zh, row.remark.en],
    unweighed: unweighedFacts(ruleset, completed, citations, byPolicy),
    set_aside: null,
    obligations: [],
  };
  decision.obligations = obligationsInCase(ruleset, decision, known);
  return decision;
}

/**
 * Return what a decision obliges to, the duties that it rules out aside.
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 * @param {Int32Array} known the facts with what is implied
 */
export function obligationsInCase(ruleset, decision, known) {
  return obligationsOf(ruleset, decision, known).filter((each) => each.applies !== "refuted");
}

/**
 * Return the reference to a ruleset, with its readings and its policy.
 * @param {Ruleset} ruleset
 * @returns {RulesetRef}
 */
export function rulesetReference(ruleset) {
  const { id, document_number, title, sha256 } = ruleset.bundle.ruleset;
  const { policy } = ruleset;
  /** @type {RulesetRef} */
  const found = {
    id,
    document_number,
    title: title.zh,
    sha256,
    readings: {},
    policy_sha256: policy ? policy.sha256 : "",
    labels: {},
    also: {},
    policy_title: policy ? [policy.title.zh, policy.title.en] : ["", ""],
    other_readings: [],
  };
  for (const card of ruleset.readings) {
    const place = ruleset.chosen[card.index];
    const option = card.options[place];
    found.readings[card.id] = option;
    if (option !== card.default) {
      const { zh, en } = card.meanings[place];
      const { id: name, clause, phrase } = card;
      found.other_readings.push({ name, clause, phrase, option, meaning: [zh, en] });
    }
  }
  for (const { code, label, also } of ruleset.outcomes) {
    found.labels[code] = [label.zh, label.en];
    found.also[code] = also.slice();
  }
  return found;
}
