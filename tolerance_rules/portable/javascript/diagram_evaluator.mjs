// @ts-check
/** Diagram evaluator: outcomes read off the decision diagram, without citations. */

import { completeCase } from "./consistency.mjs";
import { impossibleNode, outcomeBits, outcomeOnDiagram, outcomesOfBits } from "./diagram.mjs";
import { FactsError } from "./faults.mjs";
import { diagramOf, inOutcomeOrder, possibleInOrder } from "./reachability.mjs";
import { presumedBits } from "./vocabulary.mjs";

/** @typedef {import("./consistency.mjs").Completed} Completed */
/** @typedef {import("./ruleset.mjs").Combination} Combination */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").Bits} Bits */
/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */
/** @typedef {{outcome: string, settled: boolean, reachable: string[]}} Evaluation */
/**
 * @typedef {object} Block neighbours in the order of the diagram that no impossible combination
 *   relates to others
 * @property {number[]} places
 * @property {Ruleset} ruleset with the combinations of these facts alone
 */

/** Evaluates cases on the decision diagram of one ruleset, under its readings and its policy. */
export class DiagramEvaluator {
  /** @param {Ruleset} ruleset */
  constructor(ruleset) {
    this.ruleset = ruleset;
    this.diagram = diagramOf(ruleset);
    /** The facts that the diagram asks for, in its order. */
    this.specs = this.diagram.order.map(
      (name) => /** @type {FactSpec} */ (ruleset.vocabulary.named.get(name)),
    );
    /** The facts of the impossible combinations, in order. */
    this.constrained = /** @type {string[]} */ ([]);
    for (const { literals } of ruleset.impossible) {
      for (const { name } of literals) {
        if (!this.constrained.includes(name)) this.constrained.push(name);
      }
    }
    this.blocks = blocksOf(ruleset, this.constrained);
    /** @type {Map<string, Map<number, number> | null>} */
    this.totals = new Map();
  }

  /**
   * Return the facts of a block with what is implied and presumed filled in: for the place of
   * each, the index of its value.
   *
   * `chosen` is what is known of them, in order; null if it clashes.
   * @param {number} block
   * @param {number[]} chosen
   * @returns {Map<number, number> | null}
   */
  blockTotal(block, chosen) {
    const key = `${block}:${chosen.join()}`;
    let found = this.totals.get(key);
    if (found === undefined) {
      found = this.workedOut(this.blocks[block], chosen);
      this.totals.set(key, found);
    }
    return found;
  }

  /**
   * @param {Block} block
   * @param {number[]} chosen
   */
  workedOut(block, chosen) {
    const facts = Int32Array.from(this.ruleset.facts, (spec) => spec.every);
    block.places.forEach((place, index) => {
      facts[this.specs[place].index] = chosen[index];
    });
    const completed = completedOrNull(block.ruleset, facts);
    if (completed === null) return null;
    return new Map(
      block.places.map((place) => {
        const bits = completed.total[this.specs[place].index];
        return /** @type {[number, number]} */ ([place, 31 - Math.clz32(bits)]);
      }),
    );
  }

  /**
   * Return how a case stands, given with what its facts imply.
   * @param {Bits} known
   * @returns {Evaluation}
   */
  evaluate(known) {
    const { diagram, ruleset } = this;
    const total = this.specs.map((spec) => {
      const bits = presumedBits(spec, known[spec.index]);
      return 31 - Math.clz32(bits);
    });
    const outcome = outcomeOnDiagram(diagram, total);
    const found = outcomeBits(diagram, possibleInOrder(ruleset, diagram, known));
    const reachable = inOutcomeOrder(outcomesOfBits(diagram, found[diagram.root]));
    return { outcome, settled: reachable.length === 1, reachable };
  }

  /**
   * Return the impossible combinations of the named facts that these facts leave open.
   * @param {Bits} facts
   * @param {string[]} named
   * @returns {Combination[]}
   */
  clashes(facts, named) {
    return this.ruleset.impossible.filter((each) =>
      each.literals.every(
        (literal) => named.includes(literal.name) && (facts[literal.fact] & literal.bits) !== 0,
      ),
    );
  }

  /**
   * Return the cheapest case that can be and has another outcome: for the place of each fact on
   * which that depends, the index of its value.
   *
   * `prices` gives, for each fact in the order of the diagram, the price of each of its values,
   * Infinity for one that must not be taken; null if every such case costs as much.
   * @param {number[][]} prices
   * @param {string} outcome
   * @returns {Map<number, number> | null}
   */
  cheapestOther(prices, outcome) {
    const { diagram } = this;
    const impossible = impossibleNode(diagram);
    const { facts, children, terminals, root } = diagram;
    const cost = terminals.map((name, leaf) =>
      leaf === impossible || name === outcome ? Infinity : 0,
    );
    for (let node = terminals.length; node < facts.length; node += 1) {
      cost.push(Math.min(...onward(children[node], prices[facts[node]], cost)));
    }
    if (cost[root] === Infinity) return null;
    const path = new Map();
    for (let node = root; node >= terminals.length; ) {
      const sums = onward(children[node], prices[facts[node]], cost);
      const index = sums.indexOf(Math.min(...sums));
      path.set(facts[node], index);
      node = children[node][index];
    }
    return path;
  }
}

/**
 * Return, for each value that a node asks for, the price of the cheapest path onward.
 * @param {number[]} children
 * @param {number[]} prices
 * @param {number[]} cost
 */
function onward(children, prices, cost) {
  return children.map((child, index) => cost[child] + prices[index]);
}

/**
 * Return a case with what is implied and presumed, or null if its facts clash.
 * @param {Ruleset} ruleset
 * @param {Bits} facts
 * @returns {Completed | null}
 */
export function completedOrNull(ruleset, facts) {
  try {
    return completeCase(ruleset, facts);
  } catch (error) {
    if (error instanceof FactsError) return null;
    throw error;
  }
}

/**
 * Return the blocks, in order, that cover the facts of the impossible combinations, which head
 * the order of the diagram.
 * @param {Ruleset} ruleset
 * @param {string[]} constrained
 * @returns {Block[]}
 */
function blocksOf(ruleset, constrained) {
  const placesOf = (/** @type {Combination} */ each) =>
    each.literals.map((literal) => constrained.indexOf(literal.name));
  /** @type {Block[]} */
  const blocks = [];
  for (let start = 0, stop = 0; start < constrained.length; start = stop) {
    stop = start + 1;
    /** @type {Combination[]} */
    const impossible = [];
    for (let place = start; place < stop; place += 1) {
      for (const each of ruleset.impossible) {
        const places = placesOf(each);
        if (Math.min(...places) !== place) continue;
        impossible.push(each);
        stop = Math.max(stop, ...places.map((other) => other + 1));
      }
    }
    const places = Array.from({ length: stop - start }, (_, index) => start + index);
    blocks.push({ places, ruleset: Object.assign({}, ruleset, { impossible }) });
  }
  return blocks;
}

/**
 * Return the evaluator of a ruleset, which keeps what it has worked out.
 * @param {Ruleset} ruleset
 * @returns {DiagramEvaluator}
 */
export function evaluatorOf(ruleset) {
  const kept = /** @type {{evaluator?: DiagramEvaluator}} */ (ruleset.kept);
  if (kept.evaluator === undefined) kept.evaluator = new DiagramEvaluator(ruleset);
  return kept.evaluator;
}
