// @ts-check
// Duties: the obligations of a case, and how each stands on a day.

import { decidedFacts } from "./decided_facts.mjs";
import { obligationsOf } from "./obligations.mjs";

/** @typedef {import("./obligations.mjs").Obligation} Obligation */

export const DUTY_GROUPS = ["overdue", "due", "next", "may", "lasting", "open", "contingent", "unrecorded", "done",
  "not_applicable"];

/** What moves a duty from one state to another; what is not here does not happen. */
/** @type {{[state: string]: {[trigger: string]: string}}} */
const DUTY_MOVES = {
  not_yet_due: { begins: "due", performed: "done", limit_passes: "overdue", limit_moves: "not_yet_due",
    ruled_out: "not_applicable" },
  due: { performed: "done", limit_passes: "overdue", limit_moves: "due", ruled_out: "not_applicable" },
  overdue: { performed: "done_late", limit_moves: "due", ruled_out: "not_applicable" },
};
const NO_DUE_DATE = "9999-12-31";

/**
 * The duties of the case of a decision on a day, in the order of the rules, and by group.
 * @param {any} ruleset
 * @param {any} decision
 * @param {string} on
 */
export function dutiesOf(ruleset, decision, on) {
  const texts = new Map(ruleset.bundle.obligations.duties.map((/** @type {any} */ each) => [each.id, each]));
  const every = obligationsOf(ruleset, decision, decidedFacts(ruleset, decision).known);
  const obligations = every.map((each) => dutyOn(each, texts.get(each.duty), on));
  /** @type {{[group: string]: string[]}} */
  const groups = {};
  for (const name of DUTY_GROUPS) {
    const inside = obligations.filter((each) => each.group === name);
    inside.sort((one, other) => compareDays(one.due, other.due));
    groups[name] = inside.map((each) => each.duty);
  }
  const { outcome, settled } = decision;
  return { on, outcome, settled, decided_on: decision.case.decided_on, ...groups, obligations };
}

/** @param {{first: string} | null} one @param {{first: string} | null} other */
function compareDays(one, other) {
  const days = [one, other].map((each) => each ? each.first : NO_DUE_DATE);
  return days[0] < days[1] ? -1 : days[0] > days[1] ? 1 : 0;
}

/** @param {Obligation} each @param {any} text @param {string} on */
function dutyOn(each, text, on) {
  const state = dutyState(each, on), due = each.limits.length ? each.limits[each.limits.length - 1] : null;
  const until = each.done_on !== null && each.done_on < on ? each.done_on : on;
  const words = (/** @type {any} */ pair) => pair ? [pair.zh, pair.en] : null;
  return {
    duty: each.duty,
    clause: each.clause,
    label: each.label,
    quote: text.quote,
    state,
    group: dutyGroup(each, text, state),
    applies: each.applies,
    force: each.force,
    who: each.who,
    to: each.to,
    starts: each.starts,
    starts_on: each.starts_on,
    due,
    promptly: each.promptly,
    late: due === null ? false : isLate(due, until),
    done_on: each.done_on,
    document: words(text.document),
    form: text.form,
    evidence: words(text.evidence),
  };
}

/** @param {{first: string, last: string | null}} due @param {string} day @returns {boolean | null} */
function isLate(due, day) {
  if (day <= due.first) return false;
  return due.last !== null && day > due.last ? true : null;
}

/** @param {Obligation} each @param {string} on @returns {string} */
function dutyState(each, on) {
  return dutyTriggers(each, on).reduce((state, trigger) => DUTY_MOVES[state][trigger], "not_yet_due");
}

/**
 * What happened to a duty up to a day, in order.
 * @param {Obligation} each @param {string} on
 * @returns {string[]}
 */
function dutyTriggers(each, on) {
  if (each.applies === "refuted") return ["ruled_out"];
  const upTo = (/** @type {string | null} */ day) => day !== null && day <= on ? day : null;
  const done = upTo(each.done_on), ended = upTo(each.ended_on);
  const begun = each.starts === "case" || upTo(each.starts_on) !== null;
  const found = begun ? ["begins"] : [];
  const until = [done, ended, on].reduce((least, day) => day !== null && least !== null && day < least ? day : least, on);
  // A day that was set passes whether or not the step before is recorded.
  (begun || !each.contingent ? each.limits : []).forEach((limit, place) => {
    if (place) found.push("limit_moves");
    if (isLate(limit, String(until))) found.push("limit_passes");
  });
  if (done !== null && (ended === null || done <= ended)) return found.concat("performed");
  return ended !== null ? found.concat("ruled_out") : found;
}

/** @param {Obligation} each @param {any} text @param {string} state @returns {string} */
function dutyGroup(each, text, state) {
  if (state === "done" || state === "done_late") return "done";
  if (state === "not_applicable") return "not_applicable";
  if (each.applies === "open") return "open";
  // What had to come before a decision that has been made cannot be done in time any more.
  if (state === "overdue" && text.by.includes("decision")) return "unrecorded";
  // What one may do and did not do in time was no duty: the time for it is past.
  if (state === "overdue" && each.force !== "may") return "overdue";
  if (state === "not_yet_due") return each.contingent ? "contingent" : "next";
  if (each.continuing) return "lasting";
  return each.force === "may" ? "may" : "due";
}
