// @ts-check
/**
 * Answer phrases: the facts, changes and outcomes of a case, as the answers about it write them.
 */

import { itemOf, sectionOf } from "./document.mjs";
import { pick, say } from "./messages.mjs";
import { Phrases } from "./phrases.mjs";
import { bitsOfKnown, isSingle, presumedBits } from "./vocabulary.mjs";

/** @typedef {import("./changes.mjs").FactChange} FactChange */
/** @typedef {import("./document.mjs").Document} Document */
/** @typedef {import("./document.mjs").Item} Item */
/** @typedef {import("./document.mjs").Section} Section */
/** @typedef {import("./messages.mjs").Lang} Lang */
/** @typedef {import("./messages.mjs").Values} Values */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").Known} Known */

/** The words for what is answered about one case, decided, in one language. */
export class AnswerPhrases {
  /**
   * @param {Ruleset} ruleset
   * @param {any} decision
   * @param {Lang} lang
   */
  constructor(ruleset, decision, lang) {
    this.decision = decision;
    this.lang = lang;
    /** The words for what the decision holds. */
    this.decided = new Phrases(ruleset, decision, lang, false);
    this.catalogue = ruleset.bundle.messages;
  }

  /**
   * Return the words of a pair.
   * @param {any} pair
   */
  pick(pair) {
    return pick(this.lang, pair);
  }

  /**
   * Return the words of a key, with values put in.
   * @param {string} key
   * @param {Values} [values]
   */
  say(key, values) {
    return say(this.lang, this.catalogue.answers[key], values);
  }

  /**
   * Return the words of a key as they are said of an outcome that is settled, or is not.
   * @param {string} key
   * @param {Values} [values]
   */
  standingWords(key, values) {
    return this.say(asSettled(key, this.decision.settled), values);
  }

  /**
   * Return the label of a fact and its dotted name.
   * @param {string} fact
   */
  fact(fact) {
    return this.say("fact", { label: this.decided.label(fact), name: fact });
  }

  /**
   * Return what is known of a fact; if not established, also what is implied or presumed.
   * @param {string} fact
   * @param {Known} known
   */
  known(fact, known) {
    const spec = this.decided.spec(fact);
    const bits = bitsOfKnown(spec, known);
    if (isSingle(bits)) return this.decided.valueBits(fact, bits);
    const asGiven = bits === this.decided.given[spec.index];
    const origin = asGiven ? this.decided.origin(fact) : "presumed";
    const taken = asGiven ? this.decided.takenBits(fact) : presumedBits(spec, bits);
    const value = this.decided.valueBits(fact, taken);
    if (bits === spec.every) return this.say(origin, [value]);
    return this.say(`partly_${origin}`, { left: this.decided.valueBits(fact, bits), value });
  }

  /**
   * Return that a fact has one of some values; of a fact that is simply so, its label.
   * @param {string} fact
   * @param {import("./vocabulary.mjs").Value[]} values
   */
  circumstance(fact, values) {
    const label = this.decided.label(fact);
    if (values.length === 1 && values[0] === true) return label;
    const spec = this.decided.spec(fact);
    const named = values.map((value) => this.pick(spec.labels[spec.values.indexOf(value)]));
    return this.say("being", { fact: label, values: this.decided.series(named) });
  }

  /**
   * Return a change.
   * @param {FactChange} change
   */
  change(change) {
    return this.say("change", {
      fact: this.fact(change.fact),
      before: this.known(change.fact, change.before),
      after: this.known(change.fact, change.after),
    });
  }

  /**
   * Return a change, and what it takes.
   * @param {FactChange} change
   */
  changeAndKind(change) {
    return this.say("taking", { change: this.change(change), kind: this.kind(change.kind) });
  }

  /**
   * Return what a change of a kind takes.
   * @param {string} kind
   */
  kind(kind) {
    return this.pick(this.catalogue.kinds[kind]);
  }

  /**
   * Return an outcome, and whether it is settled.
   * @param {{outcome: any, settled: boolean, reachable: string[]}} found
   */
  standing(found) {
    const outcome = this.decided.outcome(found.outcome);
    if (found.settled) return this.say("settled", [outcome]);
    return this.say("unsettled", { outcome, reachable: this.decided.outcomes(found.reachable) });
  }

  /**
   * Return a matter that needs an explanation.
   * @param {{question: string, question_en: string}} warning
   * @returns {Item}
   */
  toExplain(warning) {
    const question = this.pick([warning.question, warning.question_en]);
    return itemOf(this.say("to_explain", [question]));
  }

  /**
   * Return a document: the title with the name of the case, how it stands, the sections.
   *
   * A `remark` is an answer that needs no section of its own.
   * @param {string} title
   * @param {Section[]} sections
   * @param {string} [remark]
   * @returns {Document}
   */
  document(title, sections, remark) {
    const about = this.decision.case;
    const name = about.title || about.id;
    const items = [itemOf(this.standing(this.decision), [], true)];
    if (remark) items.push(itemOf(remark));
    return {
      title: name ? this.say("named", { title, name }) : title,
      sections: [sectionOf(this.standingWords("now"), items)].concat(sections),
      chinese: this.lang === "zh",
    };
  }
}

/**
 * Return the key of the words for what is settled, or for what is only presumed.
 * @param {string} key
 * @param {boolean} settled
 */
export function asSettled(key, settled) {
  return settled ? key : `${key}_presumed`;
}
