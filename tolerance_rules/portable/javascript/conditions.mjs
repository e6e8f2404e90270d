// @ts-check
/** Conditions: the tree of what a clause requires, made ready to be asked many times. */

import { bitsOfValues } from "./vocabulary.mjs";

export const LEAF = 0;
export const CLAUSE = 1;
export const ALL = 2;
export const ANY = 3;
export const NOT = 4;
export const READING = 5;

/**
 * @typedef {object} Condition
 * @property {number} kind LEAF, CLAUSE, ALL, ANY, NOT or READING
 * @property {number} fact of a leaf, the place of its fact; of a reading, its place behind the facts
 * @property {number} bits of a leaf, the values that it names
 * @property {(boolean | string)[]} values the same, in the order in which it names them
 * @property {string} name of a leaf, its fact; of a reading, its id
 * @property {string} quote the words of the regulation that a leaf encodes
 * @property {string} clause the article or clause that is asked for
 * @property {Condition[]} items of a clause, its condition; of a reading, the options
 * @property {number} reading the place of a reading
 * @property {number[]} at for each option of a reading, which item it is
 */
/**
 * @typedef {{fact: string, is: (boolean | string)[], quote?: string}} LeafData
 * @typedef {{reading: string, options: {option: string, when: ConditionData}[]}} ReadingData
 */
/**
 * @typedef {LeafData | {clause: string} | {all: ConditionData[]} | {any: ConditionData[]} |
 *   {not: ConditionData} | ReadingData} ConditionData
 */
/**
 * @typedef {object} Names what a condition may name
 * @property {Map<string, import("./vocabulary.mjs").FactSpec>} facts
 * @property {Map<string, {index: number, options: string[]}>} readings
 * @property {(clause: string) => Condition} condition returns that of an article or a clause
 */

/**
 * @param {number} kind
 * @param {Condition[]} items
 * @returns {Condition}
 */
function conditionNode(kind, items) {
  return { kind, fact: -1, bits: 0, values: [], name: "", quote: "", clause: "", items, reading: -1, at: [] };
}

/** @param {Condition[]} items */
export function allOf(items) {
  return conditionNode(ALL, items);
}

/** @param {Condition[]} items */
export function anyOf(items) {
  return conditionNode(ANY, items);
}

/**
 * Return the condition that a clause holds; its own condition is put in by `linkClauses`.
 * @param {string} clause
 */
export function clauseHolds(clause) {
  return Object.assign(conditionNode(CLAUSE, []), { clause });
}

/**
 * Return a leaf: the fact is established to be one of the values.
 * @param {LeafData} data
 * @param {Names} names
 * @returns {Condition}
 */
export function openLeaf(data, names) {
  const spec = names.facts.get(data.fact);
  if (spec === undefined) throw new RangeError("no fact " + data.fact);
  const found = { fact: spec.index, bits: bitsOfValues(spec, data.is), name: data.fact };
  const written = { values: data.is, quote: data.quote || "" };
  return Object.assign(conditionNode(LEAF, []), found, written);
}

/**
 * Return the condition of a bundle, ready to be asked.
 * @param {ConditionData} data
 * @param {Names} names
 * @returns {Condition}
 */
export function openCondition(data, names) {
  const inner = (/** @type {ConditionData} */ each) => openCondition(each, names);
  if ("fact" in data) return openLeaf(data, names);
  if ("clause" in data) return clauseHolds(data.clause);
  if ("all" in data) return allOf(data.all.map(inner));
  if ("any" in data) return anyOf(data.any.map(inner));
  if ("not" in data) return conditionNode(NOT, [inner(data.not)]);
  const card = names.readings.get(data.reading);
  if (card === undefined) throw new RangeError("no reading " + data.reading);
  const found = conditionNode(READING, data.options.map((each) => inner(each.when)));
  const given = data.options.map((each) => each.option);
  found.name = data.reading;
  found.reading = card.index;
  found.fact = names.facts.size + card.index;
  found.at = card.options.map((option) => given.indexOf(option));
  return found;
}

/**
 * Put the condition of each clause that a condition names into it.
 * @param {Condition} node
 * @param {(clause: string) => Condition} condition
 */
export function linkClauses(node, condition) {
  if (node.kind === CLAUSE) node.items = [condition(node.clause)];
  else for (const item of node.items) linkClauses(item, condition);
}

/** Tell whether a condition always holds. @param {Condition} node */
export function isOtherwise(node) {
  return node.kind === ALL && node.items.length === 0;
}

/** @param {Condition} node */
function isNever(node) {
  return node.kind === ANY && node.items.length === 0;
}

/**
 * Return every leaf at or below a condition, clauses not followed, of every reading.
 * @param {Condition} node
 * @returns {Condition[]}
 */
export function leavesOf(node) {
  if (node.kind === LEAF) return [node];
  if (node.kind === CLAUSE) return [];
  return node.items.reduce((found, item) => found.concat(leavesOf(item)), /** @type {Condition[]} */ ([]));
}

/**
 * Return a condition over facts alone, without constants: clauses and the readings put in.
 *
 * Where `chosen` is null the choice of readings stands among the facts.
 * @param {Condition} node
 * @param {ArrayLike<number> | null} chosen
 * @returns {Condition}
 */
export function inlinedCondition(node, chosen) {
  const inner = (/** @type {Condition} */ each) => inlinedCondition(each, chosen);
  if (node.kind === LEAF) return node;
  if (node.kind === CLAUSE) return inner(node.items[0]);
  if (node.kind !== READING) return simplified(conditionNode(node.kind, node.items.map(inner)));
  if (chosen !== null) return inner(node.items[node.at[chosen[node.reading]]]);
  const options = node.items.map((item, place) => {
    const leaf = Object.assign(conditionNode(LEAF, []), { fact: node.fact, name: node.name });
    leaf.bits = 1 << node.at.indexOf(place);
    return simplified(allOf([leaf, inner(item)]));
  });
  return simplified(anyOf(options));
}

/** @param {Condition} node */
function simplified(node) {
  if (node.kind === NOT) {
    if (isOtherwise(node.items[0])) return anyOf([]);
    return isNever(node.items[0]) ? allOf([]) : node;
  }
  const all = node.kind === ALL;
  const items = node.items.filter((item) => !(all ? isOtherwise(item) : isNever(item)));
  if (items.some(all ? isNever : isOtherwise)) return all ? anyOf([]) : allOf([]);
  return conditionNode(node.kind, items);
}
