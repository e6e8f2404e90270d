// @ts-check
/**
 * Reasons: the fewest facts that force an outcome, and the fewest that would have to be wrong.
 *
 * The two are dual: facts force the outcome if they meet every set of facts by which some case
 * with another outcome differs. So the smallest reason is a smallest set that meets all such sets;
 * those that matter are found one after another on the decision diagram, each as the nearest case
 * with another outcome that what is chosen so far still allows.
 */

import { answeredCase, factsAmong } from "./answered_case.mjs";
import { factChange } from "./changes.mjs";
import { completeCase } from "./consistency.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { evaluatorOf } from "./diagram_evaluator.mjs";
import { cheapestHittingSet } from "./hitting_set.mjs";
import { knownOfBits, presumedBits } from "./vocabulary.mjs";

/** @typedef {import("./changes.mjs").FactChange} FactChange */
/** @typedef {import("./decided_facts.mjs").DecidedFacts} DecidedFacts */
/** @typedef {import("./diagram_evaluator.mjs").DiagramEvaluator} DiagramEvaluator */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").Bits} Bits */
/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */
/** @typedef {import("./vocabulary.mjs").Known} Known */
/** @typedef {{fact: string, value: Known, origin: "established" | "presumed"}} ReasonFact */
/**
 * @typedef {object} SufficientReason
 * @property {any} decision
 * @property {string} outcome
 * @property {ReasonFact[]} grounds
 * @property {number} presumptions how many of the grounds are only presumed
 * @property {string[]} outside the facts among the grounds that were not asked about
 */
/**
 * @typedef {object} Robustness
 * @property {any} decision
 * @property {string} outcome
 * @property {number | null} distance how many established facts would have to be wrong
 * @property {string | null} becomes the outcome of a nearest other case
 * @property {boolean} becomes_settled
 * @property {FactChange[]} wrong its facts that are not as established
 * @property {FactChange[]} found those not established that are otherwise than presumed
 */
/** @typedef {{place: number, bits: number, ground: ReasonFact}} Candidate what may be a ground */

/** A fact that would be wrong, or is not in question, counts for more than any number of others. */
const FAR_PRICE = 1000;
/** A presumption counts for more than any number of facts that are not in question. */
const FARTHEST_PRICE = FAR_PRICE * FAR_PRICE;

/**
 * Return a smallest set of the case's facts that forces its outcome, whatever the others are.
 *
 * `among` names the facts, or groups of facts, in question. No fact is taken for granted: the
 * reason rests on as few others as will do, and names them.
 * @param {Ruleset} ruleset
 * @param {any} given a decision, or facts
 * @param {{among?: string | string[] | null}} [options]
 * @returns {SufficientReason}
 */
export function sufficientReason(ruleset, given, options) {
  const free = factsAmong(ruleset, options && options.among).map((spec) => spec.name);
  const decision = answeredCase(ruleset, given);
  const evaluator = evaluatorOf(ruleset);
  const candidates = candidatesOf(evaluator, decision);
  const weights = candidates.map(({ ground }) => {
    const established = free.includes(ground.fact) ? 1 : FAR_PRICE;
    return ground.origin === "presumed" ? FARTHEST_PRICE + established : established;
  });
  const place = (/** @type {ReasonFact} */ each) =>
    ruleset.facts.findIndex((spec) => spec.name === each.fact);
  const grounds = forcing(evaluator, candidates, weights, decision.outcome)
    .map((number) => candidates[number].ground)
    .sort((a, b) => place(a) - place(b) || Number(a.origin === "presumed") - Number(b.origin === "presumed"));
  const outside = new Set(grounds.map((each) => each.fact).filter((fact) => !free.includes(fact)));
  return {
    decision,
    outcome: decision.outcome,
    grounds,
    presumptions: grounds.filter((each) => each.origin === "presumed").length,
    outside: Array.from(outside),
  };
}

/**
 * Return what is known of each fact and, unless the case is settled, what is presumed of it.
 *
 * What is implied is no ground: the facts that imply it are.
 * @param {DiagramEvaluator} evaluator
 * @param {any} decision
 * @returns {Candidate[]}
 */
function candidatesOf(evaluator, decision) {
  const { given, total } = decidedFacts(evaluator.ruleset, decision);
  const presumed = decision.settled ? [] : decision.presumed;
  /** @type {Candidate[]} */
  const found = [];
  /** @type {(place: number, bits: number, origin: "established" | "presumed") => void} */
  const add = (place, bits, origin) => {
    const spec = evaluator.specs[place];
    found.push({ place, bits, ground: { fact: spec.name, value: knownOfBits(spec, bits), origin } });
  };
  evaluator.specs.forEach((spec, place) => {
    if (given[spec.index] !== spec.every) add(place, given[spec.index], "established");
    if (presumed.includes(spec.name)) add(place, total[spec.index], "presumed");
  });
  return found;
}

/**
 * Return the numbers of the cheapest candidates that together force the outcome.
 * @param {DiagramEvaluator} evaluator
 * @param {Candidate[]} candidates
 * @param {number[]} weights
 * @param {string} outcome
 * @returns {number[]}
 */
