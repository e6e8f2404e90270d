// @ts-check
/**
 * Explained facts: what is known of the facts of a decision, what is presumed, what is still open.
 *
 * No presumption is ever worded as a finding.
 */

import { itemOf } from "./document.mjs";
import { isPart, withinQuotes } from "./phrases.mjs";
import { bitsOfKnown } from "./vocabulary.mjs";

/** @typedef {import("./document.mjs").Item} Item */
/** @typedef {import("./phrases.mjs").Phrases} Phrases */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */

/**
 * Return a fact that a clause rests on: its value, its origin, its quote, its evidence.
 * @param {any} because
 * @param {Phrases} phrases
 * @returns {Item}
 */
export function factItem(because, phrases) {
  const words = phrases.say("fact", {
    label: phrases.label(because.fact),
    value: phrases.value(because.fact, because.value),
    origin: originWords(because, phrases),
    quote: withinQuotes(because.quote),
  });
  const evidence = phrases.decision.case.evidence[because.fact] || "";
  return itemOf(words, evidence ? [itemOf(phrases.say("evidence", [evidence]))] : []);
}

/**
 * @param {any} because
 * @param {Phrases} phrases
 */
function originWords(because, phrases) {
  const { fact, origin, value } = because;
  if (origin === "presumed") {
    if (!phrases.partlyKnown(fact)) return phrases.say("presumed_origin");
    return phrases.say("partly_presumed_origin", [phrases.valueBits(fact, phrases.knownBits(fact))]);
  }
  const implied = origin === "implied";
  if (Array.isArray(value)) {
    return phrases.say(implied ? "partly_implied_origin" : "partly_known_origin");
  }
  const notMade = !implied && phrases.spec(fact).finding && value === false;
  return phrases.say(implied ? "implied_origin" : notMade ? "not_made" : "established");
}

/**
 * Return what the impossible combinations leave of each fact, and what they strike out.
 * @param {Phrases} phrases
 * @returns {Item[]}
 */
export function impliedItems(phrases) {
  const left = phrases.given.slice();
  return phrases.decision.implied.map((/** @type {any} */ found) => {
    const spec = phrases.spec(found.fact);
    const before = left[spec.index];
    const after = bitsOfKnown(spec, found.value);
    left[spec.index] = after;
    const stated = found.by.map((/** @type {string} */ fact) => phrases.stated(fact));
    const by = withinQuotes(phrases.series(stated));
    if (isPart(spec, after)) {
      const fact = phrases.valuedBits(found.fact, before & ~after);
      return itemOf(
        phrases.say("narrowed_by", { fact, by, left: phrases.valueBits(found.fact, after) }),
      );
    }
    const key = !spec.boolean ? "implied_by" : found.value ? "implied_so" : "implied_not";
    const fact = phrases.valuedBits(found.fact, after);
    const closed = closedBars(found, phrases);
    const notes = closed.length
      ? [itemOf(phrases.say("implied_closes", [phrases.series(closed)]))]
      : [];
    return itemOf(phrases.say(key, { fact, label: phrases.label(found.fact), by }), notes);
  });
}

/**
 * Return the bars that a recorded finding keeps from holding, by a fact it implies.
 * @param {any} found
 * @param {Phrases} phrases
 * @returns {string[]}
 */
function closedBars(found, phrases) {
  const byFinding = found.by.some((/** @type {string} */ fact) => phrases.spec(fact).finding);
  if (!phrases.rules || !byFinding) return [];
  const { ruleset } = phrases;
  const bars = citedAs(ruleset, "bar").map(ruleset.clausesOf);
  const isBar = (/** @type {string} */ clause) => bars.some((some) => some.includes(clause));
  return phrases.spec(found.fact).data.used_by
    .filter((clause) => isBar(clause) && phrases.decision.statuses[clause] === "refuted")
    .map((clause) => phrases.clause(clause));
}

/**
 * Return the articles and clauses that the outcome table cites in a role, in order.
 * @param {Ruleset} ruleset
 * @param {string} role
 * @returns {string[]}
 */
export function citedAs(ruleset, role) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const row of ruleset.table) {
    for (const cite of row.cites) if (cite.role === role) found.add(cite.clause);
  }
  return Array.from(found);
}

/**
 * Return where each presumed fact was used, clause by clause, and what else is not known.
 * @param {Phrases} phrases
 * @returns {Item[]}
 */
export function presumedItems(phrases) {
  const { decision } = phrases;
  /** @type {Map<string, Set<string>>} */
  const used = new Map();
  const cited = new Set();
  for (const citation of decision.citations) {
    for (const because of citation.because) {
      cited.add(because.fact);
      if (because.origin !== "presumed") continue;
      const facts = used.get(because.clause) || new Set();
      used.set(because.clause, facts.add(because.fact));
    }
  }
  const taken = (/** @type {string[]} */ facts) =>
    phrases.series(facts.map((fact) => phrases.taken(fact)));
  const items = Array.from(used, ([clause, facts]) =>
    phrases.say("presumed_used", { clause: phrases.clause(clause), facts: taken(Array.from(facts)) }),
  );
  const rest = decision.presumed.filter((/** @type {string} */ fact) => !cited.has(fact));
  const partly = rest.filter((/** @type {string} */ fact) => phrases.partlyKnown(fact));
  if (partly.length) items.push(phrases.say("partly_rest", [taken(partly)]));
  if (rest.length > partly.length) {
    items.push(phrases.say("presumed_rest", [rest.length - partly.length]));
  }
  const undecided = phrases.ruleset.clauses
    .filter((clause) => decision.statuses[clause.id] === "open")
    .map((clause) => phrases.clause(clause.id));
  // Settled, they cannot change the outcome, and listing them would say nothing.
  if (undecided.length && !decision.settled) {
    items.push(phrases.say("open_clauses", [phrases.series(undecided)]));
  }
  return items.map((words) => itemOf(words));
}

/**
 * Return what is still to be established: the question, the values possible, the presumption.
 * @param {Phrases} phrases
 * @returns {Item[]}
 */
export function openItems(phrases) {
  return phrases.decision.open_facts.map((/** @type {string} */ name) => {
    const spec = phrases.spec(name);
    const known = phrases.knownBits(name);
    const excluded = phrases.labelsOf(spec, spec.every & ~known);
    const words = phrases.say("open_fact", {
      label: phrases.label(name),
      name,
      question: phrases.pick(spec.question),
      values: phrases.series(phrases.labelsOf(spec, known), "among"),
      presumed: phrases.labelsOf(spec, phrases.takenBits(name))[0],
    });
    const more = excluded.length ? phrases.say("excluded", [phrases.series(excluded, "among")]) : "";
    return itemOf(words + more);
  });
}

/**
 * Return what together needs an explanation, with its facts.
 * @param {Phrases} phrases
 * @returns {Item[]}
 */
export function warningItems(phrases) {
  return phrases.decision.warnings.map((/** @type {any} */ warning) =>
    itemOf(
      phrases.pick([warning.question, warning.question_en]),
      warning.facts.map((/** @type {string} */ fact) => itemOf(phrases.stated(fact))),
    ),
  );
}
