// @ts-check
/**
 * Examined clauses: every condition of a clause, and what a case makes of each.
 *
 * Each condition is judged by the facts as known, and once more by the facts as presumed.
 */

import { ALL, CLAUSE, LEAF, NOT, READING } from "./conditions.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { STATUS_NAMES, statusOf } from "./semantics.mjs";
import { knownOfBits, possibleValues } from "./vocabulary.mjs";

/** @typedef {import("./conditions.mjs").Condition} Condition */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").Known} Known */
/** @typedef {import("./vocabulary.mjs").Value} Value */
/**
 * @typedef {object} Examined a condition and what a case makes of it
 * @property {"all" | "any" | "none" | "provided" | "fact" | "clause" | "reading" | "option"} kind
 * @property {string} status by the facts as known: established, refuted or open
 * @property {string} presumed the same with unknown facts presumed
 * @property {string} name the fact, the clause, the reading, or `reading=option`
 * @property {Value[]} values those that a fact must have
 * @property {Known} value what is known of the fact
 * @property {string} origin where that comes from
 * @property {string} quote the words of the regulation that it encodes
 * @property {boolean} in_force whether an option is the one in force
 * @property {Examined[]} items
 */

/**
 * Return a clause or an article with every condition of it, judged by a decision.
 *
 * The last of its items is its condition; before it stands the gate of the article that the clause
 * is one of, if there is a gate.
 * @param {Ruleset} ruleset
 * @param {any} decision
 * @param {string} clause
 * @returns {Examined}
 */
export function examinedClause(ruleset, decision, clause) {
  const examination = new Examination(ruleset, decision);
  const examined = examination.clause(clause);
  const around = ruleset.articles.find((each) => each.clauses.includes(clause));
  if (around && around.provided) examined.items.unshift(examination.gate(around.provided));
  return examined;
}

class Examination {
  /**
   * @param {Ruleset} ruleset
   * @param {any} decision
   */
  constructor(ruleset, decision) {
    const { known, total } = decidedFacts(ruleset, decision);
    this.ruleset = ruleset;
    this.known = known;
    this.total = total;
    this.presumed = new Set(decision.presumed);
    this.implied = new Set(decision.implied.map((/** @type {any} */ each) => each.fact));
  }

  /**
   * @param {Examined["kind"]} kind
   * @param {Condition} node
   * @param {Examined[]} items
   * @param {string} [name]
   * @returns {Examined}
   */
  judged(kind, node, items, name) {
    const { chosen } = this.ruleset;
    return {
      kind,
      status: STATUS_NAMES[statusOf(node, this.known, chosen)],
      presumed: STATUS_NAMES[statusOf(node, this.total, chosen)],
      name: name || "",
      values: [],
      value: null,
      origin: "",
      quote: "",
      in_force: true,
      items,
    };
  }

  /**
   * @param {string} clause
   * @returns {Examined}
   */
  clause(clause) {
    const node = this.ruleset.condition(clause);
    const item = this.examined(node);
    const article = this.ruleset.articleNamed.get(clause);
    if (article && article.provided) item.items[0] = this.gate(article.provided);
    return this.judged("clause", node, [item], clause);
  }

  /**
   * @param {Condition} node
   * @returns {Examined}
   */
  gate(node) {
    return this.judged("provided", node, [this.examined(node)]);
  }

  /**
   * @param {Condition} node
   * @returns {Examined}
   */
  examined(node) {
    if (node.kind === CLAUSE) return this.clause(node.clause);
    if (node.kind === LEAF) return this.fact(node, node, node.values);
    const [first] = node.items;
    if (node.kind === NOT && first.kind === LEAF) {
      const spec = this.ruleset.facts[first.fact];
      return this.fact(node, first, possibleValues(spec, spec.every & ~first.bits));
    }
    if (node.kind === NOT) return this.judged("none", node, [this.examined(first)]);
    if (node.kind === READING) return this.judged("reading", node, this.options(node), node.name);
    const items = node.items.map((item) => this.examined(item));
    return this.judged(node.kind === ALL ? "all" : "any", node, items);
  }

  /**
   * @param {Condition} node
   * @returns {Examined[]}
   */
  options(node) {
    const card = this.ruleset.readings[node.reading];
    const inForce = this.ruleset.chosen[node.reading];
    return node.items.map((item, place) => {
      const option = node.at.indexOf(place);
      const name = `${node.name}=${card.options[option]}`;
      const examined = this.judged("option", item, [this.examined(item)], name);
      examined.in_force = option === inForce;
      return examined;
    });
  }

  /**
   * Return a leaf, or its opposite, as the values that its fact must have.
   * @param {Condition} node
   * @param {Condition} leaf
   * @param {Value[]} values
   * @returns {Examined}
   */
  fact(node, leaf, values) {
    const spec = this.ruleset.facts[leaf.fact];
    const origin = this.implied.has(spec.name) ? "implied" : "established";
    return Object.assign(this.judged("fact", node, [], spec.name), {
      values,
      value: knownOfBits(spec, this.known[leaf.fact]),
      origin: this.presumed.has(spec.name) ? "presumed" : origin,
      quote: leaf.quote,
    });
  }
}
