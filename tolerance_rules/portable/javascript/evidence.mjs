// @ts-check
// Evidence: the smallest sets of documents whose loss would unsettle the outcome of a case.
//
// A fact whose evidence note names documents rests on them: when all of them are lost it is not
// established any more, and of a recorded finding it is not known whether it was made. A fact whose
// note names none is held. They are found on the decision diagram from the leaves up: along each
// path to another outcome, every document of each fact whose value is against what is known.

import { impossibleNode } from "./diagram.mjs";
import { completeCase } from "./consistency.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { evaluatorOf } from "./diagram_evaluator.mjs";
import { documentIds } from "./document_ids.mjs";

/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */
/** @typedef {{documents: string[], facts: string[], outcome: string, reachable: string[]}} Loss */

const LOSSES_LISTED = 100;
const SETS_HELD = 2000;

/**
 * On which documents the outcome of a decision rests, and which losses unsettle it, as Python's
 * `evidence_of`. Where more than `held` sets would have to be compared at one place, sets of more
 * than `complete_to` documents are left out.
 * @param {Ruleset} ruleset
 * @param {any} decision
 * @param {{limit?: number, held?: number}} [options]
 */
export function evidenceOf(ruleset, decision, options) {
  const { limit = LOSSES_LISTED, held = SETS_HELD } = options || {};
  const notes = decision.case.evidence, given = decidedFacts(ruleset, decision).given;
  /** @type {Map<string, string>} */
  const words = new Map();
  for (const spec of ruleset.facts) {
    for (const [key, written] of documentIds(notes[spec.name] || "")) {
      if (!words.has(key)) words.set(key, written);
    }
  }
  const keys = Array.from(words.keys());
  /** @type {Map<string, number[]>} */
  const resting = new Map();
  /** @type {string[]} */
  const undocumented = [];
  for (const spec of ruleset.facts) {
    if (!isEstablished(spec, given[spec.index])) continue;
    const named = Array.from(documentIds(notes[spec.name] || "").keys(), (key) => keys.indexOf(key));
    if (named.length) resting.set(spec.name, named.sort((one, other) => one - other));
    else undocumented.push(spec.name);
  }
  const search = new LossSearch(ruleset, decision, given, resting);
  const { sets, completeTo } = decision.settled ? search.minimal(keys.length, held) : { sets: [], completeTo: null };
  const written = Array.from(words.values());
  /** @type {{[size: string]: number}} */
  const sizes = {};
  for (const each of sets) sizes[each.length] = (sizes[each.length] || 0) + 1;
  return {
    decision,
    documents: written.map((id, place) => documentOf(id, place, resting)),
    single_points: sets.filter((each) => each.length === 1).map((each) => written[each[0]]),
    losses: sets.slice(0, limit).map((each) => search.loss(each, written)),
    sizes,
    total: sets.length,
    complete_to: completeTo,
    undocumented,
    unsupported: undocumented.filter((fact) => decision.settled && !search.without([fact]).settled),
  };
}

/**
 * Tell whether anything is known of a fact that could be lost; no finding needs no paper.
 * @param {FactSpec} spec
 * @param {number} bits
 */
function isEstablished(spec, bits) {
  return bits !== spec.every && !(spec.finding && bits === 1 << spec.values.indexOf(false));
}

/** @param {string} id @param {number} place @param {Map<string, number[]>} resting */
function documentOf(id, place, resting) {
  const facts = Array.from(resting.keys()).filter((fact) => documentsOf(resting, fact).includes(place));
  return { id, facts, alone: facts.filter((fact) => documentsOf(resting, fact).length === 1) };
}

/** @param {Map<string, number[]>} resting @param {string} fact @returns {number[]} */
function documentsOf(resting, fact) {
  return resting.get(fact) || [];
}

/** Too many sets would have to be compared. */
class TooManySets extends Error {}

/** The documents of one case; each is known by its place, a set of them by their places in order. */
class LossSearch {
  /** @param {Ruleset} ruleset @param {any} decision @param {Int32Array} given @param {Map<string, number[]>} resting */
  constructor(ruleset, decision, given, resting) {
    this.ruleset = ruleset;
    this.decision = decision;
    this.given = given;
    this.resting = resting;
    this.evaluator = evaluatorOf(ruleset);
  }

