// @ts-check
/**
 * Explained outcome: what the outcome is, what else is permitted, who chose it, and whether it is
 * settled.
 */

import { itemOf } from "./document.mjs";
import { isWithheld } from "./explained_citations.mjs";
import { citedAs } from "./explained_facts.mjs";
import { OPEN, statusOf } from "./semantics.mjs";

/** @typedef {import("./document.mjs").Item} Item */
/** @typedef {import("./phrases.mjs").Phrases} Phrases */

/**
 * Return what is said of the outcome of a decision.
 * @param {Phrases} phrases
 * @returns {Item[]}
 */
export function outcomeItems(phrases) {
  const { decision } = phrases;
  const standing = (/** @type {string} */ key) => (decision.settled ? key : `${key}_presumed`);
  const outcome = phrases.outcomes([decision.outcome]);
  const first = phrases.say(decision.settled ? "outcome_is" : "outcome_presumed", [outcome]);
  const items = [itemOf(first, [], true)];
  const permitted = phrases.outcomes(decision.permitted);
  if (decision.modality === "shall") {
    items.push(itemOf(phrases.say(standing("shall"), [permitted])));
  } else {
    const ceiling = phrases.outcomes(decision.permitted.slice(0, 1));
    const key = isWithheld(decision) ? "may_withheld" : standing("may");
    items.push(itemOf(phrases.say(key, { permitted, ceiling })));
  }
  items.push(...chosenBy(phrases).map((words) => itemOf(words)));
  const remark = phrases.pick(decision.remark);
  if (remark && decision.basis !== "authority") items.push(itemOf(remark));
  items.push(settledItem(phrases));
  const applied = decision.by_reference ? byReferenceWords(phrases) : openReferenceWords(phrases);
  return applied ? items.concat(itemOf(applied)) : items;
}

/**
 * Return who or what chose the outcome among those permitted.
 * @param {Phrases} phrases
 * @returns {string[]}
 */
function chosenBy(phrases) {
  const { decision } = phrases;
  const aside = decision.set_aside === null ? "" : phrases.outcomes([decision.set_aside]);
  if (isWithheld(decision)) return [phrases.say("withheld", [aside, decision.reason])];
  if (decision.basis === "authority") {
    const key = decision.modality === "may" ? "by_authority" : "by_authority_shall";
    const words = [phrases.say(key, [decision.reason])];
    return aside ? words.concat(phrases.say("set_aside", [aside])) : words;
  }
  if (decision.basis === "policy") {
    const policy = phrases.pick(decision.ruleset.policy_title) || decision.policy;
    return [phrases.say("by_policy", { policy })];
  }
  return [phrases.say(`by_text_${decision.modality}`)];
}

/**
 * Return whether the outcome is settled, or what it may still turn out to be.
 * @param {Phrases} phrases
 * @returns {Item}
 */
function settledItem(phrases) {
  const { decision } = phrases;
  if (!decision.settled) {
    const reachable = decision.reachable.map((/** @type {string} */ each) =>
      itemOf(phrases.outcomes([each])),
    );
    return itemOf(phrases.say("unsettled"), reachable);
  }
  if (decision.presumed.length === 0) {
    return itemOf(phrases.say(decision.implied.length ? "settled_implied" : "settled_complete"));
  }
  let words = phrases.say("settled_anyway");
  const several = (/** @type {any} */ found) =>
    Object.keys(found.reachable).some((option) => found.reachable[option].length > 1);
  if (decision.readings.some(several)) words += phrases.say("settled_by_reading");
  const presumed = (/** @type {any} */ cited) =>
    cited.because.some((/** @type {any} */ each) => each.origin === "presumed");
  if (decision.citations.some(presumed)) words += phrases.say("cited_as_presumed");
  return itemOf(words);
}

/**
 * Return on which fact, known in part, it depends whether the rules apply by reference.
 * @param {Phrases} phrases
 * @returns {string}
 */
function openReferenceWords(phrases) {
  const { byReference, chosen } = phrases.ruleset;
  if (!phrases.rules || byReference === null) return "";
  const open = statusOf(byReference, phrases.known, chosen) === OPEN;
  if (!open || !phrases.partlyKnown(byReference.name)) return "";
  return phrases.say("by_reference_open", [phrases.stated(byReference.name)]);
}

/**
 * Return that the regulation applies by reference: by which words, to what subject.
 * @param {Phrases} phrases
 * @returns {string}
 */
function byReferenceWords(phrases) {
  const { byReference, clauseNamed, clausesOf } = phrases.ruleset;
  if (!phrases.rules || byReference === null) return phrases.say("by_reference");
  const { quote, name } = byReference;
  const scope = citedAs(phrases.ruleset, "scope").map(clausesOf);
  const holdsQuote = (/** @type {string} */ id) => {
    const card = clauseNamed.get(id);
    return card !== undefined && card.text.includes(quote);
  };
  const found = scope.map((some) => some.find(holdsQuote)).find((id) => id !== undefined);
  const values = { clause: phrases.clause(found || ""), quote, subject: phrases.taken(name) };
  return phrases.say("by_reference_to", values);
}
