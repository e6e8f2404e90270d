// @ts-check
/** What if: a case decided as it is, and again as it would be. */

import { answeredCase } from "./answered_case.mjs";
import { changesBetween } from "./changes.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { evaluate } from "./decision.mjs";
import { withPolicy, withReadings } from "./ruleset.mjs";

/** @typedef {import("./changes.mjs").FactChange} FactChange */
/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/**
 * @typedef {object} Scenario what would be otherwise
 * @property {string} [name]
 * @property {{[fact: string]: any}} [facts] what is known of facts, by dotted name
 * @property {{[reading: string]: string}} [readings]
 * @property {import("./ruleset.mjs").PolicyData | null} [policy] of the form that a bundle has
 */
/**
 * @typedef {object} ScenarioComparison
 * @property {string} name
 * @property {any} before the decision of the case
 * @property {any} after the decision of the scenario
 * @property {FactChange[]} facts the changes made
 * @property {FactChange[]} consequences what is implied otherwise because of them
 * @property {any[]} readings
 * @property {[string, string] | null} policy
 * @property {any[]} gained citations that only the scenario has
 * @property {any[]} lost citations that only the case has
 * @property {any[]} statuses clauses whose status differs
 * @property {any[]} new_warnings
 */

/**
 * Return a case before and after changes of facts, of readings, or of the policy.
 *
 * In `facts` several values are those still possible, null makes a fact unknown. FactsError lists
 * what is wrong with the changes, or names facts that cannot both be.
 * @param {Ruleset} ruleset
 * @param {any} given a decision, or facts
 * @param {Scenario} scenario
 * @returns {ScenarioComparison}
 */
export function whatIf(ruleset, given, scenario) {
  const before = answeredCase(ruleset, given);
  let other = ruleset;
  if (scenario.readings) other = withReadings(other, scenario.readings);
  if (scenario.policy) other = withPolicy(other, scenario.policy);
  const facts = Object.assign(flatFacts(ruleset, before), scenario.facts);
  const after = evaluate(other, facts, { info: before.case });
  return comparedScenario(ruleset, scenario.name || "", before, after);
}

/**
 * Return a case before and after each of several scenarios.
 * @param {Ruleset} ruleset
 * @param {any} given a decision, or facts
 * @param {Scenario[]} scenarios
 * @returns {{before: any, scenarios: ScenarioComparison[]}}
 */
export function compareScenarios(ruleset, given, scenarios) {
  const before = answeredCase(ruleset, given);
  return { before, scenarios: scenarios.map((each) => whatIf(ruleset, before, each)) };
}

/**
 * Return what a decision says of each fact, by dotted name.
 * @param {Ruleset} ruleset
 * @param {any} decision
 * @returns {{[fact: string]: any}}
 */
function flatFacts(ruleset, decision) {
  /** @type {{[fact: string]: any}} */
  const flat = {};
  for (const spec of ruleset.facts) flat[spec.name] = decision.facts[spec.group][spec.key];
  return flat;
}

/**
 * @param {Ruleset} ruleset
 * @param {string} name
 * @param {any} before
 * @param {any} after
 * @returns {ScenarioComparison}
 */
function comparedScenario(ruleset, name, before, after) {
  const [one, other] = [decidedFacts(ruleset, before), decidedFacts(ruleset, after)];
  const facts = changesBetween(ruleset, one.given, other.given);
  const changed = new Set(facts.map((each) => each.fact));
  const implied = changesBetween(ruleset, one.known, other.known);
  const warned = new Set(before.warnings.map((/** @type {any} */ each) => each.id));
  const samePolicy = before.ruleset.policy_sha256 === after.ruleset.policy_sha256;
  return {
    name,
    before,
    after,
    facts,
    consequences: implied.filter((each) => !changed.has(each.fact)),
    readings: readingChanges(ruleset, before, after),
    policy: samePolicy ? null : [before.policy, after.policy],
    gained: citedOnlyBy(after, before),
    lost: citedOnlyBy(before, after),
    statuses: ruleset.clauses
      .filter(({ id }) => before.statuses[id] !== after.statuses[id])
      .map(({ id, citation }) => ({
        clause: id,
        citation: citation.zh,
        before: before.statuses[id],
        after: after.statuses[id],
      })),
    new_warnings: after.warnings.filter((/** @type {any} */ each) => !warned.has(each.id)),
  };
}

/**
 * @param {Ruleset} ruleset
 * @param {any} before
 * @param {any} after
 */
function readingChanges(ruleset, before, after) {
  return ruleset.readings
    .filter(({ id }) => before.ruleset.readings[id] !== after.ruleset.readings[id])
    .map(({ id, clause, phrase, options, meanings }) => {
      const chosen = [before.ruleset.readings[id], after.ruleset.readings[id]];
      return {
        name: id,
        clause,
        phrase,
        before: chosen[0],
        after: chosen[1],
        meanings: chosen.map((option) => {
          const { zh, en } = meanings[options.indexOf(option)];
          return [zh, en];
        }),
      };
    });
}

/**
 * Return the citations of one decision whose words the other does not cite in the same role.
 * @param {any} one
 * @param {any} other
 */
function citedOnlyBy(one, other) {
  const key = (/** @type {any} */ each) => JSON.stringify([each.clause, each.role, each.text]);
  const elsewhere = new Set(other.citations.map(key));
  return one.citations.filter((/** @type {any} */ each) => !elsewhere.has(key(each)));
}
