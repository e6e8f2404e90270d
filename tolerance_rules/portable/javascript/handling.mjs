// @ts-check
// Handling: what the office records of a case, when what was done, by the names of the duties.

import { caseFault, toldFault } from "./case_fault.mjs";
import { caseGivenTwice } from "./case_facts.mjs";
import { comparedText, foldedText } from "./human_values.mjs";
import { didYouMean, nearestName } from "./near_names.mjs";
import { shownValue } from "./text_characters.mjs";

/** @typedef {import("./vocabulary.mjs").Pair} Pair */

/**
 * The handling of a case by the ids of duties and events, which may be given by either name.
 * `decidedOn` is the day of the decision, or nothing.
 * @param {any} ruleset
 * @param {Map<string, string>} given
 * @param {string} decidedOn
 * @returns {{handling: {[id: string]: string}, faults: import("./case_fault.mjs").ToldFault[]}}
 */
export function handlingOf(ruleset, given, decidedOn) {
  const { duties, events } = ruleset.bundle.obligations, named = events.concat(duties);
  const names = handlingWords(named), faults = [];
  /** @type {Map<string, string>} */
  const found = new Map();
  /** @type {Map<string, string>} */
  const written = new Map();
  for (const [key, day] of given) {
    const name = names.get(comparedText(key));
    if (name === undefined) faults.push(unknownHandling(key, named));
    else if (found.has(name)) faults.push({ ...caseGivenTwice(name), subject: "handling." + key });
    else {
      found.set(name, day);
      written.set(name, key);
    }
  }
  const days = new Map(found);
  if (decidedOn) days.set("decision", decidedOn);
  for (const [name, day] of found) {
    const duty = duties.find((/** @type {any} */ each) => each.id === name);
    const start = duty === undefined ? "" : days.get(duty.starts) || "";
    if (day < start) {
      const starts = startsLabel(ruleset, duty.starts), again = duty.starts === "decision";
      faults.push(caseFault("C038", "办理情况中“" + duty.label.zh + "”的日期 " + day + " 早于“" + starts.zh + "”的日期 " + start,
        "请核对两个日期" + (again ? "；重新作出决定的，删去以前那次的记载" : ""),
        "handling: " + day + " of " + duty.label.en + " is before " + start + " of " + starts.en + "; check both dates" +
        (again ? "; where it was decided again, delete what followed before" : ""),
        { subject: ("handling." + written.get(name)).slice(0, 200) }));
    }
  }
  return { handling: Object.fromEntries(found), faults: faults.map(toldFault) };
}

/**
 * What the beginning of a duty is called: the case, the decision, an event or another duty.
 * @param {any} ruleset
 * @param {string} starts
 * @returns {Pair}
 */
export function startsLabel(ruleset, starts) {
  const { words, obligations } = ruleset.bundle;
  if (Object.prototype.hasOwnProperty.call(words.starts, starts)) return words.starts[starts];
  return obligations.events.concat(obligations.duties).find((/** @type {any} */ each) => each.id === starts).label;
}

/** @param {any[]} named @returns {Map<string, string>} */
function handlingWords(named) {
  const found = new Map();
  for (const { id, label } of named) {
    for (const word of [id, label.zh, label.en]) found.set(foldedText(word), id);
  }
  return found;
}

/** @param {string} key @param {any[]} named */
function unknownHandling(key, named) {
  const near = nearestName(key, named.map((each) => each.label.zh).concat(named.map((each) => each.id)));
  const mean = didYouMean(near), shown = shownValue(key);
  const remedy = named.length ? "可以记录的事项见 tolerance-rules rules" : "这套规则没有写义务（obligations.yaml），请删去 handling";
  const english = named.length ? "What can be recorded: tolerance-rules rules"
    : "These rules name no duties (obligations.yaml): delete handling";
  return caseFault("C037", "办理情况中没有 " + shown + " 这一事项" + mean.zh, remedy,
    "handling: there is no duty or event " + shown + mean.en + ". " + english, { subject: ("handling." + key).slice(0, 200), near });
}
