// @ts-check
/** Decision: the facts of a case in, and out the result document, as Python's `Decision.to_json`. */

import { citationsOf, unweighedFacts } from "./citations.mjs";
import { completeCase, warningsOf } from "./consistency.mjs";
import { factsDocument, readFacts } from "./facts.mjs";
import { FactsError, UsageError, faultOf } from "./faults.mjs";
import { obligationsOf } from "./obligations.mjs";
import { openFactsOf, reachableOutcomes } from "./reachability.mjs";
import { ESTABLISHED, STATUS_NAMES, firstRow, statusOf } from "./semantics.mjs";
import { dayNotices, requireInForce, todayInBeijing } from "./time_in_force.mjs";
import { turningReadings } from "./turning_readings.mjs";
import { bitsOfKnown } from "./vocabulary.mjs";

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

/** What the authority decides where it declines what the regulation only permits. */
const DECLINED = "ordinary_accountability";

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
  const completed = completeCase(ruleset, facts);
  const { known, total, presumed } = completed;
  const row = firstRow(ruleset.table, total, ruleset.chosen);
  const byPolicy = row.outcome === null;
  const outcome = byPolicy ? policyPick(ruleset, total) : /** @type {string} */ (row.outcome);
  if (row.permitted.indexOf(outcome) < 0) throw policyOutside(ruleset, row, outcome);
  const citations = citationsOf(ruleset, completed, row, byPolicy);
  const found = presumed.length ? reachableOutcomes(ruleset, known) : [outcome];
  const { byReference, policy } = ruleset;
  /** @type {{[clause: string]: string}} */
  const statuses = {};
  for (const clause of ruleset.clauses) {
    statuses[clause.id] = STATUS_NAMES[statusOf(clause.when, known, ruleset.chosen)];
  }
  /** @type {Decision} */
  const decision = {
    outcome,
    permitted: row.permitted.slice(),
    modality: row.modality,
    basis: row.basis,
    row: row.row,
    settled: found.length === 1,
    reachable: found,
    open_facts: found.length > 1 ? openFactsOf(ruleset, known) : [],
    citations,
    statuses,
    by_reference: byReference !== null && statusOf(byReference, total, ruleset.chosen) === ESTABLISHED,
    implied: completed.implied,
    presumed,
    warnings: warningsOf(ruleset, known).concat(dayNotices(ruleset, info, today)),
    readings: turningReadings(ruleset, completed, found),
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
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 * @param {Int32Array} known
 */
function obligationsInCase(ruleset, decision, known) {
  return obligationsOf(ruleset, decision, known).filter((each) => each.applies !== "refuted");
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
 * @param {import("./ruleset.mjs").OutcomeRow} row
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

/**
 * Return the decision with the authority's own choice from the permitted set, and its reason.
 *
 * What the regulation only permits, the authority may also decline, with a reason; `set_aside`
 * keeps what the rules named. UsageError, of kind `unsettled` or `forbidden`, says why not;
 * FactsError, that no reason is given.
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 * @param {string} outcome the code of one
 * @param {string} reason
 * @returns {Decision}
 */
export function choose(ruleset, decision, outcome, reason) {
  requireSettled(ruleset, decision);
  const mayDecline = decision.modality === "may" && ruleset.outcomes.some((each) => each.code === DECLINED);
  const declined = outcome === DECLINED && mayDecline;
  if (declined && reason.trim() === "") {
    const english = "Tolerance is declined, and no reason is given; say why it does not apply";
    throw new FactsError([faultOf("C033", "不予适用容错，没有写明理由", "请写明为何不适用", "reason", english)]);
  }
  if (decision.permitted.indexOf(outcome) < 0 && !declined) {
    throw forbiddenOutcome(ruleset, decision, outcome, mayDecline);
  }
  const aside = decision.set_aside || (outcome === decision.outcome ? null : decision.outcome);
  /** @type {Decision} */
  const chosen = Object.assign({}, decision, {
    outcome,
    basis: "authority",
    citations: decision.citations.filter((cited) => cited.role !== "policy"),
    reason,
    set_aside: aside,
  });
  // What it obliges to follows from the outcome.
  chosen.obligations = obligationsInCase(ruleset, chosen, knownOfDecision(ruleset, decision));
  return chosen;
}

/**
 * Return what is known of every fact in a decision, implied findings among it, as bits.
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 */
export function knownOfDecision(ruleset, decision) {
  const known = readFacts(ruleset, decision.facts);
  for (const { fact, value } of decision.implied) {
    const spec = ruleset.vocabulary.named.get(fact);
    if (spec !== undefined) known[spec.index] = bitsOfKnown(spec, value);
  }
  return known;
}

/**
 * @param {Ruleset} ruleset
 * @param {string} outcome
 * @param {"zh" | "en"} lang
 */
function outcomeLabel(ruleset, outcome, lang) {
  const found = ruleset.outcomes.find((each) => each.code === outcome);
  return found ? found.label[lang] : outcome;
}

/**
 * Throw UsageError, of kind `unsettled`, with what must be established, unless it is settled.
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 */
export function requireSettled(ruleset, decision) {
  if (decision.settled) return;
  const { open_facts: open, reachable } = decision;
  const labels = (/** @type {"zh" | "en"} */ lang) => reachable.map((each) => outcomeLabel(ruleset, each, lang));
  const label = (/** @type {string} */ name) => {
    const spec = ruleset.vocabulary.named.get(name);
    return spec ? `${name}（${spec.label.zh}）` : name;
  };
  const more = open.length > 5 ? `等 ${open.length} 项` : "";
  throw new UsageError(
    "unsettled",
    `结论尚未确定，不得记录：视未查明的事实，可能是${labels("zh").join("、")}。请先查明：` +
      open.slice(0, 5).map(label).join("、") + more,
    `The decision is not settled, and is not to be recorded: it may be ${labels("en").join(", ")}. ` +
      `Establish first: ${open.slice(0, 5).join(", ")}` +
      (open.length > 5 ? `, … (${open.length} in all)` : ""),
    { open_facts: open, reachable },
  );
}

/**
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 * @param {string} outcome
 * @param {boolean} mayDecline
 */
function forbiddenOutcome(ruleset, decision, outcome, mayDecline) {
  const forbidding = decision.citations.filter(
    (cited) => cited.role === "bar" || cited.role === "disposition" || cited.status === "refuted",
  );
  const citations = [...new Set(forbidding.map((cited) => cited.citation))];
  const clauses = [...new Set(forbidding.map((cited) => cited.clause))];
  const labels = (/** @type {"zh" | "en"} */ lang) =>
    decision.permitted.map((each) => outcomeLabel(ruleset, each, lang));
  return new UsageError(
    "forbidden",
    `本案不得作出“${outcomeLabel(ruleset, outcome, "zh")}”：依据${citations.join("、")}，只能作出` +
      labels("zh").join("、") + (mayDecline ? "；说明理由的，也可以不适用容错" : ""),
    `${outcomeLabel(ruleset, outcome, "en")} is forbidden here by ${clauses.join(", ")}; permitted: ` +
      labels("en").join(", ") + (mayDecline ? "; with a reason, tolerance may also be declined" : ""),
    { outcome, permitted: decision.permitted, clauses },
  );
}
