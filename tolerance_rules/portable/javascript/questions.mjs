// @ts-check
/** Next questions: which fact to establish first, worked out on the decision diagram. */

import { answeredCase } from "./answered_case.mjs";
import { decidedFacts } from "./decided_facts.mjs";
import { outcomesOfBits, outcomesOfValues, restrictedDiagram } from "./diagram.mjs";
import { diagramOf, inOutcomeOrder, possibleInOrder } from "./reachability.mjs";
import { barScreening } from "./screening.mjs";

/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/** @typedef {import("./vocabulary.mjs").FactSpec} FactSpec */
/** @typedef {import("./vocabulary.mjs").Value} Value */
/** @typedef {{value: Value, reachable: string[]}} Answer what it leaves; none if it cannot be */
/**
 * @typedef {object} Question
 * @property {string} fact
 * @property {Answer[]} answers
 * @property {number} left how many outcomes the answers leave on average
 * @property {boolean} narrows whether some answer leaves fewer outcomes than are reachable now
 */
/** @typedef {{decision: any, screening: import("./screening.mjs").Screening | null, questions: Question[]}} Questions */

/**
 * Return the facts that can still change the outcome, in order, with what each answer would leave.
 * @param {Ruleset} ruleset
 * @param {any} given a decision, or facts
 * @returns {Questions}
 */
export function nextQuestions(ruleset, given) {
  const decision = answeredCase(ruleset, given);
  if (decision.settled) return { decision, screening: null, questions: [] };
  const { known } = decidedFacts(ruleset, decision);
  const diagram = diagramOf(ruleset);
  const rest = restrictedDiagram(diagram, possibleInOrder(ruleset, diagram, known));
  const outcomes = outcomesOfValues(rest);
  const questions = decision.open_facts.map((/** @type {string} */ name) => {
    const spec = /** @type {FactSpec} */ (ruleset.vocabulary.named.get(name));
    const leaves = outcomes[rest.order.indexOf(name)];
    const answers = spec.values
      .map((value, index) => ({ value, reachable: inOutcomeOrder(outcomesOfBits(rest, leaves[index])) }))
      .filter((_, index) => (known[spec.index] >> index) & 1);
    const counts = answers.map((each) => each.reachable.length).filter((count) => count > 0);
    const left = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const narrows = counts.some((count) => count < decision.reachable.length);
    return { fact: name, answers, left, narrows };
  });
  return { decision, screening: barScreening(ruleset, decision), questions };
}
