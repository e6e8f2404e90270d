// @ts-check
// Panel: one case as several members see it: on which facts they differ, and where that matters.
//
// Of each fact, what is still possible to any of the members is taken together. The outcomes
// reachable then are exactly those that some choice among the answers gives, fact by fact. The
// outcome turns on a difference if two such choices, alike but for that fact, differ in outcome, or
// if an answer to it would imply another fact of which that is so; every other one can be set aside.

import { answeredCase } from "./answered_case.mjs";
import { completeCase } from "./consistency.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { UsageError } from "./faults.mjs";
import { openFactsOf, reachableOutcomes } from "./reachability.mjs";
import { knownOfBits } from "./vocabulary.mjs";

/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */

/**
 * On which facts the members differ, as Python's `panel_of`; `given` is a decision or facts.
 * @param {Ruleset} ruleset
 * @param {{name: string, given: any}[]} members
 */
export function panelOf(ruleset, members) {
  if (members.length < 2) {
    throw new UsageError("panel", "合议至少要有两名成员的案件。请再给一份", "A panel has at least two members; give another case");
  }
  const decisions = members.map(({ given }) => answeredCase(ruleset, given));
  const answers = decisions.map((decision) => decidedFacts(ruleset, decision).known);
  const union = Int32Array.from(ruleset.facts, (spec) => answers.reduce((bits, known) => bits | known[spec.index], 0));
  const { known } = completeCase(ruleset, union);
  const reachable = reachableOutcomes(ruleset, known), settled = reachable.length === 1;
  const turning = settled ? [] : openFactsOf(ruleset, known);
  const differing = ruleset.facts.filter((spec) => new Set(answers.map((each) => each[spec.index])).size > 1);
  const names = differing.map((spec) => spec.name);
  const difference = (/** @type {FactSpec} */ spec) => {
    const bits = answers.map((each) => each[spec.index]);
    return {
      fact: spec.name,
      answers: bits.map((each) => knownOfBits(spec, each)),
      contrary: bits.some((one) => bits.some((other) => (one & other) === 0)),
      left: turning.includes(spec.name) ? answersLeft(ruleset, spec, known) : [],
    };
  };
  const specOf = (/** @type {string} */ name) => /** @type {FactSpec} */ (ruleset.vocabulary.named.get(name));
  return {
    decision: decisions[0],
    members: decisions.map(({ outcome, settled: alone, reachable: may }, place) =>
      ({ name: members[place].name, outcome, settled: alone, reachable: may })),
    settled,
    reachable,
    turning: turning.filter((name) => names.includes(name)).map((name) => difference(specOf(name))),
    set_aside: differing.filter((spec) => !turning.includes(spec.name)).map(difference),
    open_facts: turning.filter((name) => !names.includes(name)),
    agreed: ruleset.facts.length - differing.length,
  };
}

/**
 * What each answer to a fact would leave reachable, were it agreed upon; nothing if it cannot be.
 * @param {Ruleset} ruleset
 * @param {FactSpec} spec
 * @param {Int32Array} known
 */
function answersLeft(ruleset, spec, known) {
  const found = [];
  for (let index = 0; index < spec.values.length; index += 1) {
    if (!((known[spec.index] >> index) & 1)) continue;
    const fixed = known.slice();
    fixed[spec.index] = 1 << index;
    found.push({ value: spec.values[index], reachable: reachableOutcomes(ruleset, fixed) });
  }
  return found;
}
