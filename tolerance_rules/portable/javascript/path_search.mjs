// @ts-check
/**
 * Path search: all minimal sets of changes by which a case reaches an outcome, as one family.
 *
 * It is made from the decision diagram from the leaves up: of a node, the minimal sets are those of
 * the child that keeps the fact, and, with the change added, those of every other child that
 * contain none of the former.
 */

import { alternativeValues, factChange, kindInCase } from "./changes.mjs";
import { completeCase, warningsOf } from "./consistency.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { bitsOfKnown, presumedBits } from "./vocabulary.mjs";
import { EMPTY_FAMILY, UNIT_FAMILY, Zdd } from "./zdd.mjs";

/** @typedef {import("./changes.mjs").ChangeKind} ChangeKind */
/** @typedef {import("./changes.mjs").FactChange} FactChange */
/** @typedef {import("./diagram_evaluator.mjs").DiagramEvaluator} DiagramEvaluator */
/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */
/**
 * @typedef {object} Path a minimal set of changes, and how the case then stands
 * @property {FactChange[]} changes
 * @property {boolean} settled
 * @property {string[]} reachable
 * @property {any[]} warnings those that the case did not have before
 */

/** Finds the minimal sets of changes of one case; an element is a fact and its new value. */
export class PathSearch {
  /**
   * @param {DiagramEvaluator} evaluator
   * @param {any} decision
   * @param {string} wanted
   * @param {ChangeKind[]} only
   * @param {FactSpec[]} free
   */
  constructor(evaluator, decision, wanted, only, free) {
    this.evaluator = evaluator;
    this.warned = new Set(decision.warnings.map((/** @type {any} */ each) => JSON.stringify(each)));
    const { given, known } = decidedFacts(evaluator.ruleset, decision);
    this.given = given;
    this.zdd = new Zdd();
    /** @type {FactChange[]} */
    this.elements = [];
    /** For each fact, by place, the index of the value that it has or is presumed to have. */
    this.keep = evaluator.specs.map((spec) => 31 - Math.clz32(presumedBits(spec, given[spec.index])));
    /** For each fact, its changes: the element, and the bits of the new value. */
    this.ways = evaluator.specs.map((spec) => {
      const before = given[spec.index];
      /** @type {[number, number][]} */
      const ways = [];
      for (const bits of free.includes(spec) ? alternativeValues(spec, before) : []) {
        const kind = kindInCase(evaluator.ruleset, known, spec, before, bits);
        if (!only.includes(kind)) continue;
        ways.push([this.elements.length, bits]);
        this.elements.push(Object.assign(factChange(spec, before, bits), { kind }));
      }
      return ways;
    });
    /** @type {Map<number, number>} */
    this.found = new Map();
    evaluator.diagram.terminals.forEach((name, leaf) => {
      this.found.set(leaf, name === wanted ? UNIT_FAMILY : EMPTY_FAMILY);
    });
    /** The minimal sets from a node at the start of a block, by both their numbers. */
    this.entered = /** @type {Map<string, number>} */ (new Map());
  }

  /** Return the family of all minimal sets. */
  minimal() {
    return this.enter(0, this.evaluator.diagram.root);
  }

  /**
   * Return the minimal sets of changes of the facts of a block and of all after it.
   * @param {number} block
   * @param {number} node
   * @returns {number}
   */
  enter(block, node) {
    if (this.found.has(node) || block === this.evaluator.blocks.length) return this.below(node);
    const key = `${block}:${node}`;
    let family = this.entered.get(key);
    if (family === undefined) {
      family = this.choose(block, node, []);
      this.entered.set(key, family);
    }
    return family;
  }

