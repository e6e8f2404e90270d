// @ts-check
/** Bundle: what `tolerance-rules bundle` writes; docs/portable.md tells of each part. */

import { UsageError } from "./faults.mjs";

/** @typedef {import("./vocabulary.mjs").Pair} Pair */
/** @typedef {import("./conditions.mjs").ConditionData} ConditionData */
/** @typedef {import("./conditions.mjs").LeafData} LeafData */
/** @typedef {{clause: string, whole: boolean, status: string, role: string}} Cite */
/** @typedef {{clause: string, citation: Pair, text: string}} Disposition */
/** @typedef {{id: string, citation: Pair, text: string, gloss: string}} Card */
/** @typedef {Card & {note: string, when: ConditionData, unencoded: {words: string, reason: string}[]}} ClauseData */
/** @typedef {Card & {holds: "any" | "all", clauses: string[], provided: ConditionData | null}} ArticleData */
/** @typedef {{row: string, outcome: string, gloss: string, when: ConditionData}} PolicyRowData */
/**
 * @typedef {object} RowData
 * @property {string} row
 * @property {ConditionData} when
 * @property {string | null} outcome null where the policy picks
 * @property {"shall" | "may"} modality
 * @property {"text" | "policy"} basis
 * @property {string[]} permitted
 * @property {Cite[]} cites
 * @property {Disposition} disposition
 * @property {string} gloss
 * @property {Pair} remark
 */
/**
 * @typedef {object} PolicyData
 * @property {string} id
 * @property {Pair} title
 * @property {string} citation
 * @property {string} text
 * @property {string} gloss
 * @property {string} sha256
 * @property {PolicyRowData[]} rows
 */
/**
 * @typedef {object} ReadingCardData
 * @property {string} id
 * @property {string} clause
 * @property {string} phrase
 * @property {Pair} question
 * @property {string} default
 * @property {string} chosen
 * @property {boolean} changes_outcomes
 * @property {{option: string, meaning: Pair}[]} options
 * @property {Pair} reason
 */
/** @typedef {{id: string, facts: LeafData[], reason: Pair}} CombinationData */
/** @typedef {{code: string, label: Pair, also: string[]}} OutcomeData */
/**
 * @typedef {object} RulesetData
 * @property {string} id
 * @property {string} sha256
 * @property {string} document_number
 * @property {Pair} title
 * @property {Pair} issuer
 * @property {{start: string, until: string | null}} in_force
 * @property {{document_number: string, title: string} | null} repeals
 * @property {Pair | null} earlier_conduct
 */
/**
 * @typedef {object} Bundle
 * @property {string} format
 * @property {number} version
 * @property {string} library_version
 * @property {string} sha256
 * @property {RulesetData} ruleset
 * @property {OutcomeData[]} outcomes
 * @property {import("./vocabulary.mjs").VocabularyData} vocabulary
 * @property {ReadingCardData[]} readings
 * @property {ArticleData[]} articles
 * @property {ClauseData[]} clauses
 * @property {LeafData | null} by_reference
 * @property {RowData[]} table
 * @property {PolicyData | null} policy
 * @property {CombinationData[]} impossible
 * @property {CombinationData[]} explain
 * @property {import("./obligations.mjs").DutiesData} obligations
 * @property {any} messages the catalogue of words: see messages.mjs
 * @property {import("./due_dates.mjs").CalendarData | null} calendar
 */

/**
 * Throw UsageError, of kind `bundle`, unless it is a bundle that can be read here.
 * @param {Bundle} bundle
 */
export function requireBundle(bundle) {
  if (!bundle || bundle.format !== "tolerance-rules-bundle" || bundle.version !== 1) {
    const english = "this is not a bundle of version 1, as `tolerance-rules bundle` writes it";
    throw new UsageError("bundle", "这不是 tolerance-rules bundle 写出的规则包（版本 1）", english);
  }
}
