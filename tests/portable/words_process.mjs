/**
 * Answers what tests of the words ask: a line of JSON in, a line of JSON out.
 *
 * {"open": "bundle.json", "readings": {…}, "policy": {…} | null} opens what the next lines are
 * asked of; {"ask": …} is answered with {"answer": …}, or {"error": …}.
 */

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/`);
const from = (name) => import(new URL(`${name}.mjs`, folder));
const { openRuleset } = await from("ruleset");
const { documentText } = await from("document");
const { explain, explanationDocument } = await from("explanation");
const { compareScenarios, whatIf } = await from("what_if");
const { sensitivity } = await from("sensitivity");
const { robustness, sufficientReason } = await from("reasons");
const { paths } = await from("paths");
const { nextQuestions } = await from("questions");

const answered = {
  explain: ({ decision, rules }) =>
    ["zh", "en"].map((lang) =>
      rules
        ? documentText(explanationDocument(ruleset, decision, lang, true))
        : explain(ruleset, decision, lang),
    ),
  whatIf: ({ facts, options }) => whatIf(ruleset, facts, options),
  compare: ({ facts, options }) => compareScenarios(ruleset, facts, options),
  sensitivity: ({ facts }) => sensitivity(ruleset, facts),
  reason: ({ facts, options }) => sufficientReason(ruleset, facts, options),
  robustness: ({ facts, options }) => robustness(ruleset, facts, options),
  paths: ({ facts, options }) => paths(ruleset, facts, options),
  questions: ({ facts }) => nextQuestions(ruleset, facts),
};

/** Decisions are compared elsewhere, and are long. */
const shortened = (key, value) =>
  key === "decision" ? undefined : value;

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
    found = { answer: answered[asked.ask](asked) };
  } catch (error) {
    found = { error: error.name, facts: error.facts, text: error.stack };
  }
  process.stdout.write(`${JSON.stringify(found, shortened)}\n`);
}
