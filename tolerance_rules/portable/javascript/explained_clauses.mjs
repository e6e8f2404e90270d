// @ts-check
/** Explained clauses: why a clause holds in a case, or why not, in words. */

import { itemOf, sectionOf } from "./document.mjs";
import { examinedClause } from "./examined_clauses.mjs";
import { say } from "./messages.mjs";
import { Phrases, withinQuotes } from "./phrases.mjs";
import { bitsOfKnown, isSingle, possibleValues } from "./vocabulary.mjs";

/** @typedef {import("./document.mjs").Document} Document */
/** @typedef {import("./document.mjs").Item} Item */
/** @typedef {import("./examined_clauses.mjs").Examined} Examined */
/** @typedef {import("./messages.mjs").Lang} Lang */
/** @typedef {import("./messages.mjs").Values} Values */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */

/**
 * Return some clauses in words, each condition judged by a decision, and its outcome.
 * @param {Ruleset} ruleset
 * @param {any} decision
 * @param {string[]} clauses
 * @param {Lang} lang
 * @returns {Document}
 */
export function clausesDocument(ruleset, decision, clauses, lang) {
  const words = new ClauseWords(ruleset, decision, lang);
  const items = clauses.map((each) => words.clause(examinedClause(ruleset, decision, each)));
  const outcome = itemOf(words.phrases.outcome(decision.outcome), [], true);
  const name = decision.case.title || decision.case.id;
  return {
    title: name ? words.say("title", [name]) : words.say("clauses"),
    sections: [
      sectionOf(words.say("clauses"), items),
      sectionOf(words.say(decision.settled ? "outcome" : "outcome_presumed"), [outcome]),
    ],
    chinese: lang === "zh",
  };
}

class ClauseWords {
  /**
   * @param {Ruleset} ruleset
   * @param {any} decision
   * @param {Lang} lang
   */
  constructor(ruleset, decision, lang) {
    this.ruleset = ruleset;
    this.lang = lang;
    this.phrases = new Phrases(ruleset, decision, lang, true);
  }

  /**
   * @param {string} key
   * @param {Values} [values]
   */
  say(key, values) {
    return say(this.lang, this.phrases.catalogue.clauses[key], values);
  }

  /** @param {string} status */
  status(status) {
    return this.phrases.pick(this.phrases.catalogue.statuses[status]);
  }

  /**
   * Return a clause in words: its status, its text, its gloss, its note, its conditions.
   * @param {Examined} examined
   * @returns {Item}
   */
  clause(examined) {
    const source = this.ruleset.card(examined.name);
    const words = [itemOf(this.phrases.say("text", [source.text]))];
    if (this.lang === "en") words.push(itemOf(this.phrases.say("gloss", [source.gloss])));
    const card = this.ruleset.clauseNamed.get(examined.name);
    if (card && card.data.note) words.push(itemOf(this.say("note", [card.data.note])));
    const name = this.phrases.clause(examined.name, source.citation.zh);
    const items = words.concat(this.items(examined.items));
    return itemOf(this.marked(this.gated(name, examined), examined), items, true);
  }

  /**
   * Return the name of a clause, with what its gate takes from it where its own words hold.
   * @param {string} name
   * @param {Examined} examined
   */
  gated(name, examined) {
    const gate = examined.items.find((each) => each.kind === "provided");
    if (!gate || examined.status !== "established") return name;
    if (gate.status === "refuted") return this.say("gated", [name, this.status(gate.status)]);
    if (gate.status !== "open") return name;
    const taken = this.say("taken_as", [this.status(gate.presumed)]);
    return this.say("gate_open", [name, taken]);
  }

  /**
   * @param {Examined[]} items
   * @returns {Item[]}
   */
  items(items) {
    return items.map((each) => {
      if (each.kind === "clause") return this.clause(each);
      const said = this.marked(this.condition(each), each);
      if (each.kind !== "fact" || each.status !== "open") return itemOf(said, this.items(each.items));
      const question = this.phrases.pick(this.phrases.spec(each.name).question);
      return itemOf(said, [itemOf(this.say("ask", [question]))]);
    });
  }

  /**
   * Return what is said of a condition after its status.
   * @param {string} text
   * @param {Examined} examined
   */
  marked(text, examined) {
    let mark = this.status(examined.status);
    if (examined.status === "open") {
      mark = this.say("as_presumed", [mark, this.status(examined.presumed)]);
    }
    if (!examined.in_force) mark = this.say("not_in_force") + this.phrases.say("then") + mark;
    return this.say("judged", [mark, text]);
  }

  /**
   * Return one condition in words.
   * @param {Examined} examined
   */
  condition(examined) {
    const { kind, name } = examined;
    if (kind === "fact") return this.fact(examined);
    if (kind === "reading") {
      const card = this.ruleset.bundle.readings.find((each) => each.id === name);
      return this.say("reading", { name, question: card ? this.phrases.pick(card.question) : "" });
    }
    if (kind === "option") {
      const [reading, option] = name.split("=");
      const card = this.ruleset.readings.find((each) => each.id === reading);
      const meaning = card ? this.phrases.pick(card.meanings[card.options.indexOf(option)]) : "";
      return this.say(examined.in_force ? "in_force" : "option", { option, meaning });
    }
    if (examined.items.length) return this.say(kind);
    return this.say(kind === "all" ? "unconditional" : "never_holds");
  }

  /** @param {Examined} examined */
  fact(examined) {
    const { name } = examined;
    const values = this.quoted(name, examined.values);
    const must = this.say("must", { label: this.phrases.label(name), name, values });
    const text = this.found(must, examined);
    const quote = withinQuotes(examined.quote);
    return quote ? this.say("quote", [text, quote]) : text;
  }

  /**
   * Return what a fact must be, and what is known of it.
   * @param {string} text
   * @param {Examined} examined
   */
  found(text, examined) {
    const { name, value, origin, status } = examined;
    const spec = this.phrases.spec(name);
    const bits = bitsOfKnown(spec, value);
    const presumed = this.quoted(name, possibleValues(spec, this.phrases.takenBits(name)));
    if (value === null) return this.say("unknown", [text, presumed]);
    const among = this.quoted(name, possibleValues(spec, bits));
    if (isSingle(bits)) {
      const notMade = spec.finding && value === false && origin === "established";
      const key = origin === "established" ? "established" : "implied_origin";
      return this.say("found", [text, among, this.phrases.say(notMade ? "not_made" : key)]);
    }
    if (status === "open") return this.say("partly_presumed", [text, among, presumed]);
    return this.say("partly", [text, among]);
  }

  /**
   * @param {string} fact
   * @param {import("./vocabulary.mjs").Value[]} values
   */
  quoted(fact, values) {
    const { values: every, labels: words } = this.phrases.spec(fact);
    const labels = values.map((value) => this.phrases.pick(words[every.indexOf(value)]));
    const or = this.phrases.say("or");
    return labels.map((label) => this.phrases.say("quoted", [label])).join(or);
  }
}
