// @ts-check
/** Consistency: facts that cannot all be, what they imply, and those that need an explanation. */

import { ESTABLISHED, OPEN, REFUTED } from "./semantics.mjs";
import { FactsError, faultOf } from "./faults.mjs";
import { isSingle, knownOfBits, labelOfBits, presumedBits } from "./vocabulary.mjs";

/** @typedef {import("./vocabulary.mjs").Bits} Bits */
/** @typedef {import("./vocabulary.mjs").Known} Known */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./ruleset.mjs").Combination} Combination */
/** @typedef {{fact: string, value: Known, by: string[], combination: string}} Implied */
/**
 * @typedef {object} Completed
 * @property {Int32Array} known the facts with what is implied
 * @property {Int32Array} total then with all presumed: one value of every fact
 * @property {Implied[]} implied
 * @property {Set<number>} impliedFacts
 * @property {string[]} presumed the facts not established once the findings are implied
 */

/**
 * Add the implied findings, then presume the rest; FactsError if the facts clash.
 * @param {Ruleset} ruleset
 * @param {Bits} facts
 * @returns {Completed}
 */
export function completeCase(ruleset, facts) {
  const known = Int32Array.from(facts);
  /** @type {Implied[]} */
  const implied = [];
  /** @type {Set<number>} */
  const impliedFacts = new Set();
  for (;;) {
    const clashes = ruleset.impossible.filter((each) => combinationHolds(each, known));
    if (clashes.length) throw contradiction(ruleset, clashes, known);
    const place = nextImplication(ruleset, known, implied);
    if (place < 0) break;
    impliedFacts.add(place);
  }
  const total = new Int32Array(known.length);
  /** @type {string[]} */
  const presumed = [];
  ruleset.facts.forEach((spec, index) => {
    total[index] = presumedBits(spec, known[index]);
    if (!isSingle(known[index])) presumed.push(spec.name);
  });
  return { known, total, implied, impliedFacts, presumed };
}

/**
 * Tell whether every literal of a combination is established.
 * @param {Combination} combination
 * @param {Bits} known
 */
function combinationHolds(combination, known) {
  return combination.literals.every((literal) => literalStatus(literal, known) === ESTABLISHED);
}

/**
 * @param {import("./conditions.mjs").Condition} literal
 * @param {Bits} known
 */
function literalStatus(literal, known) {
  const named = known[literal.fact] & literal.bits;
  return named === 0 ? REFUTED : named === known[literal.fact] ? ESTABLISHED : OPEN;
}

/**
 * Strike what the first impossible combination excludes from the one fact that it leaves open.
 *
 * Return the place of that fact, or -1 if there is none.
 * @param {Ruleset} ruleset
 * @param {Int32Array} known
 * @param {Implied[]} implied
 */
function nextImplication(ruleset, known, implied) {
  for (const { id, literals } of ruleset.impossible) {
    const open = literals.filter((literal) => literalStatus(literal, known) !== ESTABLISHED);
    if (open.length !== 1 || literalStatus(open[0], known) !== OPEN) continue;
    const [literal] = open;
    known[literal.fact] &= ~literal.bits;
    implied.push({
      fact: literal.name,
      value: knownOfBits(ruleset.facts[literal.fact], known[literal.fact]),
      by: literals.filter((other) => other !== literal).map((other) => other.name),
      combination: id,
    });
    return literal.fact;
  }
  return -1;
}

/**
 * Return the error that names the facts of each clash.
 * @param {Ruleset} ruleset
 * @param {Combination[]} clashes
 * @param {Bits} known
 */
function contradiction(ruleset, clashes, known) {
  /** @type {Set<string>} */
  const names = new Set();
  const faults = clashes.map((clash) => {
    const told = clash.literals.map((literal) => {
      const spec = ruleset.facts[literal.fact];
      const label = (/** @type {"zh" | "en"} */ lang) =>
        labelOfBits(ruleset.vocabulary, spec, known[spec.index], lang);
      names.add(spec.name);
      return {
        zh: `${spec.name}（${spec.label.zh}）= ${label("zh")}`,
        en: `${spec.name} (${spec.label.en}) = ${label("en")}`,
      };
    });
    const zh = told.map((each) => each.zh).join(" 与 ");
    const en = told.map((each) => each.en).join(" and ");
    return faultOf(
      "C010",
      `${zh} 不能同时成立：${clash.reason.zh}`,
      "请核实并改正其中一项",
      clash.literals[clash.literals.length - 1].name,
      `${en} cannot both hold: ${clash.reason.en}; check them, and mend one`,
    );
  });
  return new FactsError(faults, { facts: [...names], combinations: clashes.map((each) => each.id) });
}

/**
 * Return a warning for each combination of established facts that needs an explanation.
 * @param {Ruleset} ruleset
 * @param {Bits} known
 */
export function warningsOf(ruleset, known) {
  return ruleset.explain
    .filter((each) => combinationHolds(each, known))
    .map((each) => ({
      id: each.id,
      facts: each.literals.map((literal) => literal.name),
      question: each.reason.zh,
      question_en: each.reason.en,
    }));
}
