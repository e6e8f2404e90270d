// @ts-check
/**
 * Semantics: what a condition means for what is known of a case, in Kleene's three-valued logic.
 *
 * `chosen` is, for each reading, which of its options is in force.
 */

import { ALL, CLAUSE, LEAF, NOT, READING } from "./conditions.mjs";

export const REFUTED = 0;
export const OPEN = 1;
export const ESTABLISHED = 2;
export const STATUS_NAMES = ["refuted", "open", "established"];

/** @typedef {import("./conditions.mjs").Condition} Condition */
/** @typedef {import("./vocabulary.mjs").Bits} Bits */
/** @typedef {ArrayLike<number>} Chosen */

/**
 * Return the status of a condition: REFUTED, OPEN or ESTABLISHED.
 * @param {Condition} node
 * @param {Bits} known
 * @param {Chosen} chosen
 * @returns {number}
 */
export function statusOf(node, known, chosen) {
  const { kind, items } = node;
  if (kind === LEAF) {
    const possible = known[node.fact];
    const named = possible & node.bits;
    if (named === 0) return REFUTED;
    return named === possible ? ESTABLISHED : OPEN;
  }
  if (kind === CLAUSE) return statusOf(items[0], known, chosen);
  if (kind === READING) return statusOf(optionInForce(node, chosen), known, chosen);
  if (kind === NOT) return ESTABLISHED - statusOf(items[0], known, chosen);
  let found = kind === ALL ? ESTABLISHED : REFUTED;
  for (let place = 0; place < items.length; place++) {
    const status = statusOf(items[place], known, chosen);
    if (kind === ALL) {
      if (status === REFUTED) return REFUTED;
      if (status < found) found = status;
    } else {
      if (status === ESTABLISHED) return ESTABLISHED;
      if (status > found) found = status;
    }
  }
  return found;
}

/**
 * Return the branch of a reading that is in force.
 * @param {Condition} node
 * @param {Chosen} chosen
 */
function optionInForce(node, chosen) {
  return node.items[node.at[chosen[node.reading]]];
}

/**
 * Return the clauses that made a condition over clauses what it is.
 * @param {Condition} node
 * @param {Bits} known
 * @param {Chosen} chosen
 * @returns {string[]}
 */
export function clausesBehind(node, known, chosen) {
  const inner = (/** @type {Condition} */ each) => clausesBehind(each, known, chosen);
  if (node.kind === CLAUSE) return [node.clause];
  if (node.kind === LEAF) return [];
  if (node.kind === READING) return inner(optionInForce(node, chosen));
  if (node.kind === NOT) return inner(node.items[0]);
  const verdict = statusOf(node, known, chosen);
  const same = node.items.filter((item) => statusOf(item, known, chosen) === verdict);
  return same.reduce((found, item) => found.concat(inner(item)), /** @type {string[]} */ ([]));
}

/**
 * Return the leaves that made a condition what it is: established or refuted, not open.
 *
 * Of items that had to hold together and do, all; of those that failed, each that failed.
 * @param {Condition} node
 * @param {Bits} known
 * @param {Chosen} chosen
 * @returns {Condition[]}
 */
export function reasonsOf(node, known, chosen) {
  const verdict = statusOf(node, known, chosen);
  if (verdict === OPEN) return [];
  if (node.kind === LEAF) return [node];
  if (node.kind === READING) return reasonsOf(optionInForce(node, chosen), known, chosen);
  if (node.kind === CLAUSE || node.kind === NOT) return reasonsOf(node.items[0], known, chosen);
  /** @type {Condition[]} */
  const found = [];
  for (const item of node.items) {
    if (statusOf(item, known, chosen) === verdict) found.push(...reasonsOf(item, known, chosen));
  }
  return found;
}

/**
 * Return the first row whose condition is established, for a case with every fact known.
 * @template {{when: Condition}} Row
 * @param {Row[]} rows
 * @param {Bits} total
 * @param {Chosen} chosen
 * @returns {Row}
 */
export function firstRow(rows, total, chosen) {
  for (const row of rows) if (statusOf(row.when, total, chosen) === ESTABLISHED) return row;
  throw new RangeError("no row of the table decides");
}
