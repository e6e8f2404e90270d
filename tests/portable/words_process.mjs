/**
 * Answers what tests of the words ask: a line of JSON in, a line of JSON out.
 *
 * {"open": "bundle.json", "readings": {…}, "policy": {…} | null} opens what the next lines are
 * asked of; {"ask": …} is answered with {"answer": …, "words": [zh, en]}, or {"error": …}.
 */

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/`);
const from = (name) => import(new URL(`${name}.mjs`, folder));
const { openRuleset } = await from("ruleset");
const { evaluate } = await from("decision");
const { choose } = await from("own_choice");
const { documentText } = await from("document");
const { explain, explanationDocument } = await from("explanation");
const { compareScenarios } = await from("what_if");
const { comparisonsDocument } = await from("answered_comparisons");
const { sensitivity } = await from("sensitivity");
const { sensitivityDocument } = await from("answered_sensitivity");
const { robustness, sufficientReason } = await from("reasons");
const { reasonAndRobustnessDocument, reasonDocument, robustnessDocument } =
  await from("answered_reasons");
const { paths } = await from("paths");
const { pathsDocument } = await from("answered_paths");
const { nextQuestions } = await from("questions");
const { questionsDocument } = await from("answered_questions");

const { examinedClause } = await from("examined_clauses");
const { clausesDocument } = await from("explained_clauses");

/** What is answered, and the answer in words. */
const questions = {
  compare: [compareScenarios, comparisonsDocument],
  sensitivity: [sensitivity, sensitivityDocument],
  reason: [sufficientReason, reasonDocument],
  robustness: [robustness, robustnessDocument],
  reasons: [
    (...given) => ({ reason: sufficientReason(...given), robustness: robustness(...given) }),
    (rules, both, lang) =>
      reasonAndRobustnessDocument(rules, both.reason, both.robustness, lang),
  ],
  paths: [paths, pathsDocument],
  questions: [nextQuestions, questionsDocument],
};

/** Return the decision of a case, evaluated here, with what the authority chose. */
function decided({ facts, info, choice, today }) {
  const found = evaluate(ruleset, facts, { info, today });
  return choice ? choose(ruleset, found, choice.outcome, choice.reason) : found;
}

function answered(asked) {
  const { ask, rules, facts, options } = asked;
  if (ask === "explain") {
    const decision = asked.decision || decided(asked);
    const words = ["zh", "en"].map((lang) =>
      rules
        ? documentText(explanationDocument(ruleset, decision, lang, true))
        : explain(ruleset, decision, lang),
    );
    return { words };
  }
  if (ask === "clauses") {
    const decision = decided(asked);
    const answer = asked.clauses.map((each) => examinedClause(ruleset, decision, each));
    const words = ["zh", "en"].map((lang) =>
      documentText(clausesDocument(ruleset, decision, asked.clauses, lang)),
    );
    return { answer, words };
  }
  const [answer, documentOf] = questions[ask];
  const found = answer(ruleset, facts, options);
  const words = ["zh", "en"].map((lang) => documentText(documentOf(ruleset, found, lang)));
  return { answer: found, words };
}

/** Decisions are compared elsewhere, and are long. */
const shortened = (key, value) => (key === "decision" ? undefined : value);

const bundles = new Map();
const rulesets = new Map();
let ruleset = null;

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.open) {
    if (!bundles.has(asked.open)) {
      bundles.set(asked.open, JSON.parse(readFileSync(asked.open, "utf8")));
    }
    if (!rulesets.has(line)) rulesets.set(line, openRuleset(bundles.get(asked.open), asked));
    ruleset = rulesets.get(line);
    continue;
  }
  let found;
  try {
    found = answered(asked);
  } catch (error) {
    found = { error: error.name, facts: error.facts, text: error.stack };
  }
  process.stdout.write(`${JSON.stringify(found, shortened)}\n`);
}
