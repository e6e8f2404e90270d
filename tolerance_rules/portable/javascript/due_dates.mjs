// @ts-check
/**
 * Due dates: the last day on which an obligation is kept in time, or the days of which it is one.
 *
 * Where the official calendar is not known a day may be a working day or not: then the due date
 * lies between the first and the last day that it can be.
 */

/** @typedef {import("./obligations.mjs").DueDate} DueDate */
/** @typedef {import("./obligations.mjs").LimitData} LimitData */
/** @typedef {{first: string, last: string, rest: string[], work: string[]}} CalendarData */
/**
 * @typedef {object} WorkingDays the official calendar as far as it is known, by numbers of days
 * @property {number} first
 * @property {number} last
 * @property {number[]} days the working days among them, in order
 */

const MS_OF_DAY = 86400000;
/** Of each so many days that are not published, so many besides weekends could be days of rest. */
const MOST_REST = 15;
const REST_SPAN = 60;

/** Return the number of an ISO day; those of neighbours differ by one. @param {string} day */
export function dayNumber(day) {
  return Date.parse(day + "T00:00:00Z") / MS_OF_DAY;
}

/** Return the ISO day of a number. @param {number} number */
export function isoDay(number) {
  return new Date(number * MS_OF_DAY).toISOString().slice(0, 10);
}

/** Tell whether a day is from Monday to Friday. @param {number} number */
function isWeekday(number) {
  // Day 0 was a Thursday.
  return (((number + 3) % 7) + 7) % 7 < 5;
}

/**
 * Return the calendar of a bundle; of none, nothing is known.
 * @param {CalendarData | null} data
 * @returns {WorkingDays}
 */
export function openCalendar(data) {
  if (data === null) return { first: Infinity, last: -Infinity, days: [] };
  const first = dayNumber(data.first);
  const last = dayNumber(data.last);
  const rest = new Set(data.rest.map(dayNumber));
  const work = new Set(data.work.map(dayNumber));
  const days = [];
  for (let day = first; day <= last; day++) {
    if (isWeekday(day) ? !rest.has(day) : work.has(day)) days.push(day);
  }
  return { first, last, days };
}

/**
 * Tell whether an ISO day is known to be a day of rest.
 * @param {WorkingDays} calendar
 * @param {string} day
 */
export function isRestDay(calendar, day) {
  const number = dayNumber(day);
  if (number < calendar.first || number > calendar.last) return false;
  return countUpTo(calendar.days, number) === countUpTo(calendar.days, number - 1);
}

/**
 * Return when a time limit ends that begins on a day, as that of the decision.
 * @param {LimitData} limit
 * @param {string} startsOn
 * @param {import("./ruleset.mjs").Ruleset} ruleset
 * @returns {DueDate}
 */
export function dueDate(limit, startsOn, ruleset) {
  if (limit.unit === "same_day") return { first: startsOn, last: startsOn };
  if (limit.unit === "day_of_month") {
    const day = byDayOfMonth(startsOn, limit.number, dayIncluded(limit, ruleset));
    return { first: day, last: day };
  }
  const end = dayNumber("9999-12-31");
  const first = earliestAfter(ruleset.calendar, dayNumber(startsOn), limit.number);
  const last = latestAfter(ruleset.calendar, dayNumber(startsOn), limit.number, end);
  return { first: isoDay(Math.min(first, end)), last: last === null ? null : isoDay(last) };
}

/**
 * Tell whether the day of the month is itself in time, under the readings in force.
 * @param {LimitData} limit
 * @param {import("./ruleset.mjs").Ruleset} ruleset
 */
function dayIncluded(limit, ruleset) {
  const card = ruleset.readings.find((each) => each.id === limit.reading);
  if (card === undefined) return limit.day_included;
  return limit.including.indexOf(card.options[ruleset.chosen[card.index]]) >= 0;
}

/**
 * Return the last day in time before the first such day of a month that leaves time.
 * @param {string} decided
 * @param {number} number
 * @param {boolean} included
 */
function byDayOfMonth(decided, number, included) {
  let year = Number(decided.slice(0, 4));
  let month = Number(decided.slice(5, 7));
  const day = Number(decided.slice(8, 10));
  if (day > number || (day === number && !included)) {
    // Some registers write 9999-12-31 for a date that is not there.
    if (year === 9999 && month === 12) return "9999-12-31";
    year += month === 12 ? 1 : 0;
    month = month === 12 ? 1 : month + 1;
  }
  const pad = (/** @type {number} */ part, /** @type {number} */ width) => String(part).padStart(width, "0");
  const due = `${pad(year, 4)}-${pad(month, 2)}-${pad(number, 2)}`;
  return included ? due : isoDay(dayNumber(due) - 1);
}

/**
 * Return how many of the working days come on a day or before it.
 * @param {number[]} days
 * @param {number} day
 */
function countUpTo(days, day) {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Return the first day that can be the working day `count` after a day.
 * @param {WorkingDays} calendar
 * @param {number} day
 * @param {number} count
 */
function earliestAfter(calendar, day, count) {
  const { first, last, days } = calendar;
  const before = Math.max(0, Math.min(first - 1 - day, count)); // days before the first that is known
  if (before === count) return day + count;
  const index = countUpTo(days, day) + count - before - 1;
  return index < days.length ? days[index] : Math.max(day, last) + index - days.length + 1;
}

/**
 * Return the last day that can be the working day `count` after a day; null at the end of time.
 *
 * Of the days that are not known, every weekend is taken for rest, and so are the first
 * `MOST_REST` other days of each `REST_SPAN`.
 * @param {WorkingDays} calendar
 * @param {number} start
 * @param {number} count
 * @param {number} end
 */
function latestAfter(calendar, start, count, end) {
  let day = start;
  let left = count;
  let unknown = 0;
  let rested = 0;
  while (left > 0) {
    day += 1;
    if (day > end) return null;
    if (calendar.first <= day && day <= calendar.last) {
      const place = countUpTo(calendar.days, day) - 1;
      if (place >= 0 && calendar.days[place] === day) left -= 1;
      continue;
    }
    if (unknown % REST_SPAN === 0) rested = 0;
    unknown += 1;
    if (isWeekday(day)) {
      rested += 1;
      if (rested > MOST_REST) left -= 1;
    }
  }
  return day;
}
