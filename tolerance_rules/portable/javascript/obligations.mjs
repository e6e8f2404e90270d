// @ts-check
/** Obligations: the duties of a regulation in one case, from what is decided and recorded of it. */

import { isOtherwise } from "./conditions.mjs";
import { dueDate } from "./due_dates.mjs";
import { ESTABLISHED, OPEN, REFUTED, STATUS_NAMES, statusOf } from "./semantics.mjs";

/** @typedef {import("./vocabulary.mjs").Pair} Pair */
/** @typedef {import("./vocabulary.mjs").Bits} Bits */
/** @typedef {import("./conditions.mjs").Condition} Condition */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {[string, string]} Words */
/** @typedef {{first: string, last: string | null}} DueDate */
/**
 * @typedef {object} LimitData
 * @property {string} clause
 * @property {string} quote
 * @property {"working_days" | "day_of_month" | "same_day"} unit
 * @property {number} number
 * @property {boolean} day_included
 * @property {string} reading
 * @property {string[]} including
 */
/**
 * @typedef {object} DutyData
 * @property {string} id
 * @property {string} clause
 * @property {Pair} label
 * @property {string} who
 * @property {string[]} to
 * @property {"shall" | "may"} force
 * @property {boolean} continuing
 * @property {string[]} outcomes
 * @property {import("./conditions.mjs").ConditionData} when
 * @property {string[]} turns
 * @property {string} starts
 * @property {string[]} unless
 * @property {LimitData | null} limit
 * @property {string[]} by
 * @property {boolean} promptly
 * @property {string[]} shown_by
 */
/**
 * @typedef {object} DutiesData
 * @property {{id: string, label: Pair}[]} parties
 * @property {{id: string, label: Pair, appointed: boolean}[]} events
 * @property {DutyData[]} duties
 */
/** @typedef {{data: DutyData, when: Condition}} Duty */
/**
 * @typedef {object} Obligation
 * @property {string} duty
 * @property {string} clause
 * @property {Words} label
 * @property {Words} who
 * @property {Words[]} to
 * @property {"shall" | "may"} force
 * @property {boolean} continuing
 * @property {string} applies
 * @property {string} starts
 * @property {boolean} contingent
 * @property {string | null} starts_on
 * @property {DueDate[]} limits
 * @property {boolean} promptly
 * @property {string | null} done_on
 * @property {string | null} ended_on
 */
/**
 * @typedef {object} Decided what obligations follow from
 * @property {string} outcome
 * @property {string[]} reachable
 * @property {boolean} settled
 * @property {string} basis
 * @property {unknown[]} readings
 * @property {{decided_on: string, handling: {[name: string]: string}}} case
 */

/**
 * Return every duty of the rules in a case, those that it rules out among them.
 * @param {Ruleset} ruleset
 * @param {Decided} decided
 * @param {Bits} known the facts with what is implied
 * @returns {Obligation[]}
 */
export function obligationsOf(ruleset, decided, known) {
  const handled = new HandledCase(ruleset, decided, known);
  return ruleset.duties.map((duty) => handled.obligation(duty));
}

/** One case: what is recorded of it, and its obligations, each worked out once. */
class HandledCase {
  /**
   * @param {Ruleset} ruleset
   * @param {Decided} decided
   * @param {Bits} known
   */
  constructor(ruleset, decided, known) {
    this.ruleset = ruleset;
    this.decided = decided;
    this.known = known;
    const { parties, duties } = ruleset.bundle.obligations;
    this.days = new Map(Object.keys(decided.case.handling).map((name) => /** @type {[string, string]} */ ([name, decided.case.handling[name]])));
    if (decided.case.decided_on) this.days.set("decision", decided.case.decided_on);
    this.parties = new Map(parties.map((each) => /** @type {[string, Words]} */ ([each.id, [each.label.zh, each.label.en]])));
    this.named = new Map(duties.map((data, place) => /** @type {[string, Duty]} */ ([data.id, ruleset.duties[place]])));
    /** @type {Map<string, Obligation>} */
    this.found = new Map();
  }

  /** @param {Duty} duty @returns {Obligation} */
  obligation(duty) {
    let found = this.found.get(duty.data.id);
    if (found === undefined) {
      found = this.worked(duty);
      this.found.set(duty.data.id, found);
    }
    return found;
  }