function forcing(evaluator, candidates, weights, outcome) {
  /** @type {number[][]} */
  const toMeet = [];
  /** @type {number[]} */
  let chosen = [];
  for (;;) {
    let failed = failingCandidates(evaluator, candidates, chosen, outcome);
    if (failed === null) return chosen;
    // Sets apart from all before raise the bound fastest.
    let fixed = chosen;
    while (failed !== null) {
      toMeet.push(failed);
      fixed = fixed.concat(failed);
      failed = failingCandidates(evaluator, candidates, fixed, outcome);
    }
    const best = cheapestHittingSet(toMeet, weights);
    // The case itself has the outcome, so in every case with another some candidate fails.
    if (best === null) throw new RangeError("no facts of the case force its outcome");
    chosen = best;
  }
}

/**
 * Return which fail in the nearest case of another outcome in which the fixed ones hold.
 * @param {DiagramEvaluator} evaluator
 * @param {Candidate[]} candidates
 * @param {number[]} fixed
 * @param {string} outcome
 * @returns {number[] | null} null if there is no such case
 */
function failingCandidates(evaluator, candidates, fixed, outcome) {
  const prices = evaluator.specs.map((spec) => spec.values.map(() => 0));
  const held = new Set(fixed);
  candidates.forEach((each, number) => {
    const values = prices[each.place];
    for (let index = 0; index < values.length; index += 1) {
      if (!((each.bits >> index) & 1)) values[index] += held.has(number) ? Infinity : 1;
    }
  });
  const nearest = evaluator.cheapestOther(prices, outcome);
  if (nearest === null) return null;
  return candidates
    .map((_, number) => number)
    .filter((number) => {
      const index = nearest.get(candidates[number].place);
      return index !== undefined && !((candidates[number].bits >> index) & 1);
    });
}

/**
 * Return how many established facts would have to be wrong before the outcome changes.
 *
 * `among` names the facts, or groups of facts, in question: the other established ones are held.
 * @param {Ruleset} ruleset
 * @param {any} given a decision, or facts
 * @param {{among?: string | string[] | null}} [options]
 * @returns {Robustness}
 */
export function robustness(ruleset, given, options) {
  const free = factsAmong(ruleset, options && options.among);
  const decision = answeredCase(ruleset, given);
  const evaluator = evaluatorOf(ruleset);
  const { given: facts } = decidedFacts(ruleset, decision);
  const prices = evaluator.specs.map((spec) => {
    const usual = presumedBits(spec, facts[spec.index]);
    const wrong = free.includes(spec) ? FAR_PRICE : Infinity;
    return spec.values.map((_, index) => {
      if (usual === 1 << index) return 0;
      return (facts[spec.index] >> index) & 1 ? 1 : wrong;
    });
  });
  const { outcome } = decision;
  const nearest = evaluator.cheapestOther(prices, outcome);
  if (nearest === null) {
    const none = { distance: null, becomes: null, becomes_settled: true, wrong: [], found: [] };
    return Object.assign({ decision, outcome }, none);
  }
  const changes = changesOfCase(evaluator, facts, nearest);
  const after = evaluator.evaluate(completeCase(ruleset, changedFacts(facts, changes)).known);
  const stillPossible = (/** @type {BitChange} */ each) =>
    (facts[each.spec.index] & each.bits) !== 0;
  const written = (/** @type {BitChange} */ each) =>
    factChange(each.spec, facts[each.spec.index], each.bits);
  const wrong = changes.filter((each) => !stillPossible(each)).map(written);
  return {
    decision,
    outcome,
    distance: wrong.length,
    becomes: after.outcome,
    becomes_settled: after.settled,
    wrong,
    found: changes.filter(stillPossible).map(written),
  };
}

/** @typedef {{spec: FactSpec, bits: number}} BitChange */

/**
 * @param {Bits} facts
 * @param {BitChange[]} changes
 */
function changedFacts(facts, changes) {
  const changed = Int32Array.from(facts);
  for (const { spec, bits } of changes) changed[spec.index] = bits;
  return changed;
}

/**
 * Return the changes that make a case, without those that the others imply, in legal order.
 * @param {DiagramEvaluator} evaluator
 * @param {Bits} facts
 * @param {Map<number, number>} nearest
 * @returns {BitChange[]}
 */
function changesOfCase(evaluator, facts, nearest) {
  const { ruleset } = evaluator;
  const made = Array.from(nearest, ([place, index]) => ({ spec: evaluator.specs[place], bits: 1 << index }));
  let changes = made.filter(({ spec, bits }) => bits !== presumedBits(spec, facts[spec.index]));
  for (const each of changes) {
    const { spec, bits } = each;
    const possible = (facts[spec.index] & bits) !== 0;
    if (!possible || !evaluator.constrained.includes(spec.name)) continue;
    const rest = changes.filter((other) => other !== each);
    const { total } = completeCase(ruleset, changedFacts(facts, rest));
    if (total[spec.index] === bits) changes = rest;
  }
  return changes.sort((a, b) => a.spec.index - b.spec.index);
}
