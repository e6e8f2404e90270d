// @ts-check
/** Answered case: what every question of an investigator is asked about, decided. */

import { evaluate } from "./decision.mjs";
import { UsageError } from "./faults.mjs";

/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */

/**
 * Return what the rules say of a case; a decision that they made is taken as it is.
 * @param {Ruleset} ruleset
 * @param {any} given a decision, or facts
 * @returns {any}
 */
export function answeredCase(ruleset, given) {
  const isDecision = given !== null && typeof given === "object" && "outcome" in given && "ruleset" in given;
  if (!isDecision) return evaluate(ruleset, given, {});
  const used = given.ruleset;
  const policy = ruleset.policy ? ruleset.policy.sha256 : "";
  const same =
    given.basis !== "authority" &&
    used.sha256 === ruleset.bundle.ruleset.sha256 &&
    used.policy_sha256 === policy &&
    ruleset.readings.every((card) => used.readings[card.id] === card.options[ruleset.chosen[card.index]]);
  return same ? given : evaluate(ruleset, given.facts, { info: given.case });
}

/**
 * Return the facts meant by names of facts and of groups, all if none is given.
 * @param {Ruleset} ruleset
 * @param {string | string[] | null | undefined} names
 * @returns {FactSpec[]}
 */
export function factsAmong(ruleset, names) {
  if (names === null || names === undefined) return ruleset.facts;
  const asked = typeof names === "string" ? [names] : names;
  for (const name of asked) {
    if (ruleset.facts.some((spec) => spec.name === name || spec.group === name)) continue;
    const english = `there is no fact and no group of facts named ${name}`;
    throw new UsageError("name", `没有名为 ${name} 的事实或事实组`, english, { name });
  }
  return ruleset.facts.filter((spec) => asked.includes(spec.name) || asked.includes(spec.group));
}
