// @ts-check
/** Own choice: what the authority decides within what is permitted, with its reason. */

import { textFault } from "./case_sections.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { obligationsInCase } from "./decision.mjs";
import { FactsError, UsageError, faultOf } from "./faults.mjs";
import { isHarsher } from "./reachability.mjs";

/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./decision.mjs").Decision} Decision */

/** What the authority decides where it declines what the regulation only permits. */
const DECLINED = "ordinary_accountability";

/**
 * Return the decision with the authority's own choice from the permitted set, and its reason.
 *
 * What the regulation only permits, the authority may also decline, with a reason; `set_aside`
 * keeps what the rules named. UsageError, of kind `unsettled` or `forbidden`, says why not;
 * FactsError, that no reason is given.
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 * @param {string} outcome the code of one
 * @param {string} reason
 * @returns {Decision}
 */
export function choose(ruleset, decision, outcome, reason) {
  requireSettled(ruleset, decision);
  const fault = textFault("reason", reason);
  if (fault !== null) throw new FactsError([fault]);
  const mayDecline = decision.modality === "may" && ruleset.outcomes.some((each) => each.code === DECLINED);
  const declined = outcome === DECLINED && mayDecline;
  if (declined && reason.trim() === "") {
    const english = "Tolerance is declined, and no reason is given; say why it does not apply";
    throw new FactsError([faultOf("C033", "不予适用容错，没有写明理由", "请写明为何不适用", "reason", english)]);
  }
  if (decision.permitted.indexOf(outcome) < 0 && !declined) {
    throw forbiddenOutcome(ruleset, decision, outcome, mayDecline);
  }
  const aside = decision.set_aside || (outcome === decision.outcome ? null : decision.outcome);
  /** @type {Decision} */
  const chosen = Object.assign({}, decision, {
    outcome,
    basis: "authority",
    citations: decision.citations.filter((cited) => cited.role !== "policy"),
    reason,
    set_aside: aside,
  });
  // What it obliges to follows from the outcome.
  chosen.obligations = obligationsInCase(ruleset, chosen, decidedFacts(ruleset, decision).known);
  return chosen;
}

/**
 * @param {Ruleset} ruleset
 * @param {string} outcome
 * @param {"zh" | "en"} lang
 */
function outcomeLabel(ruleset, outcome, lang) {
  const found = ruleset.outcomes.find((each) => each.code === outcome);
  return found ? found.label[lang] : outcome;
}

/**
 * Throw UsageError, of kind `unsettled`, with what must be established, unless it is settled.
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 */
export function requireSettled(ruleset, decision) {
  if (decision.settled) return;
  const { open_facts: open, reachable } = decision;
  const labels = (/** @type {"zh" | "en"} */ lang) => reachable.map((each) => outcomeLabel(ruleset, each, lang));
  const label = (/** @type {string} */ name) => {
    const spec = ruleset.vocabulary.named.get(name);
    return spec ? `${name}（${spec.label.zh}）` : name;
  };
  const more = open.length > 5 ? `等 ${open.length} 项` : "";
  throw new UsageError(
    "unsettled",
    `结论尚未确定，不得记录：视未查明的事实，可能是${labels("zh").join("、")}。请先查明：` +
      open.slice(0, 5).map(label).join("、") + more,
    `The decision is not settled, and is not to be recorded: it may be ${labels("en").join(", ")}. ` +
      `Establish first: ${open.slice(0, 5).join(", ")}` +
      (open.length > 5 ? `, … (${open.length} in all)` : ""),
    { open_facts: open, reachable },
  );
}

/**
 * @param {Ruleset} ruleset
 * @param {Decision} decision
 * @param {string} outcome
 * @param {boolean} mayDecline
 */
function forbiddenOutcome(ruleset, decision, outcome, mayDecline) {
  const harsher = isHarsher(outcome, decision.permitted[decision.permitted.length - 1]);
  const forbidding = decision.citations.filter(
    (cited) =>
      cited.role === "bar" ||
      cited.role === "disposition" ||
      // A condition that is not met keeps from a more lenient outcome, not this.
      (cited.status === "refuted" && !(harsher && cited.role === "condition_unmet")),
  );
  const citations = [...new Set(forbidding.map((cited) => cited.citation))];
  const clauses = [...new Set(forbidding.map((cited) => cited.clause))];
  const labels = (/** @type {"zh" | "en"} */ lang) =>
    decision.permitted.map((each) => outcomeLabel(ruleset, each, lang));
  return new UsageError(
    "forbidden",
    `本案不得作出“${outcomeLabel(ruleset, outcome, "zh")}”：依据${citations.join("、")}，只能作出` +
      labels("zh").join("、") + (mayDecline ? "；说明理由的，也可以不适用容错" : ""),
    `${outcomeLabel(ruleset, outcome, "en")} is forbidden here by ${clauses.join(", ")}; permitted: ` +
      labels("en").join(", ") + (mayDecline ? "; with a reason, tolerance may also be declined" : ""),
    { outcome, permitted: decision.permitted, clauses },
  );
}
