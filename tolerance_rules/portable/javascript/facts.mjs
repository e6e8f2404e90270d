// @ts-check
/** Facts: the facts of a case as they are given -> bits, strictly; every fault at once. */

import { factFaults, factGivenTwice, isNothing } from "./fact_faults.mjs";
import { FactsError } from "./faults.mjs";
import { bitsOfKnown, knownOfBits } from "./vocabulary.mjs";

/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */
/** @typedef {import("./vocabulary.mjs").Vocabulary} Vocabulary */
/** @typedef {import("./vocabulary.mjs").Known} Known */
/** @typedef {import("./vocabulary.mjs").Bits} Bits */
/** @typedef {import("./faults.mjs").Fault} Fault */
/** @typedef {Map<string, unknown>} FactMap */

/**
 * Return what is known of every fact, as bits, of {group: {fact: value}} or {"group.fact": value}.
 *
 * A value is true, false or a code; a list of the values still possible; or null, where nothing is
 * known. FactsError lists every fault. Nothing is taken from the prototype of what is given.
 * @param {{vocabulary: Vocabulary}} ruleset
 * @param {unknown} given
 * @returns {Int32Array}
 */
export function readFacts(ruleset, given) {
  const { vocabulary } = ruleset;
  const nested = nestedFacts(given);
  const faults = factFaults(nested, vocabulary);
  if (faults.length) throw new FactsError(faults);
  const known = Int32Array.from(vocabulary.facts, (spec) => bitsOfGiven(spec, null));
  /** @type {Map<string, FactMap | null>} */ (nested).forEach((facts, group) => {
    if (facts === null) return;
    facts.forEach((value, key) => {
      const spec = /** @type {FactSpec} */ (vocabulary.named.get(group + "." + key));
      known[spec.index] = bitsOfGiven(spec, /** @type {Known} */ (value));
    });
  });
  return known;
}

/**
 * Return what is known of a fact, given without fault; a finding that is not there was not made.
 * @param {FactSpec} spec
 * @param {Known} value
 */
function bitsOfGiven(spec, value) {
  return bitsOfKnown(spec, value === null && spec.finding ? false : value);
}

/**
 * Return the own items of an object, or null if it is none.
 * @param {unknown} value
 * @returns {FactMap | null}
 */
function itemsOf(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const held = /** @type {{[key: string]: unknown}} */ (value);
  /** @type {FactMap} */
  const items = new Map();
  for (const key of Object.keys(held)) items.set(key, held[key]);
  return items;
}

/**
 * Return what is given with dotted names put into their groups; what is no object, as null.
 *
 * FactsError names every fact that is given twice: which of the two is meant cannot be known.
 * @param {unknown} given
 * @returns {Map<string, unknown> | null}
 */
function nestedFacts(given) {
  const items = itemsOf(given);
  if (items === null) return null;
  /** @type {Map<string, unknown>} */
  const nested = new Map();
  /** @type {Fault[]} */
  const twice = [];
  /** @param {FactMap} facts @param {string} group @param {string} name @param {unknown} value */
  const add = (facts, group, name, value) => {
    if (facts.has(name)) twice.push(factGivenTwice(group + "." + name));
    facts.set(name, value);
  };
  items.forEach((value, key) => {
    const dot = key.indexOf(".");
    const group = dot < 0 ? key : key.slice(0, dot);
    const before = nested.get(group);
    if (dot >= 0) {
      if (before instanceof Map) add(before, group, key.slice(dot + 1), value);
      else if (isNothing(before)) nested.set(group, new Map([[key.slice(dot + 1), value]]));
      return;
    }
    const facts = itemsOf(value);
    if (before instanceof Map && facts !== null) {
      facts.forEach((each, name) => add(before, group, name, each));
    } else if (isNothing(before) || !isNothing(value)) {
      nested.set(group, facts !== null ? facts : isNothing(value) ? null : { other: value });
    }
  });
  if (twice.length) throw new FactsError(twice);
  return nested;
}

/**
 * Return the facts of a case in their groups, each a value, the values still possible, or null.
 * @param {{vocabulary: Vocabulary}} ruleset
 * @param {Bits} known
 */
export function factsDocument(ruleset, known) {
  /** @type {{[group: string]: {[fact: string]: Known}}} */
  const found = {};
  for (const { name } of ruleset.vocabulary.groups) found[name] = {};
  for (const spec of ruleset.vocabulary.facts) {
    found[spec.group][spec.key] = knownOfBits(spec, known[spec.index]);
  }
  return found;
}
