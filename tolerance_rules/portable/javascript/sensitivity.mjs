// @ts-check
/** Sensitivity: each fact of a case varied alone, on the decision diagram. */

import { answeredCase } from "./answered_case.mjs";
import { factChange } from "./changes.mjs";
import { completeCase } from "./consistency.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { evaluatorOf } from "./diagram_evaluator.mjs";
import { FactsError } from "./faults.mjs";

/** @typedef {import("./changes.mjs").FactChange} FactChange */
/** @typedef {import("./decided_facts.mjs").DecidedFacts} DecidedFacts */
/** @typedef {import("./diagram_evaluator.mjs").DiagramEvaluator} DiagramEvaluator */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */
/** @typedef {{combination: string, facts: string[], reason: string, reason_en: string}} Contradiction */
/**
 * @typedef {object} Variation the case with one fact changed, or what that would contradict
 * @property {FactChange} change
 * @property {string | null} outcome null where the other facts do not allow the value
 * @property {boolean} settled
 * @property {string[]} reachable
 * @property {Contradiction[]} conflicts
 */
/**
 * @typedef {object} FactSensitivity
 * @property {string} fact
 * @property {import("./vocabulary.mjs").Known} value
 * @property {boolean} presumed
 * @property {boolean} turns whether one of the variations changes the outcome
 * @property {boolean} matters whether one changes the outcome or what is reachable
 * @property {Variation[]} variations
 */

/**
 * Return what each other value of each fact, or its not being established, would do alone.
 * @param {Ruleset} ruleset
 * @param {any} given a decision, or facts
 * @returns {{decision: any, facts: FactSensitivity[]}}
 */
export function sensitivity(ruleset, given) {
  const decision = answeredCase(ruleset, given);
  const evaluator = evaluatorOf(ruleset);
  const decided = decidedFacts(ruleset, decision);
  const asBefore = decision.reachable.join();
  const facts = ruleset.facts.map((spec) => {
    const variations = variationsOf(evaluator, decided, spec);
    const possible = variations.filter((each) => each.outcome !== null);
    const turns = possible.some((each) => each.outcome !== decision.outcome);
    const matters = turns || possible.some((each) => each.reachable.join() !== asBefore);
    const presumed = decision.presumed.includes(spec.name);
    const value = decision.facts[spec.group][spec.key];
    return { fact: spec.name, value, presumed, turns, matters, variations };
  });
  return { decision, facts };
}

/**
 * Return the case with each other value of one fact, and with it not established.
 * @param {DiagramEvaluator} evaluator
 * @param {DecidedFacts} decided
 * @param {FactSpec} spec
 * @returns {Variation[]}
 */
function variationsOf(evaluator, decided, spec) {
  const values = spec.values.map((_, index) => 1 << index);
  // A recorded finding is made or not made, never unknown.
  const others = spec.finding ? values : values.concat(spec.every);
  return others
    .filter((bits) => bits !== decided.given[spec.index])
    .map((bits) => variationOf(evaluator, decided, spec, bits));
}

/**
 * @param {DiagramEvaluator} evaluator
 * @param {DecidedFacts} decided
 * @param {FactSpec} spec
 * @param {number} bits
 * @returns {Variation}
 */
function variationOf(evaluator, decided, spec, bits) {
  const { ruleset } = evaluator;
  const constrained = evaluator.constrained.includes(spec.name);
  const changed = (constrained ? decided.given : decided.known).slice();
  changed[spec.index] = bits;
  const change = factChange(spec, decided.given[spec.index], bits);
  try {
    const known = constrained ? completeCase(ruleset, changed).known : changed;
    const { outcome, settled, reachable } = evaluator.evaluate(known);
    return { change, outcome, settled, reachable, conflicts: [] };
  } catch (error) {
    if (!(error instanceof FactsError)) throw error;
    const conflicts = evaluator.clashes(changed, error.facts).map((each) => ({
      combination: each.id,
      facts: each.literals.map((literal) => literal.name),
      reason: each.reason.zh,
      reason_en: each.reason.en,
    }));
    return { change, outcome: null, settled: false, reachable: [], conflicts };
  }
}
