// @ts-check
/** Time in force: whether a ruleset may decide on a day, and what is to be said of the days given. */

import { UsageError } from "./faults.mjs";

/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {{id: string, facts: string[], question: string, question_en: string}} CaseWarning */
/**
 * @typedef {object} CaseInfo what is said of a case besides its facts
 * @property {string} id
 * @property {string} title
 * @property {string} authority
 * @property {string} occurred_on
 * @property {string} decided_on
 * @property {{[fact: string]: string}} evidence
 * @property {{[name: string]: string}} handling
 */

/**
 * Throw UsageError, of kind `out_of_force`, if a decision of that ISO day is not under the ruleset.
 * @param {Ruleset} ruleset
 * @param {string} day
 */
export function requireInForce(ruleset, day) {
  const { in_force: inForce, repeals, document_number: number, id } = ruleset.bundle.ruleset;
  const { start, until } = inForce;
  if (day < start) {
    const then = repeals
      ? `当时有效的可能是${repeals.document_number}《${repeals.title}》，本库没有载入该文本，不能据以评判。`
      : "";
    const was = repeals ? `${repeals.document_number} may have been in force then; ` : "";
    throw new UsageError(
      "out_of_force",
      `决定日期 ${day} 早于${number}的施行日期 ${start}。${then}请核对日期，或载入当时有效的规则集`,
      `The decision, ${day}, is before ${start}, from which ${number} is in force; ${was}check the ` +
        "date, or load the rules of that time",
      { date: day, ruleset: id },
    );
  }
  if (until !== null && day > until) {
    throw new UsageError(
      "out_of_force",
      `决定日期 ${day} 晚于${number}的失效日期 ${until}。请载入当时有效的规则集`,
      `The decision, ${day}, is after ${until}, the last day of ${number}; load the rules of that time`,
      { date: day, ruleset: id },
    );
  }
}

/** Return the day that it is in Beijing, as an ISO day. */
export function todayInBeijing() {
  return new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10);
}

/**
 * Return what is to be considered of the days: conduct before the rules, days still to come.
 * @param {Ruleset} ruleset
 * @param {CaseInfo} info
 * @param {string} today
 * @returns {CaseWarning[]}
 */
export function dayNotices(ruleset, info, today) {
  /** @type {CaseWarning[]} */
  const found = [];
  const { earlier_conduct: notice, in_force: inForce } = ruleset.bundle.ruleset;
  if (notice !== null && info.occurred_on !== "" && info.occurred_on < inForce.start) {
    found.push({ id: "earlier_conduct", facts: [], question: notice.zh, question_en: notice.en });
  }
  const appointed = ruleset.bundle.obligations.events.filter((event) => event.appointed);
  const handled = Object.keys(info.handling)
    .filter((name) => !appointed.some((event) => event.id === name))
    .map((name) => info.handling[name]);
  const days = [info.occurred_on, info.decided_on, ...handled].sort();
  const last = days[days.length - 1];
  if (last > today) {
    found.push({
      id: "date_to_come",
      facts: [],
      question: `日期 ${last} 还没有到（今天是 ${today}），请核对`,
      question_en: `${last} is still to come: today is ${today}`,
    });
  }
  return found;
}
