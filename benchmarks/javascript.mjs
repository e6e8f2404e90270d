// @ts-check
/** Times the evaluator on cases that the page gives, and leaves the medians in the document. */

import { evaluate } from "../tolerance_rules/portable/javascript/decision.mjs";
import { readFacts } from "../tolerance_rules/portable/javascript/facts.mjs";
import { completeCase } from "../tolerance_rules/portable/javascript/consistency.mjs";
import { openFactsOf, reachableOutcomes, reachableUnderReadings } from "../tolerance_rules/portable/javascript/reachability.mjs";
import { openRuleset } from "../tolerance_rules/portable/javascript/ruleset.mjs";

/** @param {string} id */
function held(id) {
  return JSON.parse(String(/** @type {HTMLElement} */ (document.getElementById(id)).textContent));
}

/**
 * Return the median of the milliseconds that something takes, each time for another case.
 * @template Case
 * @param {Case[]} cases
 * @param {(given: Case) => void} take
 */
function median(cases, take) {
  const times = cases.map((given) => {
    const started = performance.now();
    take(given);
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[times.length >> 1];
}

const bundle = held("bundle");
const { established, doubtful } = held("cases");
/** @type {{[what: string]: number}} */
const found = {};
let started = performance.now();
const ruleset = openRuleset(bundle);
found.open = performance.now() - started;
started = performance.now();
evaluate(ruleset, {});
found.first = performance.now() - started;
found.established = median(established, (facts) => evaluate(ruleset, facts));
found.doubtful = median(doubtful, (facts) => evaluate(ruleset, facts));
const nothing = Array.from({ length: 50 }, () => ({}));
found.nothing = median(nothing, (facts) => evaluate(ruleset, facts));
/** @param {unknown} facts */
const known = (facts) => completeCase(ruleset, readFacts(ruleset, facts)).known;
found.reachable = median(doubtful, (facts) => reachableOutcomes(ruleset, known(facts)));
found.ranked = median(doubtful, (facts) => openFactsOf(ruleset, known(facts)));
found.ranked_nothing = median(nothing, (facts) => openFactsOf(ruleset, known(facts)));
found.readings = median(doubtful, (facts) => reachableUnderReadings(ruleset, known(facts)));
document.body.textContent = JSON.stringify(found);
