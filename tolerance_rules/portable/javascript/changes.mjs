// @ts-check
/** Changes: how one case differs from another, which changes there are, and what each takes. */

import { UsageError } from "./faults.mjs";
import { ESTABLISHED, statusOf } from "./semantics.mjs";
import { isSingle, knownOfBits, presumedBits } from "./vocabulary.mjs";

/** @typedef {import("./vocabulary.mjs").Bits} Bits */
/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */
/** @typedef {import("./vocabulary.mjs").Known} Known */
/** @typedef {import("./ruleset.mjs").Combination} Combination */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {"doable" | "establishable" | "fixed"} ChangeKind */
/** @typedef {{fact: string, before: Known, after: Known, kind: ChangeKind}} FactChange */

/** What a change may take: something that can be done, can be found out, or that would be wrong. */
export const CHANGE_KINDS = /** @type {ChangeKind[]} */ (["doable", "establishable", "fixed"]);

/**
 * Return the kinds of change asked for, all if none is.
 * @param {string | string[] | null | undefined} only
 * @returns {ChangeKind[]}
 */
export function changeKinds(only) {
  if (only === null || only === undefined) return CHANGE_KINDS;
  const asked = typeof only === "string" ? [only] : only;
  const wrong = asked.find((kind) => !CHANGE_KINDS.some((each) => each === kind));
  if (wrong !== undefined) {
    const zh = `没有名为 ${wrong} 的变更种类（only）。可用的有：${CHANGE_KINDS.join("、")}`;
    const en = `there is no kind of change named ${wrong}. There are: ${CHANGE_KINDS.join(", ")}.`;
    throw new UsageError("name", zh, en, { name: wrong });
  }
  return CHANGE_KINDS.filter((kind) => asked.includes(kind));
}

/**
 * Return the change of a fact, with what it takes.
 * @param {FactSpec} spec
 * @param {number} before
 * @param {number} after
 * @returns {FactChange}
 */
export function factChange(spec, before, after) {
  return {
    fact: spec.name,
    before: knownOfBits(spec, before),
    after: knownOfBits(spec, after),
    kind: kindOfChange(spec, before, after),
  };
}

/**
 * Return what a change takes.
 *
 * Of a fact that can still be done, only a better effort than before, or than is presumed, is
 * doable: no effort can be taken back, and that none was needed, or was after all, is a finding.
 * Whatever the fact, a finding among the values still possible contradicts none made before.
 * @param {FactSpec} spec
 * @param {number} before
 * @param {number} after
 * @returns {ChangeKind}
 */
export function kindOfChange(spec, before, after) {
  if (spec.data.mutability === "doable") {
    return isBetter(spec, before, after) ? "doable" : "establishable";
  }
  return (after & ~before) === 0 ? "establishable" : spec.data.mutability;
}

/**
 * Return what a change takes in a case of which this much is known.
 *
 * Nobody can do what there is no occasion for: an effort that needs an explanation beside what is
 * established of facts that cannot be done, such as to remedy what did not happen, is a finding.
 * @param {Ruleset} ruleset
 * @param {Bits} known
 * @param {FactSpec} spec
 * @param {number} before
 * @param {number} after
 * @returns {ChangeKind}
 */
export function kindInCase(ruleset, known, spec, before, after) {
  const kind = kindOfChange(spec, before, after);
  if (kind !== "doable") return kind;
  const idle = ruleset.explain.some((each) => hasNoOccasion(ruleset, each, known, spec, after));
  return idle ? "establishable" : kind;
}

/**
 * @param {Ruleset} ruleset
 * @param {Combination} combination
 * @param {Bits} known
 * @param {FactSpec} spec
 * @param {number} after
 */
function hasNoOccasion(ruleset, combination, known, spec, after) {
  const { literals } = combination;
  const here = literals.filter((each) => each.fact === spec.index);
  if (!here.some((each) => (each.bits & after) !== 0)) return false;
  const others = literals.filter((each) => each.fact !== spec.index);
  const doable = others.some((each) => ruleset.facts[each.fact].data.mutability === "doable");
  if (doable) return false;
  const changed = Int32Array.from(known);
  changed[spec.index] = after;
  return literals.every((each) => statusOf(each, changed, ruleset.chosen) === ESTABLISHED);
}

/**
 * @param {FactSpec} spec
 * @param {number} before
 * @param {number} after
 */
function isBetter(spec, before, after) {
  const { order } = spec.data;
  const rank = (/** @type {number} */ bits) => order.indexOf(spec.values[31 - Math.clz32(bits)]);
  if (!isSingle(after) || rank(after) < 0) return false;
  const now = presumedBits(spec, before);
  if (rank(now) >= 0) return rank(after) > rank(now);
  // Presumed, not established, is that nothing need be done. If something must, it is the best.
  return now !== before && rank(after) === order.length - 1;
}

/**
 * Return the values, as bits, other than the one that a fact has, or is presumed to have.
 * @param {FactSpec} spec
 * @param {number} before
 * @returns {number[]}
 */
export function alternativeValues(spec, before) {
  const now = presumedBits(spec, before);
  return spec.values.map((_, index) => 1 << index).filter((bits) => bits !== now);
}

/**
 * Return the facts that differ, in the order of the vocabulary.
 * @param {Ruleset} ruleset
 * @param {Bits} before
 * @param {Bits} after
 * @returns {FactChange[]}
 */
export function changesBetween(ruleset, before, after) {
  return ruleset.facts
    .filter((spec) => before[spec.index] !== after[spec.index])
    .map((spec) => factChange(spec, before[spec.index], after[spec.index]));
}
