// @ts-check
/**
 * Reachability: exactly the outcomes that what is unknown of a case could still give, and the
 * facts that can still change the outcome.
 */

import { allOf, inlinedCondition } from "./conditions.mjs";
import { completeCase } from "./consistency.mjs";
import { askedPlaces, factMatters, outcomeBits, outcomesOfBits, outcomesOfValues, restrictedDiagram } from "./diagram.mjs";
import { IMPOSSIBLE, compiledDiagram } from "./diagram_compiler.mjs";
import { readFacts } from "./facts.mjs";
import { isSingle } from "./vocabulary.mjs";

/** @typedef {import("./vocabulary.mjs").Bits} Bits */
/** @typedef {import("./diagram.mjs").Diagram} Diagram */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */

/** Every outcome there can be, the most lenient first. */
export const OUTCOMES = ["not_pursued", "exempt", "mitigated", "lighter", "no_tolerance", "ordinary_accountability"];

/**
 * Tell whether an outcome is heavier than another; the last two are both the heaviest.
 * @param {string} outcome
 * @param {string} other
 */
export function isHarsher(outcome, other) {
  const heaviest = OUTCOMES.indexOf("no_tolerance");
  return OUTCOMES.indexOf(other) < Math.min(OUTCOMES.indexOf(outcome), heaviest);
}

/**
 * Return the outcome table over facts alone: impossible cases first, the policy in its row.
 *
 * The readings are those in force; if `free`, their choice stands among the facts.
 * @param {Ruleset} ruleset
 * @param {boolean} free
 */
export function decisionList(ruleset, free) {
  const chosen = free ? null : ruleset.chosen;
  const table = ruleset.impossible.map((each) => ({ when: allOf(each.literals), outcome: IMPOSSIBLE }));
  for (const row of ruleset.table) {
    if (row.outcome !== null) table.push({ when: row.when, outcome: row.outcome });
    else {
      for (const pick of ruleset.policy ? ruleset.policy.rows : []) {
        table.push({ when: allOf([row.when, pick.when]), outcome: pick.outcome });
      }
    }
  }
  return table.map(({ when, outcome }) => ({ when: inlinedCondition(when, chosen), outcome }));
}

/**
 * Return the decision diagram of a ruleset, under its readings and its policy.
 * @param {Ruleset} ruleset
 * @returns {Diagram}
 */
export function diagramOf(ruleset) {
  if (ruleset.kept.diagram === null) {
    ruleset.kept.diagram = compiledDiagram(decisionList(ruleset, false), ruleset.variables);
  }
  return ruleset.kept.diagram;
}

/**
 * Return the decision diagram in which the choice of readings stands among the facts.
 * @param {Ruleset} ruleset
 * @returns {Diagram}
 */
export function freeDiagramOf(ruleset) {
  if (ruleset.shared.free === null) {
    ruleset.shared.free = compiledDiagram(decisionList(ruleset, true), ruleset.variables);
  }
  return ruleset.shared.free;
}

/**
 * Return what is possible of each fact of a diagram, in its order, as bits.
 * @param {Ruleset} ruleset
 * @param {Diagram} diagram
 * @param {Bits} known
 */
export function possibleInOrder(ruleset, diagram, known) {
  const { named } = ruleset.vocabulary;
  return Int32Array.from(diagram.order, (name) => {
    const spec = named.get(name);
    return spec === undefined ? -1 : known[spec.index];
  });
}

/** Put outcomes in their order. @param {string[]} outcomes */
export function inOutcomeOrder(outcomes) {
  return OUTCOMES.filter((outcome) => outcomes.indexOf(outcome) >= 0);
}

/**
 * Return the outcomes that can be reached from what is known, implied findings among it.
 * @param {Ruleset} ruleset
 * @param {Bits} known
 */
export function reachableOutcomes(ruleset, known) {
  const diagram = diagramOf(ruleset);
  const found = outcomeBits(diagram, possibleInOrder(ruleset, diagram, known));
  return inOutcomeOrder(outcomesOfBits(diagram, found[diagram.root]));
}

