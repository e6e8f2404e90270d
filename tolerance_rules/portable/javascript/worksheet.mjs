// @ts-check
// Worksheet: for each contrast of the standard, what the facts suggest and what was assessed.
//
// Nothing here reaches an outcome. What the facts suggest is beside the assessment of the
// collective, and where established facts speak the other way, that is shown.

import { caseFault, toldFault } from "./case_fault.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { foldedText } from "./human_values.mjs";
import { didYouMean, nearestName } from "./near_names.mjs";
import { shownValue } from "./text_characters.mjs";
import { bitsOfValues } from "./vocabulary.mjs";

export const ASSESSMENT_LABELS = {
  favourable: { zh: "有利", en: "favourable" },
  mixed: { zh: "兼有", en: "mixed" },
  unfavourable: { zh: "不利", en: "unfavourable" },
};

/** @typedef {{assessment: string | null, note: string}} Assessed */

/**
 * The lines of the worksheet, in the order of the standard, and what of the case cannot be read.
 * `analysis` is that of a case: an assessment, or one with a note, by contrast.
 * @param {any} ruleset
 * @param {any} decision
 * @param {Map<string, any>} analysis
 */
export function worksheetOf(ruleset, decision, analysis) {
  const standard = ruleset.bundle.analysis, known = decidedFacts(ruleset, decision).known;
  const { assessed, faults } = assessmentsOf(ruleset, analysis);
  // Presumed or partly known is not established, and suggests nothing.
  const speaking = (/** @type {any[]} */ leaves) => leaves.filter((leaf) => {
    const spec = ruleset.vocabulary.named.get(leaf.fact), bits = known[spec.index];
    return (bits & (bits - 1)) === 0 && (bits & bitsOfValues(spec, leaf.is)) !== 0;
  }).map((leaf) => leaf.fact);
  const lines = [];
  for (const part of standard) {
    for (const each of part.contrasts) {
      const { assessment, note } = assessed.get(each.id) || { assessment: null, note: "" };
      const speaksFor = speaking(each.speaks_for), speaksAgainst = speaking(each.speaks_against);
      lines.push({
        dimension: part.id,
        contrast: each.id,
        text: each.text,
        suggestion: suggestionOf(speaksFor.length > 0, speaksAgainst.length > 0),
        speaks_for: speaksFor,
        speaks_against: speaksAgainst,
        assessment,
        note,
        contradicted_by: assessment === "favourable" ? speaksAgainst : assessment === "unfavourable" ? speaksFor : [],
      });
    }
  }
  return { lines, faults };
}

/** @param {boolean} speaksFor @param {boolean} speaksAgainst @returns {string | null} */
function suggestionOf(speaksFor, speaksAgainst) {
  if (speaksFor && speaksAgainst) return "mixed";
  return speaksFor ? "favourable" : speaksAgainst ? "unfavourable" : null;
}

/**
 * What was assessed, by contrast, which may be named by its id or by its favourable side.
 * @param {any} ruleset
 * @param {Map<string, any>} given
 * @returns {{assessed: Map<string, Assessed>, faults: import("./case_fault.mjs").ToldFault[]}}
 */
export function assessmentsOf(ruleset, given) {
  /** @type {any[]} */
  const contrasts = [];
  for (const part of ruleset.bundle.analysis) contrasts.push(...part.contrasts);
  const ids = new Map(contrasts.map((each) => [foldedText(each.favourable), each.id]));
  const known = new Set(contrasts.map((each) => each.id)), assessed = new Map(), faults = [];
  for (const [name, value] of given) {
    const id = ids.get(foldedText(name)) || name;
    const { assessment: words = null, note = "" } = value !== null && typeof value === "object" ? value : { assessment: value };
    const shown = shownValue(name), subject = ("analysis." + name).slice(0, 200);
    if (!known.has(id)) {
      faults.push(noContrast(name, contrasts));
      continue;
    }
    if (assessed.has(id)) {
      faults.push(caseFault("C044", shown + " 评价了两次", "", shown + ": is assessed twice", { subject }));
      continue;
    }
    const assessment = words === null ? null : assessmentOf(words);
    if (assessment === null && words !== null) {
      faults.push(caseFault("C044", shown + " 的评价 " + shownValue(words) + " 读不懂；请写有利、兼有或者不利", "",
        shown + ": favourable, mixed or unfavourable should stand here", { subject }));
    }
    assessed.set(id, { assessment, note: note || "" });
  }
  return { assessed, faults: faults.map(toldFault) };
}

/** @param {string} words @returns {string | null} */
function assessmentOf(words) {
  const said = foldedText(words);
  const found = Object.entries(ASSESSMENT_LABELS).find(([code, { zh, en }]) => [code, zh, en].includes(said));
  return found ? found[0] : null;
}

/** @param {string} name @param {any[]} contrasts */
function noContrast(name, contrasts) {
  /** @type {string[]} */
  const names = [];
  for (const each of contrasts) names.push(each.id, each.favourable);
  const near = nearestName(name, names), mean = didYouMean(near), shown = shownValue(name);
  return caseFault("C043", "综合分析没有名为 " + shown + " 的标准" + mean.zh, "有哪些，见 tolerance-rules analysis",
    "The standard has no contrast " + shown + mean.en + "; all: " + contrasts.map((each) => each.id).join(", "),
    { subject: ("analysis." + name).slice(0, 200), near });
}
