// @ts-check
/** Screening: one question in place of many, whether none of the bars is present. */

import { ANY, LEAF, NOT, inlinedCondition } from "./conditions.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { outcomeBits, outcomesOfBits, restrictedDiagram } from "./diagram.mjs";
import { completedOrNull } from "./diagram_evaluator.mjs";
import { citedAs } from "./explained_facts.mjs";
import { decidingPlaces, diagramOf, inOutcomeOrder, possibleInOrder } from "./reachability.mjs";
import { knownOfBits, possibleValues } from "./vocabulary.mjs";

/** @typedef {import("./conditions.mjs").Condition} Condition */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").Known} Known */
/** @typedef {import("./vocabulary.mjs").Value} Value */
/** @typedef {{clause: string, citation: string, fact: string, values: Value[]}} Circumstance */
/** @typedef {{clause: string, fact: number, bits: number, values: Value[]}} AloneSufficient */
/**
 * @typedef {object} Screening
 * @property {Circumstance[]} circumstances values of a fact, each of which makes a clause hold
 * @property {{[fact: string]: Known}} none what the answer that none is present says of each fact
 * @property {string[]} reachable what that answer leaves
 * @property {string[]} spared the facts of which nothing need be asked then
 */

/** Facts of which nothing need be asked any more, for the one question to be worth asking. */
const FEWEST_SPARED = 2;

/**
 * Return the question for the open facts of the bars; null if it would spare too few.
 *
 * The answer that none is present leaves of each fact the values by which no bar holds. It says no
 * more than was asked: that no harm was grave is not that there was none.
 * @param {Ruleset} ruleset
 * @param {any} decision
 * @returns {Screening | null}
 */
export function barScreening(ruleset, decision) {
  const { known } = decidedFacts(ruleset, decision);
  /** @type {Map<number, number>} */
  const none = new Map();
  /** @type {Circumstance[]} */
  const circumstances = [];
  for (const { clause, fact, bits, values } of barCircumstances(ruleset)) {
    const spec = ruleset.facts[fact];
    if (!decision.open_facts.includes(spec.name) || !(known[fact] & bits)) continue;
    circumstances.push({ clause, citation: ruleset.card(clause).citation.zh, fact: spec.name, values });
    const before = none.get(fact);
    const left = (before === undefined ? known[fact] : before) & ~bits;
    if (left === 0) return null;
    none.set(fact, left);
  }
  const given = known.slice();
  none.forEach((bits, fact) => {
    given[fact] = bits;
  });
  const completed = completedOrNull(ruleset, given);
  if (completed === null) return null;
  const diagram = diagramOf(ruleset);
  const rest = restrictedDiagram(diagram, possibleInOrder(ruleset, diagram, completed.known));
  const open = decidingPlaces(ruleset, rest, completed.known).map((place) => rest.order[place]);
  const names = Array.from(none.keys(), (fact) => ruleset.facts[fact].name);
  const spared = names.filter((name) => !open.includes(name));
  if (spared.length < FEWEST_SPARED) return null;
  /** @type {{[fact: string]: Known}} */
  const said = {};
  none.forEach((bits, fact) => {
    said[ruleset.facts[fact].name] = knownOfBits(ruleset.facts[fact], bits);
  });
  const reachable = inOutcomeOrder(outcomesOfBits(rest, outcomeBits(rest, null)[rest.root]));
  return { circumstances, none: said, reachable, spared };
}

/**
 * Return each value of a fact that alone makes a bar hold, in the order of the rules.
 * @param {Ruleset} ruleset
 */
function barCircumstances(ruleset) {
  /** @type {AloneSufficient[]} */
  const found = [];
  for (const name of citedAs(ruleset, "bar")) {
    const article = ruleset.bundle.articles.find((each) => each.id === name);
    if (article && article.holds !== "any") continue;
    for (const clause of ruleset.clausesOf(name)) {
      const condition = inlinedCondition(ruleset.condition(clause), ruleset.chosen);
      addSufficient(ruleset, condition, clause, found);
    }
  }
  return found;
}

/**
 * Add the leaves of which each alone makes a condition hold.
 * @param {Ruleset} ruleset
 * @param {Condition} node
 * @param {string} clause
 * @param {AloneSufficient[]} found
 */
function addSufficient(ruleset, node, clause, found) {
  if (node.kind === LEAF) {
    found.push({ clause, fact: node.fact, bits: node.bits, values: node.values });
  } else if (node.kind === NOT && node.items[0].kind === LEAF) {
    const { fact, bits } = node.items[0];
    const others = ruleset.facts[fact].every & ~bits;
    const values = possibleValues(ruleset.facts[fact], others);
    found.push({ clause, fact, bits: others, values });
  } else if (node.kind === ANY) {
    for (const item of node.items) addSufficient(ruleset, item, clause, found);
  }
}
