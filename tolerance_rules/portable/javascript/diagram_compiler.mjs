// @ts-check
/** Diagram compiler: a decision list over facts -> its decision diagram. */

import { ALL, ANY, LEAF, NOT, isOtherwise, leavesOf } from "./conditions.mjs";
import { DiagramBuilder, restrictedDiagram } from "./diagram.mjs";

/** @typedef {import("./conditions.mjs").Condition} Condition */
/** @typedef {import("./diagram.mjs").Diagram} Diagram */
/** @typedef {{when: Condition, outcome: string}} DecisionRow */
/** @typedef {{name: string, size: number}} Variable by the place of its fact or reading */

export const IMPOSSIBLE = "impossible";

/**
 * Return the names of the facts that a decision list asks for, in the order in which it does.
 * @param {DecisionRow[]} table
 * @returns {number[]} their places
 */
export function askedInOrder(table) {
  /** @type {Set<number>} */
  const met = new Set();
  for (const row of table) for (const leaf of leavesOf(row.when)) met.add(leaf.fact);
  return [...met];
}

/**
 * Return the diagram of a decision list: the first row whose condition holds gives the outcome.
 * @param {DecisionRow[]} table conditions over facts alone, the last of which always holds
 * @param {Variable[]} variables
 * @returns {Diagram}
 */
export function compiledDiagram(table, variables) {
  const met = askedInOrder(table);
  const outcomes = table.map((row) => row.outcome).filter((outcome) => outcome !== IMPOSSIBLE);
  const terminals = [...new Set([...outcomes, IMPOSSIBLE])];
  const order = met.map((fact) => variables[fact].name);
  const sizes = met.map((fact) => variables[fact].size);
  const builder = new DiagramBuilder([...terminals, "false", "true"], order, sizes);
  const choice = new DiagramChoice(builder, met);
  let root = builder.terminals.length - 2;
  for (const row of table.slice().reverse()) {
    const end = terminals.indexOf(row.outcome);
    root = isOtherwise(row.when) ? end : choice.ifElse(choice.where(row.when), end, root);
  }
  const found = restrictedDiagram(builder.diagram(root), sizes.map(() => -1));
  // What no row leads to and what conditions are made of are no outcomes of cases.
  return withoutTerminals(found, terminals);
}

/**
 * @param {Diagram} diagram
 * @param {string[]} terminals
 * @returns {Diagram}
 */
function withoutTerminals(diagram, terminals) {
  const fewer = diagram.terminals.length - terminals.length;
  const moved = (/** @type {number} */ node) => (node < terminals.length ? node : node - fewer);
  return {
    terminals,
    order: diagram.order,
    sizes: diagram.sizes,
    facts: diagram.facts.slice(fewer),
    children: diagram.children.slice(fewer).map((below) => below.map(moved)),
    root: moved(diagram.root),
  };
}

/** Makes diagrams of conditions, which end in the last two terminals, false and true. */
class DiagramChoice {
  /**
   * @param {DiagramBuilder} builder
   * @param {number[]} met the facts in order
   */
  constructor(builder, met) {
    this.builder = builder;
    this.no = builder.terminals.length - 2;
    this.yes = builder.terminals.length - 1;
    this.places = new Map(met.map((fact, place) => /** @type {[number, number]} */ ([fact, place])));
    /** @type {Map<string, number>} */
    this.found = new Map();
  }

  /**
   * Return the node of the cases in which a condition holds.
   * @param {Condition} node
   * @returns {number}
   */
  where(node) {
    const { no, yes } = this;
    if (node.kind === LEAF) {
      const place = /** @type {number} */ (this.places.get(node.fact));
      const values = Array.from({ length: this.builder.sizes[place] }, (_, index) => index);
      return this.builder.node(place, values.map((index) => ((node.bits >> index) & 1 ? yes : no)));
    }
    if (node.kind === NOT) return this.ifElse(this.where(node.items[0]), no, yes);
    if (node.kind !== ALL && node.kind !== ANY) throw new RangeError("not a condition over facts");
    const parts = node.items.map((item) => this.where(item));
    if (node.kind === ALL) return parts.reduce((all, part) => this.ifElse(part, all, no), yes);
    return parts.reduce((any, part) => this.ifElse(part, yes, any), no);
  }

  /**
   * Return the node that is one node where a condition holds, and another where it does not.
   * @param {number} condition
   * @param {number} one
   * @param {number} other
   * @returns {number}
   */
  ifElse(condition, one, other) {
    if (condition === this.yes || one === other) return one;
    if (condition === this.no) return other;
    const key = condition + ":" + one + ":" + other;
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const { facts, children, sizes } = this.builder;
    const place = Math.min(facts[condition], facts[one], facts[other]);
    /** @param {number} node @param {number} index */
    const given = (node, index) => (facts[node] === place ? children[node][index] : node);
    const below = [];
    for (let index = 0; index < sizes[place]; index++) {
      below.push(this.ifElse(given(condition, index), given(one, index), given(other, index)));
    }
    const found = this.builder.node(place, below);
    this.found.set(key, found);
    return found;
  }
}
