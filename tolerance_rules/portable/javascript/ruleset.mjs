// @ts-check
/** Ruleset: a bundle, opened: its conditions made ready, its readings and its policy chosen. */

import { allOf, anyOf, clauseHolds, inlinedCondition, leavesOf, linkClauses, openCondition, openLeaf } from "./conditions.mjs";
import { requireBundle } from "./bundle.mjs";
import { openCalendar } from "./due_dates.mjs";
import { UsageError } from "./faults.mjs";
import { didYouMean, nearestName } from "./near_names.mjs";
import { shortened } from "./shown_text.mjs";
import { openVocabulary } from "./vocabulary.mjs";

/** @typedef {import("./vocabulary.mjs").Pair} Pair */
/** @typedef {import("./conditions.mjs").Condition} Condition */
/** @typedef {import("./diagram.mjs").Diagram} Diagram */
/** @typedef {import("./bundle.mjs").Bundle} Bundle */
/** @typedef {import("./bundle.mjs").Card} Card */
/** @typedef {import("./bundle.mjs").Cite} Cite */
/** @typedef {import("./bundle.mjs").Disposition} Disposition */
/** @typedef {import("./bundle.mjs").ClauseData} ClauseData */
/** @typedef {import("./bundle.mjs").ArticleData} ArticleData */
/** @typedef {import("./bundle.mjs").RowData} RowData */
/** @typedef {import("./bundle.mjs").PolicyData} PolicyData */
/** @typedef {import("./bundle.mjs").ReadingCardData} ReadingCardData */
/** @typedef {import("./bundle.mjs").CombinationData} CombinationData */
/** @typedef {import("./bundle.mjs").OutcomeData} OutcomeData */
/** @typedef {Card & {when: Condition, data: ClauseData}} Clause */
/** @typedef {Card & {clauses: string[], provided: Condition | null, items: Condition, when: Condition}} Article */
/** @typedef {{id: string, literals: Condition[], reason: Pair}} Combination */
/** @typedef {{row: string, outcome: string, gloss: string, when: Condition}} PolicyRow */
/**
 * @typedef {object} Policy
 * @property {string} id
 * @property {Pair} title
 * @property {string} citation
 * @property {string} text
 * @property {string} gloss
 * @property {string} sha256
 * @property {PolicyRow[]} rows
 */
/**
 * @typedef {object} OutcomeRow
 * @property {string} row
 * @property {Condition} when
 * @property {string | null} outcome null where the policy picks
 * @property {"shall" | "may"} modality
 * @property {"text" | "policy"} basis
 * @property {string[]} permitted
 * @property {Cite[]} cites
 * @property {Disposition} disposition
 * @property {Pair} remark
 */
/**
 * @typedef {object} ReadingCard
 * @property {string} id
 * @property {number} index
 * @property {string} clause
 * @property {string} phrase
 * @property {string} default
 * @property {boolean} changesOutcomes
 * @property {string[]} options
 * @property {Pair[]} meanings
 */
/**
 * @typedef {object} Ruleset
 * @property {Bundle} bundle
 * @property {import("./vocabulary.mjs").Vocabulary} vocabulary
 * @property {import("./vocabulary.mjs").FactSpec[]} facts
 * @property {OutcomeData[]} outcomes the most lenient first
 * @property {ReadingCard[]} readings
 * @property {number[]} chosen for each reading, which of its options is in force
 * @property {Clause[]} clauses in the order of the regulation
 * @property {Article[]} articles
 * @property {Map<string, Clause>} clauseNamed
 * @property {Map<string, Article>} articleNamed
 * @property {(clause: string) => Card} card returns an article or a clause
 * @property {(clause: string) => Condition} condition returns that of an article or a clause
 * @property {(clause: string) => string[]} clausesOf returns the clauses of an article, or the clause
 * @property {Condition | null} byReference
 * @property {OutcomeRow[]} table
 * @property {Policy | null} policy
 * @property {Set<string>} policyFacts the facts that the policy asks for
 * @property {Combination[]} impossible
 * @property {Combination[]} explain
 * @property {import("./obligations.mjs").Duty[]} duties
 * @property {import("./due_dates.mjs").WorkingDays} calendar
 * @property {import("./diagram_compiler.mjs").Variable[]} variables the facts, then the readings
 * @property {{free: Diagram | null}} shared what every choice of readings shares
 * @property {{diagram: Diagram | null}} kept what is worked out once, for this choice
 */

