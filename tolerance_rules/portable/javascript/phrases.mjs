// @ts-check
/**
 * Phrases: how one decision names its outcomes, its clauses and its facts, in one language.
 */

import { decidedFacts } from "./decided_facts.mjs";
import { citationInEnglish, citationInChinese } from "./legal_references.mjs";
import { pick, say } from "./messages.mjs";
import { bitsOfKnown, isSingle, labelOfBits, possibleValues } from "./vocabulary.mjs";

/** @typedef {import("./messages.mjs").Lang} Lang */
/** @typedef {import("./messages.mjs").Values} Values */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */
/** @typedef {import("./vocabulary.mjs").Known} Known */
/** @typedef {any} Decision the result document, as `evaluate` or the library gives it */

/**
 * Return a phrase as it stands inside quotation marks.
 * @param {string} phrase
 */
export function withinQuotes(phrase) {
  return phrase.replace(/“/g, "‘").replace(/”/g, "’");
}

/**
 * Return a sentence without the full stop at its end.
 * @param {string} sentence
 */
export function withoutStop(sentence) {
  return sentence.replace(/[。.]+$/, "");
}

/** The words for what a decision holds; `rules` tells whether those of the rules are added. */
export class Phrases {
  /**
   * @param {Ruleset} ruleset
   * @param {Decision} decision
   * @param {Lang} lang
   * @param {boolean} [rules]
   */
  constructor(ruleset, decision, lang, rules) {
    this.ruleset = ruleset;
    this.decision = decision;
    this.lang = lang;
    this.rules = Boolean(rules);
    this.catalogue = ruleset.bundle.messages;
    const { given, known, total } = decidedFacts(ruleset, decision);
    /** What the case says of each fact, by place: bits of the values still possible. */
    this.given = given;
    /** The same with what is implied. */
    this.known = known;
    /** Then with all presumed. */
    this.total = total;
  }

  /**
   * Return the words of a key, with values put in.
   * @param {string} key
   * @param {Values} [values]
   */
  say(key, values) {
    return say(this.lang, this.catalogue.explanation[key], values);
  }

  /**
   * Return the words of a pair.
   * @param {any} pair
   */
  pick(pair) {
    return pick(this.lang, pair);
  }

  /**
   * Return the parts as one enumeration; parts that have commas themselves stand apart by ；.
   * @param {string[]} parts
   * @param {string} [word]
   */
  series(parts, word) {
    const commas = parts.some((part) => /[、，]/.test(part));
    const between = word || "and";
    return parts.join(this.say(between === "and" && commas ? "then" : between));
  }

  /**
   * Return what the regulation calls an outcome.
   * @param {string} outcome
   */
  outcome(outcome) {
    const label = this.decision.ruleset.labels[outcome] || this.catalogue.outcomes[outcome];
    return this.pick(label);
  }

  /**
   * Return the names that the regulation has for outcomes.
   * @param {string[]} outcomes
   */
  outcomes(outcomes) {
    return this.series(outcomes.map((each) => this.outcome(each)));
  }

  /**
   * Return how a clause is cited: in English after its Chinese coordinates, if it has any.
   * @param {string} clause
   * @param {string} [citation]
   */
  clause(clause, citation) {
    const { references } = this.catalogue;
    const official = citation || citationInChinese(references, clause) || clause;
    const english = citationInEnglish(references, clause);
    return this.lang === "en" && english ? `${english} ${official}` : official;
  }

  /**
   * Return a fact of the vocabulary.
   * @param {string} fact
   * @returns {FactSpec}
   */
  spec(fact) {
    return /** @type {FactSpec} */ (this.ruleset.vocabulary.named.get(fact));
  }

  /**
   * Return the label of a fact.
   * @param {string} fact
   */
  label(fact) {
    return this.pick(this.spec(fact).label);
  }

  /**
   * Return the bits of what is known of a fact, implied findings counted in.
   * @param {string} fact
   */
  knownBits(fact) {
    return this.known[this.spec(fact).index];
  }

  /**
   * Return the bits of the value that a fact is taken to have.
   * @param {string} fact
   */
  takenBits(fact) {
    return this.total[this.spec(fact).index];
  }

  /**
   * Tell whether some values of a fact are excluded and more than one is possible.
   * @param {string} fact
   */
  partlyKnown(fact) {
    return isPart(this.spec(fact), this.knownBits(fact));
  }

  /**
   * Return where the value of a fact comes from: the case, what is implied, a presumption.
   * @param {string} fact
   */
  origin(fact) {
    if (this.decision.presumed.includes(fact)) return "presumed";
    const implied = this.decision.implied.some((/** @type {any} */ each) => each.fact === fact);
    return implied ? "implied" : "established";
  }

  /**
   * Return a fact with what is known of it.
   * @param {string} fact
   */
  stated(fact) {
    return this.valuedBits(fact, this.knownBits(fact));
  }

  /**
   * Return a fact with the value it is taken to have, and what is known if that is less.
   * @param {string} fact
   */
  taken(fact) {
    const valued = this.valuedBits(fact, this.takenBits(fact));
    if (!this.partlyKnown(fact)) return valued;
    return this.say("known_to_be", { fact: valued, among: this.valueBits(fact, this.knownBits(fact)) });
  }

  /**
   * Return a fact with a value, or with several that are possible.
   * @param {string} fact
   * @param {number} bits
   */
  valuedBits(fact, bits) {
    return this.say("is", { label: this.label(fact), value: this.valueBits(fact, bits) });
  }

  /**
   * Return a value in words; of several that are possible, each in quotation marks.
   * @param {string} fact
   * @param {number} bits
   */
  valueBits(fact, bits) {
    const spec = this.spec(fact);
    if (!isPart(spec, bits)) return labelOfBits(this.ruleset.vocabulary, spec, bits, this.lang);
    return this.series(
      this.labelsOf(spec, bits).map((label) => this.say("quoted", [label])),
      "or",
    );
  }

  /**
   * Return the same of what is known as a decision writes it.
   * @param {string} fact
   * @param {Known} known
   */
  value(fact, known) {
    return this.valueBits(fact, bitsOfKnown(this.spec(fact), known));
  }

  /**
   * Return the labels of values, in the order of the vocabulary.
   * @param {FactSpec} spec
   * @param {number} bits
   */
  labelsOf(spec, bits) {
    return possibleValues(spec, bits).map((value) =>
      this.pick(spec.labels[spec.values.indexOf(value)]),
    );
  }
}

/**
 * Tell whether bits are of more than one value, but not of all.
 * @param {FactSpec} spec
 * @param {number} bits
 */
export function isPart(spec, bits) {
  return !isSingle(bits) && bits !== spec.every;
}
