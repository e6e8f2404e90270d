// @ts-check
/**
 * Diagram: which outcome every case has, as one decision diagram over the raw facts.
 *
 * A node asks for one fact and has a child for each of its values; the first nodes are the
 * outcomes, the last of them `impossible`, for facts that cannot all be. Children stand before
 * their parents. No node is there twice, and none that does not matter.
 */

/**
 * @typedef {object} Diagram
 * @property {string[]} terminals the outcomes, `impossible` last
 * @property {string[]} order the facts, in the order in which a path meets them
 * @property {number[]} sizes how many values each of them has
 * @property {number[]} facts for each node, the place in `order` of the fact that it asks for
 * @property {number[][]} children for each node, its child for each value; none for outcomes
 * @property {number} root
 */

/** @param {Diagram} diagram */
export function impossibleNode(diagram) {
  return diagram.terminals.length - 1;
}

/** Builds a diagram from its leaves up. */
export class DiagramBuilder {
  /**
   * @param {string[]} terminals
   * @param {string[]} order
   * @param {number[]} sizes
   */
  constructor(terminals, order, sizes) {
    this.terminals = terminals;
    this.order = order;
    this.sizes = sizes;
    /** @type {number[]} */
    this.facts = terminals.map(() => order.length);
    /** @type {number[][]} */
    this.children = terminals.map(() => []);
    /** @type {Map<string, number>} */
    this.made = new Map();
  }

  /**
   * Return the node that asks for a fact, by its place, with these children.
   * @param {number} place
   * @param {number[]} children
   */
  node(place, children) {
    if (children.every((child) => child === children[0])) return children[0];
    const key = place + ":" + children.join();
    let found = this.made.get(key);
    if (found === undefined) {
      found = this.facts.length;
      this.made.set(key, found);
      this.facts.push(place);
      this.children.push(children);
    }
    return found;
  }

  /**
   * Return the diagram of what was built.
   * @param {number} root
   * @returns {Diagram}
   */
  diagram(root) {
    const { terminals, order, sizes, facts, children } = this;
    return { terminals, order, sizes, facts, children, root };
  }
}

/**
 * Return the diagram with what is known put in: it asks only for what is not established.
 *
 * `possible` has, for each fact in order, the bits of the values still possible. Those excluded
 * of a fact that is partly known lead to `impossible`.
 * @param {Diagram} diagram
 * @param {ArrayLike<number>} possible
 * @returns {Diagram}
 */
export function restrictedDiagram(diagram, possible) {
  const { terminals, facts, children } = diagram;
  const builder = new DiagramBuilder(terminals, diagram.order, diagram.sizes);
  const impossible = impossibleNode(diagram);
  /** @type {number[]} */
  const moved = terminals.map((_, node) => node);
  /** @param {number} node @returns {number} */
  const move = (node) => {
    if (moved[node] !== undefined) return moved[node];
    const below = children[node];
    const bits = possible[facts[node]];
    const left = below.map((child, index) => ((bits >> index) & 1 ? move(child) : -1));
    const ends = left.filter((child) => child >= 0);
    const one = ends.every((child) => child === ends[0]);
    const all = left.map((child) => (child < 0 ? impossible : child));
    moved[node] = one ? ends[0] : builder.node(facts[node], all);
    return moved[node];
  };
  return builder.diagram(move(diagram.root));
}

/**
 * Return for each node the outcomes that can be reached from it, as bits; `impossible` is none.
 * @param {Diagram} diagram
 * @param {ArrayLike<number> | null} possible the bits of the values still possible, or null for all
 */
export function outcomeBits(diagram, possible) {
  const { facts, children } = diagram;
  const found = new Int32Array(facts.length);
  const ends = diagram.terminals.length;
  for (let node = 0; node < ends - 1; node++) found[node] = 1 << node;
  for (let node = ends; node < facts.length; node++) {
    const below = children[node];
    const bits = possible === null ? -1 : possible[facts[node]];
    let reached = 0;
    for (let index = 0; index < below.length; index++) {
      if ((bits >> index) & 1) reached |= found[below[index]];
    }
    found[node] = reached;
  }
  return found;
}

/** Return the outcomes that bits stand for. @param {Diagram} diagram @param {number} bits */
export function outcomesOfBits(diagram, bits) {
  return diagram.terminals.filter((_, node) => (bits >> node) & 1);
}

/**
 * Return the outcome of a case given as the index of the value of each fact, in order.
 * @param {Diagram} diagram
 * @param {ArrayLike<number>} total
 */
export function outcomeOnDiagram(diagram, total) {
  let node = diagram.root;
  while (node >= diagram.terminals.length) node = diagram.children[node][total[diagram.facts[node]]];
  return diagram.terminals[node];
}

/** Return the places of the facts that a diagram asks for, in order. @param {Diagram} diagram */
export function askedPlaces(diagram) {
  const asked = new Set(diagram.facts.slice(diagram.terminals.length));
  return diagram.order.map((_, place) => place).filter((place) => asked.has(place));
}

/**
 * Tell whether two cases that can be, alike but for this fact, have different outcomes.
 * @param {Diagram} diagram
 * @param {number} place
 */
export function factMatters(diagram, place) {
  const { facts, children } = diagram;
  const impossible = impossibleNode(diagram);
  /** @type {Set<number>} */
  const seen = new Set();
  /** @type {number[]} */
  const todo = [];
  const add = (/** @type {number} */ one, /** @type {number} */ other) => {
    if (one === other || one === impossible || other === impossible) return;
    const pair = one < other ? one * facts.length + other : other * facts.length + one;
    if (seen.has(pair)) return;
    seen.add(pair);
    todo.push(one, other);
  };
  for (let node = diagram.terminals.length; node < facts.length; node++) {
    if (facts[node] !== place) continue;
    const below = children[node];
    for (let one = 0; one < below.length; one++) {
      for (let other = one + 1; other < below.length; other++) add(below[one], below[other]);
    }
  }
  while (todo.length) {
    const other = /** @type {number} */ (todo.pop());
    const one = /** @type {number} */ (todo.pop());
    const level = Math.min(facts[one], facts[other]);
    if (level === diagram.order.length) return true;
    const ones = facts[one] === level ? children[one] : null;
    const others = facts[other] === level ? children[other] : null;
    const count = diagram.sizes[level];
    for (let index = 0; index < count; index++) {
      add(ones ? ones[index] : one, others ? others[index] : other);
    }
  }
  return false;
}

/**
 * Return, for each fact and each of its values, the outcomes that can be reached, as bits.
 *
 * A path asks for the fact, or passes it by: then any value leaves what the path reaches.
 * @param {Diagram} diagram
 * @returns {number[][]}
 */
export function outcomesOfValues(diagram) {
  const { facts, children, sizes } = diagram;
  const reached = outcomeBits(diagram, null);
  const found = sizes.map((size) => new Array(size).fill(0));
  const passing = new Int32Array(diagram.order.length + 1);
  for (let place = 0; place < facts[diagram.root]; place++) passing[place] |= reached[diagram.root];
  const ends = diagram.terminals.length;
  for (let node = ends; node < facts.length; node++) {
    children[node].forEach((child, index) => {
      found[facts[node]][index] |= reached[child];
      for (let place = facts[node] + 1; place < facts[child]; place++) {
        passing[place] |= reached[child];
      }
    });
  }
  return found.map((values, place) => values.map((bits) => bits | passing[place]));
}