  /**
   * Return the same once the first facts of the block are chosen, changed or not.
   *
   * What the impossible combinations imply depends on all facts of a block at once, so every
   * choice is gone through before the diagram is followed.
   * @param {number} block
   * @param {number} node
   * @param {number[]} chosen
   * @returns {number}
   */
  choose(block, node, chosen) {
    const { places } = this.evaluator.blocks[block];
    if (chosen.length === places.length) return this.leave(block, node, chosen);
    const place = places[chosen.length];
    const known = this.given[this.evaluator.specs[place].index];
    const kept = this.choose(block, node, chosen.concat(known));
    const ways = this.ways[place].map(([element, bits]) =>
      /** @type {[number, number]} */ ([element, this.choose(block, node, chosen.concat(bits))]),
    );
    return this.joined(kept, ways);
  }

  /**
   * @param {number} block
   * @param {number} node
   * @param {number[]} chosen
   * @returns {number}
   */
  leave(block, node, chosen) {
    const total = this.evaluator.blockTotal(block, chosen);
    if (total === null) return EMPTY_FAMILY;
    const { facts, children } = this.evaluator.diagram;
    let after = node;
    for (let index = total.get(facts[after]); index !== undefined; index = total.get(facts[after])) {
      after = children[after][index];
    }
    return this.enter(block + 1, after);
  }

  /**
   * Return the minimal sets of changes of the facts that a node and those below ask for.
   * @param {number} node
   * @returns {number}
   */
  below(node) {
    let family = this.found.get(node);
    if (family === undefined) {
      const { facts, children } = this.evaluator.diagram;
      const place = facts[node];
      const kept = this.below(children[node][this.keep[place]]);
      const ways = this.ways[place].map(([element, bits]) =>
        /** @type {[number, number]} */ ([element, this.below(children[node][31 - Math.clz32(bits)])]),
      );
      family = this.joined(kept, ways);
      this.found.set(node, family);
    }
    return family;
  }

  /**
   * @param {number} kept
   * @param {[number, number][]} ways
   * @returns {number}
   */
  joined(kept, ways) {
    return ways.reduceRight(
      (found, [element, having]) =>
        this.zdd.node(element, found, this.zdd.nonsupersets(having, kept)),
      kept,
    );
  }

  /**
   * Return the paths of a size, the most practicable first, then in legal order.
   * @param {number} family
   * @param {number} size
   * @returns {Path[]}
   */
  listed(family, size) {
    const { facts, vocabulary } = this.evaluator.ruleset;
    const place = (/** @type {FactChange} */ each) => facts.findIndex((spec) => spec.name === each.fact);
    const ranked = this.zdd.ofSize(family, size).map((elements) => {
      const changes = elements
        .map((element) => ({ change: this.elements[element], place: place(this.elements[element]) }))
        .sort((a, b) => a.place - b.place);
      const count = (/** @type {ChangeKind} */ kind) =>
        changes.filter((each) => each.change.kind === kind).length;
      const values = changes.map((each) => [
        each.place,
        facts[each.place].values.indexOf(/** @type {any} */ (each.change.after)),
      ]);
      const ease = values.reduce((all, some) => all.concat(some), [count("fixed"), -count("doable")]);
      return { changes: changes.map((each) => each.change), ease };
    });
    ranked.sort((a, b) => compareRanks(a.ease, b.ease));
    return ranked.map((each) => this.path(each.changes, vocabulary.named));
  }

  /**
   * @param {FactChange[]} changes
   * @param {Map<string, FactSpec>} named
   * @returns {Path}
   */
  path(changes, named) {
    const { ruleset } = this.evaluator;
    const facts = this.given.slice();
    for (const { fact, after } of changes) {
      const spec = /** @type {FactSpec} */ (named.get(fact));
      facts[spec.index] = bitsOfKnown(spec, after);
    }
    const { known } = completeCase(ruleset, facts);
    const { settled, reachable } = this.evaluator.evaluate(known);
    const warnings = warningsOf(ruleset, known).filter((each) => !this.warned.has(JSON.stringify(each)));
    return { changes, settled, reachable, warnings };
  }
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function compareRanks(one, other) {
  const place = one.findIndex((each, index) => each !== other[index]);
  return place < 0 ? 0 : one[place] - other[place];
}