/**
 * Return the outcomes that can be reached under each option of each reading, each alone, as a
 * list for each option, for the readings on which that turns.
 * @param {Ruleset} ruleset
 * @param {Bits} known
 * @returns {Map<number, string[][]>} by the place of the reading
 */
export function reachableUnderReadings(ruleset, known) {
  const diagram = freeDiagramOf(ruleset);
  const possible = possibleInOrder(ruleset, diagram, known);
  const { readings, chosen } = ruleset;
  const places = readings.map((card) => diagram.order.indexOf("reading:" + card.id));
  places.forEach((place, reading) => {
    if (place >= 0) possible[place] = 1 << chosen[reading];
  });
  const reached = () => outcomeBits(diagram, possible)[diagram.root];
  const usual = reached();
  /** @type {Map<number, string[][]>} */
  const found = new Map();
  places.forEach((place, reading) => {
    if (place < 0 || !readings[reading].changesOutcomes) return;
    const under = readings[reading].options.map((_, option) => {
      possible[place] = 1 << option;
      return option === chosen[reading] ? usual : reached();
    });
    possible[place] = 1 << chosen[reading];
    if (under.some((bits) => bits !== usual)) {
      found.set(reading, under.map((bits) => outcomesOfBits(diagram, bits)));
    }
  });
  return found;
}

/**
 * Return the facts not established that can still change the outcome, most decisive first.
 *
 * The most decisive leaves the fewest reachable outcomes, over its possible answers; ties stand
 * in legal order. `known` has the implied findings in it.
 * @param {Ruleset} ruleset
 * @param {Bits} known
 * @returns {string[]}
 */
export function openFactsOf(ruleset, known) {
  const diagram = diagramOf(ruleset);
  const possible = possibleInOrder(ruleset, diagram, known);
  const rest = restrictedDiagram(diagram, possible);
  const outcomes = outcomesOfValues(rest);
  const ranked = decidingPlaces(ruleset, rest, known).map((place) => {
    const counts = outcomes[place]
      .filter((bits, value) => (possible[place] >> value) & 1 && bits !== 0)
      .map(countBits);
    const sum = counts.reduce((total, count) => total + count, 0);
    return { place, mean: sum / counts.length, most: Math.max(...counts) };
  });
  ranked.sort((a, b) => a.mean - b.mean || a.most - b.most || a.place - b.place);
  return ranked.map((each) => rest.order[each.place]);
}

/** Return how many bits are set. @param {number} bits */
function countBits(bits) {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}

/**
 * Return the places of the facts not established that can still change the outcome.
 *
 * A fact can if two cases alike but for it differ in outcome, or if one of its values would imply
 * a fact that can.
 * @param {Ruleset} ruleset
 * @param {Diagram} rest
 * @param {Bits} known
 */
export function decidingPlaces(ruleset, rest, known) {
  const mattering = new Set(
    askedPlaces(rest).filter((place) => factMatters(rest, place)).map((place) => rest.order[place]),
  );
  const deciding = new Set(mattering);
  for (const { literals } of ruleset.impossible) {
    for (const literal of literals) {
      if (isSingle(known[literal.fact]) || mattering.has(literal.name)) continue;
      const others = literals.filter((other) => other !== literal);
      const within = (/** @type {import("./conditions.mjs").Condition} */ other) =>
        (known[other.fact] & ~other.bits) === 0 || mattering.has(other.name);
      if (others.every(within)) deciding.add(literal.name);
    }
  }
  return [...deciding].map((name) => rest.order.indexOf(name));
}

/**
 * Return exactly the outcomes that the given facts could still give.
 * @param {Ruleset} ruleset
 * @param {unknown} facts
 */
export function reachable(ruleset, facts) {
  return reachableOutcomes(ruleset, completeCase(ruleset, readFacts(ruleset, facts)).known);
}

/**
 * Return the facts that can still change the outcome of the given facts, most decisive first.
 * @param {Ruleset} ruleset
 * @param {unknown} facts
 */
export function openFacts(ruleset, facts) {
  const { known } = completeCase(ruleset, readFacts(ruleset, facts));
  return reachableOutcomes(ruleset, known).length > 1 ? openFactsOf(ruleset, known) : [];
}
