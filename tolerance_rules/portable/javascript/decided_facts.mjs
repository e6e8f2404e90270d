// @ts-check
/** Decided facts: what a decision says is known of each fact, as bits, by place. */

import { bitsOfKnown, presumedBits } from "./vocabulary.mjs";

/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/**
 * @typedef {object} DecidedFacts
 * @property {Int32Array} given what the case says
 * @property {Int32Array} known the same with what is implied
 * @property {Int32Array} total then with all presumed
 */

/**
 * Return the facts of a decision.
 * @param {Ruleset} ruleset
 * @param {any} decision
 * @returns {DecidedFacts}
 */
export function decidedFacts(ruleset, decision) {
  const given = Int32Array.from(ruleset.facts, (spec) =>
    bitsOfKnown(spec, decision.facts[spec.group][spec.key]),
  );
  const known = given.slice();
  for (const { fact, value } of decision.implied) {
    const spec = ruleset.vocabulary.named.get(fact);
    if (spec !== undefined) known[spec.index] = bitsOfKnown(spec, value);
  }
  const total = Int32Array.from(ruleset.facts, (spec) => presumedBits(spec, known[spec.index]));
  return { given, known, total };
}
