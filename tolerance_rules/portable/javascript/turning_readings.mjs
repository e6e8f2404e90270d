// @ts-check
/** Turning readings: those on which it turns what a case comes to, or may still come to. */

import { reachableUnderReadings } from "./reachability.mjs";
import { firstRow } from "./semantics.mjs";

/** @typedef {import("./vocabulary.mjs").Bits} Bits */
/** @typedef {import("./consistency.mjs").Completed} Completed */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./ruleset.mjs").ReadingCard} ReadingCard */
/**
 * @typedef {object} TurningReading
 * @property {string} name
 * @property {string} clause
 * @property {string} phrase
 * @property {string} option the option in force
 * @property {{[option: string]: string}} outcomes
 * @property {{[option: string]: [string, string]}} meanings
 * @property {{[option: string]: string[]}} reachable
 */

/**
 * Return the outcome of a case with every fact known: the row's, or the policy's pick.
 * @param {Ruleset} ruleset
 * @param {Bits} total
 * @param {ArrayLike<number>} chosen
 * @returns {string}
 */
export function outcomeUnder(ruleset, total, chosen) {
  const row = firstRow(ruleset.table, total, chosen);
  if (row.outcome !== null) return row.outcome;
  if (ruleset.policy === null) throw new RangeError("a row is left to a policy, and there is none");
  return firstRow(ruleset.policy.rows, total, chosen).outcome;
}

/**
 * Return the readings that a decision names: what it says turns on each of them, alone.
 * @param {Ruleset} ruleset
 * @param {Completed} completed
 * @param {string[]} reached the outcomes that are reachable under the readings in force
 * @returns {TurningReading[]}
 */
export function turningReadings(ruleset, completed, reached) {
  const doubtful = completed.presumed.length > 0;
  const under = doubtful ? reachableUnderReadings(ruleset, completed.known) : new Map();
  const chosen = Int32Array.from(ruleset.chosen);
  /** @type {TurningReading[]} */
  const found = [];
  for (const card of ruleset.readings) {
    if (!card.changesOutcomes) continue;
    const outcomes = card.options.map((_, option) => {
      chosen[card.index] = option;
      return outcomeUnder(ruleset, completed.total, chosen);
    });
    chosen[card.index] = ruleset.chosen[card.index];
    const turns = outcomes.some((outcome) => outcome !== outcomes[0]);
    if (!turns && !under.has(card.index)) continue;
    const usual = doubtful ? card.options.map(() => reached) : outcomes.map((each) => [each]);
    const lists = under.get(card.index) || usual;
    found.push(turningReading(ruleset, card, outcomes, lists));
  }
  return found;
}

/**
 * @param {Ruleset} ruleset
 * @param {ReadingCard} card
 * @param {string[]} outcomes under each option
 * @param {string[][]} reached under each option
 * @returns {TurningReading}
 */
function turningReading(ruleset, card, outcomes, reached) {
  /** @type {TurningReading} */
  const found = {
    name: card.id,
    clause: card.clause,
    phrase: card.phrase,
    option: card.options[ruleset.chosen[card.index]],
    outcomes: {},
    meanings: {},
    reachable: {},
  };
  card.options.forEach((option, place) => {
    found.outcomes[option] = outcomes[place];
    found.meanings[option] = [card.meanings[place].zh, card.meanings[place].en];
    found.reachable[option] = ruleset.outcomes
      .map((each) => each.code)
      .filter((code) => reached[place].indexOf(code) >= 0);
  });
  return found;
}
