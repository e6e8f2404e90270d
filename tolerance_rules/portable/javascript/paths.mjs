// @ts-check
/**
 * Paths: every minimal set of changes of facts by which a case reaches an outcome, exactly.
 *
 * Known as minimal counterfactuals. A set of changes reaches an outcome if the case with these
 * changes can be, and its outcome would be that one: what is unknown stays unknown unless it is
 * changed, and is then implied or presumed. It is minimal if no part of it reaches the outcome.
 */

import { answeredCase, factsAmong } from "./answered_case.mjs";
import { changeKinds } from "./changes.mjs";
import { evaluatorOf } from "./diagram_evaluator.mjs";
import { PathSearch } from "./path_search.mjs";
import { isHarsher } from "./reachability.mjs";

/** @typedef {import("./changes.mjs").ChangeKind} ChangeKind */
/** @typedef {import("./path_search.mjs").Path} Path */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/**
 * @typedef {object} Paths
 * @property {any} decision
 * @property {string} outcome
 * @property {ChangeKind[]} only
 * @property {Path[]} smallest
 * @property {Path[]} paths
 * @property {{[size: string]: number}} sizes how many minimal sets of each size, listed or not
 * @property {number} total
 * @property {boolean} complete whether all are listed
 * @property {{clause: string, citation: string, note: string}[]} notes
 * @property {boolean} harsher whether the outcome is heavier than that of the case
 */

/** How many paths are listed unless more are asked for. */
const LISTED_PATHS = 100;

/**
 * Return the minimal sets of changes by which a case reaches an outcome.
 *
 * `to` is the code of an outcome; `only` restricts the kinds of change, `among` the facts that may
 * change, by their names or those of their groups. `paths` lists the sizes that together hold no
 * more than `limit` sets, and always the least; `sizes` and `total` count them all. Within a size,
 * paths with fewer findings to be overturned, then with more that can be done, come first.
 * @param {Ruleset} ruleset
 * @param {any} given a decision, or facts
 * @param {{to: string, only?: string | string[] | null, among?: string | string[] | null, limit?: number}} options
 * @returns {Paths}
 */
export function paths(ruleset, given, options) {
  const only = changeKinds(options.only);
  const free = factsAmong(ruleset, options.among);
  const limit = options.limit === undefined ? LISTED_PATHS : options.limit;
  const decision = answeredCase(ruleset, given);
  const search = new PathSearch(evaluatorOf(ruleset), decision, options.to, only, free);
  const family = search.minimal();
  /** @type {{[size: string]: number}} */
  const sizes = {};
  /** @type {Path[]} */
  let listed = [];
  let smallest = 0;
  let whole = true;
  search.zdd.counted(family).forEach((count, size) => {
    if (count === 0) return;
    sizes[size] = count;
    whole = whole && !(listed.length && listed.length + count > limit);
    if (!whole) return;
    listed = listed.concat(search.listed(family, size));
    smallest = smallest || listed.length;
  });
  const total = Object.keys(sizes).reduce((sum, size) => sum + sizes[size], 0);
  return {
    decision,
    outcome: options.to,
    only,
    smallest: listed.slice(0, smallest),
    paths: listed,
    sizes,
    total,
    complete: listed.length === total,
    notes: notesOfBars(ruleset, decision, listed),
    harsher: isHarsher(options.to, decision.outcome),
  };
}

/**
 * Return the notes of the bars that stand and rest on facts that a path changes.
 * @param {Ruleset} ruleset
 * @param {any} decision
 * @param {Path[]} listed
 */
function notesOfBars(ruleset, decision, listed) {
  const changed = new Set();
  for (const path of listed) for (const each of path.changes) changed.add(each.fact);
  /** @type {{clause: string, citation: string, note: string}[]} */
  const notes = [];
  for (const { clause, citation, role, because } of decision.citations) {
    const card = ruleset.clauseNamed.get(clause);
    const rests = because.some((/** @type {any} */ each) => changed.has(each.fact));
    if (role === "bar" && rests && card && card.data.note) {
      notes.push({ clause, citation, note: card.data.note });
    }
  }
  return notes;
}