/**
 * Return the ruleset of a bundle, a parsed JSON document.
 *
 * `readings` chooses options by name, the others stay as the bundle has them; `policy` is one of
 * the form that a bundle has, in the place of its own. UsageError names an unknown reading or option.
 * @param {Bundle} bundle
 * @param {{readings?: {[reading: string]: string}, policy?: PolicyData | null}} [options]
 * @returns {Ruleset}
 */
export function openRuleset(bundle, options) {
  requireBundle(bundle);
  const vocabulary = openVocabulary(bundle.vocabulary);
  const readings = bundle.readings.map(openReading);
  const names = {
    facts: vocabulary.named,
    readings: new Map(readings.map((card) => /** @type {[string, ReadingCard]} */ ([card.id, card]))),
    condition: conditionOf,
  };
  const clauses = bundle.clauses.map((data) => openClause(data, names));
  const articles = bundle.articles.map((data) => openArticle(data, names));
  const clauseNamed = new Map(clauses.map((each) => /** @type {[string, Clause]} */ ([each.id, each])));
  const articleNamed = new Map(articles.map((each) => /** @type {[string, Article]} */ ([each.id, each])));
  /** @param {string} clause */
  function cardOf(clause) {
    const found = articleNamed.get(clause) || clauseNamed.get(clause);
    if (found === undefined) throw new RangeError("no clause " + clause);
    return found;
  }
  /** @param {string} clause @returns {Condition} */
  function conditionOf(clause) {
    return cardOf(clause).when;
  }
  const table = bundle.table.map((data) => openRow(data, names));
  const found = {
    bundle,
    vocabulary,
    facts: vocabulary.facts,
    outcomes: bundle.outcomes,
    readings,
    chosen: bundle.readings.map((data, place) => readings[place].options.indexOf(data.chosen)),
    clauses,
    articles,
    clauseNamed,
    articleNamed,
    card: cardOf,
    condition: conditionOf,
    clausesOf: (/** @type {string} */ clause) => {
      const article = articleNamed.get(clause);
      return article ? article.clauses : [clause];
    },
    byReference: bundle.by_reference ? openLeaf(bundle.by_reference, names) : null,
    table,
    policy: null,
    policyFacts: new Set(/** @type {string[]} */ ([])),
    impossible: bundle.impossible.map((data) => openCombination(data, names)),
    explain: bundle.explain.map((data) => openCombination(data, names)),
    duties: bundle.obligations.duties.map((data) => ({ data, when: openCondition(data.when, names) })),
    variables: vocabulary.facts
      .map((spec) => ({ name: spec.name, size: spec.values.length }))
      .concat(readings.map((card) => ({ name: "reading:" + card.id, size: card.options.length }))),
    calendar: openCalendar(bundle.calendar),
    shared: { free: null },
    kept: { diagram: null },
  };
  for (const each of clauses) linkClauses(each.when, conditionOf);
  for (const each of articles) linkClauses(each.when, conditionOf);
  for (const each of table) linkClauses(each.when, conditionOf);
  for (const each of found.duties) linkClauses(each.when, conditionOf);
  const given = options || {};
  const policy = given.policy || bundle.policy;
  const ruleset = policy === null ? found : withPolicy(found, policy);
  return given.readings ? withReadings(ruleset, given.readings) : ruleset;
}

/** @typedef {import("./conditions.mjs").Names} Names */

/**
 * @param {ReadingCardData} data
 * @param {number} index
 * @returns {ReadingCard}
 */
function openReading(data, index) {
  return {
    id: data.id,
    index,
    clause: data.clause,
    phrase: data.phrase,
    default: data.default,
    changesOutcomes: data.changes_outcomes,
    options: data.options.map((each) => each.option),
    meanings: data.options.map((each) => each.meaning),
  };
}

/**
 * @param {ClauseData} data
 * @param {Names} names
 * @returns {Clause}
 */