  /**
   * The minimal sets whose loss unsettles the outcome, the smallest first, and up to which size
   * they are all there; null if they all are, of whatever size.
   * @param {number} documents
   * @param {number} held
   * @returns {{sets: number[][], completeTo: number | null}}
   */
  minimal(documents, held) {
    const all = this.familyOrNull(documents, held);
    if (all !== null) return { sets: all.sort(compareLosses), completeTo: null };
    /** @type {number[][]} */
    let sets = [];
    for (let largest = 1; ; largest += 1) {
      const found = this.familyOrNull(largest, held);
      if (found === null) return { sets, completeTo: largest - 1 };
      sets = found.sort(compareLosses);
    }
  }

  /** @param {number} largest @param {number} held @returns {number[][] | null} */
  familyOrNull(largest, held) {
    try {
      return this.family(largest, held);
    } catch (error) {
      if (error instanceof TooManySets) return null;
      throw error;
    }
  }

  /**
   * The minimal sets of at most so many documents.
   * @param {number} largest
   * @param {number} held
   * @returns {number[][]}
   */
  family(largest, held) {
    const { diagram, specs } = this.evaluator, impossible = impossibleNode(diagram);
    /** @type {Map<number, number[][]>} */
    const families = new Map(diagram.terminals.map((name, leaf) =>
      /** @type {[number, number[][]]} */ ([leaf, name === this.decision.outcome || leaf === impossible ? [] : [[]]])));
    const prices = specs.map((spec) => spec.values.map((_, index) =>
      (this.given[spec.index] >> index) & 1 ? [] : this.resting.get(spec.name) || null));
    const below = (/** @type {number} */ node) => {
      const known = families.get(node);
      if (known !== undefined) return known;
      /** @type {Map<string, number[]>} */
      const unions = new Map();
      diagram.children[node].forEach((child, index) => {
        const price = prices[diagram.facts[node]][index];
        for (const each of price === null ? [] : below(child)) {
          const union = unionOfSets(each, price || []);
          if (union.length <= largest) unions.set(union.join(), union);
        }
      });
      if (unions.size > held) throw new TooManySets();
      const found = minimalLosses(Array.from(unions.values()));
      families.set(node, found);
      return found;
    };
    return below(diagram.root).slice();
  }

  /** @param {number[]} documents @param {string[]} words @returns {Loss} */
  loss(documents, words) {
    const facts = Array.from(this.resting.keys()).filter((fact) => isSubset(documentsOf(this.resting, fact), documents));
    const { outcome, reachable } = this.without(facts);
    return { documents: documents.map((place) => words[place]), facts, outcome, reachable };
  }

  /** How the case stands if these facts are not established. @param {string[]} lost */
  without(lost) {
    const facts = this.given.slice();
    for (const spec of this.ruleset.facts) {
      if (lost.includes(spec.name)) facts[spec.index] = spec.every;
    }
    return this.evaluator.evaluate(completeCase(this.ruleset, facts).known);
  }
}

/** @param {number[]} one @param {number[]} other @returns {number[]} */
function unionOfSets(one, other) {
  return other.length ? Array.from(new Set(one.concat(other))).sort((a, b) => a - b) : one;
}

/** @param {number[]} part @param {number[]} whole @returns {boolean} */
function isSubset(part, whole) {
  return part.every((each) => whole.includes(each));
}

/** @param {number[][]} sets @returns {number[][]} */
function minimalLosses(sets) {
  /** @type {number[][]} */
  const kept = [];
  for (const each of sets.sort((one, other) => one.length - other.length)) {
    if (!kept.some((smaller) => isSubset(smaller, each))) kept.push(each);
  }
  return kept;
}

/** @param {number[]} one @param {number[]} other @returns {number} */
function compareLosses(one, other) {
  if (one.length !== other.length) return one.length - other.length;
  const place = one.findIndex((each, index) => each !== other[index]);
  return place < 0 ? 0 : one[place] - other[place];
}