  /** @param {Duty} duty @returns {Obligation} */
  worked(duty) {
    const { data } = duty;
    const party = (/** @type {string} */ name) => this.parties.get(name) || /** @type {Words} */ (["", ""]);
    const startsOn = data.starts === "case" ? null : this.day(data.starts);
    const applies = this.applies(duty);
    // The decision shows that a duty was done if it is known to be a duty of the case.
    const own = this.days.get(data.id) || null;
    return {
      duty: data.id,
      clause: data.clause,
      label: [data.label.zh, data.label.en],
      who: party(data.who),
      to: data.to.map(party),
      force: data.force,
      continuing: data.continuing,
      applies: STATUS_NAMES[applies],
      starts: data.starts,
      contingent: this.contingent(duty),
      starts_on: startsOn,
      limits: this.limits(data, startsOn),
      promptly: data.promptly,
      done_on: applies === OPEN ? own : this.doneOn(data),
      ended_on: earliest(data.unless.map((name) => this.day(name))),
    };
  }

  /**
   * Return whether a duty is one of this case: by its outcome, its facts, its beginning.
   * @param {Duty} duty
   */
  applies({ data, when }) {
    // What was done of it was found to be called for.
    if (data.force === "may" && this.doneOn(data) !== null) return ESTABLISHED;
    const { decided } = this;
    const found = [this.byOutcome(data)];
    if (data.turns.length) {
      const turns =
        (data.turns.indexOf("unsettled") >= 0 && !decided.settled) ||
        (data.turns.indexOf("reading") >= 0 && decided.readings.length > 0);
      found.push(turns ? ESTABLISHED : REFUTED);
    }
    if (!isOtherwise(when)) found.push(statusOf(when, this.known, this.ruleset.chosen));
    const starts = this.named.get(data.starts);
    if (starts !== undefined) {
      const before = this.obligation(starts);
      const ruledOut = before.ended_on !== null && before.done_on === null;
      found.push(ruledOut ? REFUTED : STATUS_NAMES.indexOf(before.applies));
    }
    return Math.min(...found);
  }

  /** @param {DutyData} data */
  byOutcome(data) {
    const { decided } = this;
    if (data.outcomes.length === 0) return ESTABLISHED;
    const alone = decided.basis === "authority" || decided.settled;
    const may = alone ? [decided.outcome] : decided.reachable;
    const named = may.filter((outcome) => data.outcomes.indexOf(outcome) >= 0);
    if (named.length === may.length) return ESTABLISHED;
    return named.length ? OPEN : REFUTED;
  }

  /** Tell whether a duty begins with something that need not happen. @param {Duty} duty */
  contingent(duty) {
    let { starts } = duty.data;
    for (let before = this.named.get(starts); before !== undefined; before = this.named.get(starts)) {
      if (before.data.force === "may") return true;
      starts = before.data.starts;
    }
    return starts !== "case" && starts !== "decision";
  }

  /**
   * Return the recorded day of an event, a duty or the decision.
   * @param {string} name
   * @returns {string | null}
   */
  day(name) {
    const duty = this.named.get(name);
    return duty === undefined ? this.days.get(name) || null : this.doneOn(duty.data);
  }

  /**
   * Return the day a duty was done, by its own record or by what shows it.
   * @param {DutyData} data
   * @returns {string | null}
   */
  doneOn(data) {
    return this.days.get(data.id) || earliest(data.shown_by.map((name) => this.days.get(name) || null));
  }

  /**
   * @param {DutyData} data
   * @param {string | null} startsOn
   * @returns {DueDate[]}
   */
  limits(data, startsOn) {
    /** @type {DueDate[]} */
    const found = [];
    if (data.limit !== null && startsOn !== null) found.push(dueDate(data.limit, startsOn, this.ruleset));
    for (const name of data.by) {
      const day = this.day(name);
      if (day !== null) found.push({ first: day, last: day });
    }
    return found;
  }
}

/** Return the first of some ISO days. @param {(string | null)[]} days */
function earliest(days) {
  return days.reduce((first, day) => (first === null || (day !== null && day < first) ? day : first), null);
}