function openClause(data, names) {
  const { id, citation, text, gloss } = data;
  return { id, citation, text, gloss, when: openCondition(data.when, names), data };
}

/**
 * @param {ArticleData} data
 * @param {Names} names
 * @returns {Article}
 */
function openArticle(data, names) {
  const { id, citation, text, gloss, clauses } = data;
  const provided = data.provided === null ? null : openCondition(data.provided, names);
  const holding = clauses.map(clauseHolds);
  const items = data.holds === "any" ? anyOf(holding) : allOf(holding);
  const when = provided === null ? items : allOf([provided, items]);
  return { id, citation, text, gloss, clauses, provided, items, when };
}

/**
 * @param {RowData} data
 * @param {Names} names
 * @returns {OutcomeRow}
 */
function openRow(data, names) {
  const { row, outcome, modality, basis, permitted, cites, disposition, remark } = data;
  const when = openCondition(data.when, names);
  return { row, when, outcome, modality, basis, permitted, cites, disposition, remark };
}

/**
 * @param {CombinationData} data
 * @param {Names} names
 * @returns {Combination}
 */
function openCombination(data, names) {
  const literals = data.facts.map((leaf) => openLeaf(leaf, names));
  return { id: data.id, literals, reason: data.reason };
}

/**
 * Return the ruleset with other options of readings; UsageError names an unknown one.
 * @param {Ruleset} ruleset
 * @param {{[reading: string]: string}} readings
 * @returns {Ruleset}
 */
export function withReadings(ruleset, readings) {
  const chosen = ruleset.chosen.slice();
  for (const name of Object.keys(readings)) {
    const card = ruleset.readings.find((each) => each.id === name);
    if (card === undefined) {
      throw unknownName("读法（reading）", name, ruleset.readings.map((each) => each.id));
    }
    const option = card.options.indexOf(readings[name]);
    if (option < 0) throw unknownName(`读法 ${name} 的选项`, readings[name], card.options);
    chosen[card.index] = option;
  }
  return withPolicyFacts(Object.assign({}, ruleset, { chosen, kept: { diagram: null } }));
}

/**
 * Return the ruleset with another policy, of the form that a bundle has.
 * @param {Ruleset} ruleset
 * @param {PolicyData} policy
 * @returns {Ruleset}
 */
export function withPolicy(ruleset, policy) {
  const names = {
    facts: ruleset.vocabulary.named,
    readings: new Map(ruleset.readings.map((card) => /** @type {[string, ReadingCard]} */ ([card.id, card]))),
    condition: ruleset.condition,
  };
  const rows = policy.rows.map(({ row, outcome, gloss, when }) => ({
    row,
    outcome,
    gloss,
    when: openCondition(when, names),
  }));
  for (const row of rows) linkClauses(row.when, ruleset.condition);
  const { id, title, citation, text, gloss, sha256 } = policy;
  const opened = { id, title, citation, text, gloss, sha256, rows };
  return withPolicyFacts(
    Object.assign({}, ruleset, { policy: opened, shared: { free: null }, kept: { diagram: null } }),
  );
}

/**
 * @param {Ruleset} ruleset
 * @returns {Ruleset}
 */
function withPolicyFacts(ruleset) {
  /** @type {Set<string>} */
  const policyFacts = new Set();
  for (const row of ruleset.policy ? ruleset.policy.rows : []) {
    leavesOf(inlinedCondition(row.when, ruleset.chosen)).forEach((leaf) => policyFacts.add(leaf.name));
  }
  return Object.assign({}, ruleset, { policyFacts });
}

/**
 * @param {string} kind
 * @param {unknown} name
 * @param {string[]} names
 */
function unknownName(kind, name, names) {
  const pool = names.slice().sort();
  const near = typeof name === "string" ? nearestName(name, pool) : null;
  const { zh, en } = didYouMean(near);
  const listed = pool.join("、") || "（无）";
  const known = pool.length ? ` There are: ${pool.join(", ")}.` : "";
  const shown = shortened(name);
  return new UsageError(
    "name",
    `没有名为 ${shown} 的${kind}${zh || "。"}可用的有：${listed}`,
    `there is nothing named ${shown}${en || "."}${known}`,
    { name, nearest: near, names: pool },
  );
}
