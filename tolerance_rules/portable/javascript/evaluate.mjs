// @ts-check
/**
 * Evaluate: the evaluator as a program for the command line, `node evaluate.mjs BUNDLE`.
 *
 * It reads a case on each line of its input and writes what it finds on a line of its output, as
 * JSON; docs/portable.md says what a line may hold. The one file here that needs Node.
 */

// @ts-ignore Node's own modules are not typed here.
import { readFileSync } from "node:fs";
// @ts-ignore
import { argv, exit, stderr, stdin, stdout } from "node:process";
import { evaluate } from "./decision.mjs";
import { readFacts } from "./facts.mjs";
import { FactsError, UsageError } from "./faults.mjs";
import { findingsOf } from "./findings.mjs";
import { choose } from "./own_choice.mjs";
import { openRuleset, withPolicy, withReadings } from "./ruleset.mjs";

/** @typedef {import("./ruleset.mjs").Ruleset} Ruleset */
/**
 * @typedef {object} CaseRequest
 * @property {unknown} [id] is given back
 * @property {unknown} facts
 * @property {{[reading: string]: string}} [readings]
 * @property {import("./ruleset.mjs").PolicyData} [policy]
 * @property {Partial<import("./time_in_force.mjs").CaseInfo>} [case]
 * @property {string} [today]
 * @property {{outcome: string, reason: string}} [choice] the authority's own
 * @property {string[]} [only] the parts of the decision that are asked for
 */

const REMEMBERED = 64;
/** What is found without working out citations and all the rest. */
const BRIEF = ["outcome", "permitted", "settled", "reachable", "row", "statuses"];

/** Answers one case after another by one bundle. */
class CommandLine {
  /** @param {Ruleset} ruleset */
  constructor(ruleset) {
    this.ruleset = ruleset;
    /** @type {Map<string, Ruleset>} */
    this.under = new Map();
  }

  /** @param {CaseRequest} request @returns {Ruleset} */
  rulesetOf({ readings, policy }) {
    if (!readings && !policy) return this.ruleset;
    const key = JSON.stringify([policy, readings]);
    let found = this.under.get(key);
    if (found === undefined) {
      const base = policy ? withPolicy(this.ruleset, policy) : this.ruleset;
      found = withReadings(base, readings || {});
      if (this.under.size >= REMEMBERED) this.under.clear();
      this.under.set(key, found);
    }
    return found;
  }

  /** @param {string} line */
  answer(line) {
    const request = requestOf(line);
    if (request === null) return { id: null, error: NO_REQUEST };
    const { id } = request;
    try {
      const ruleset = this.rulesetOf(request);
      const { facts, case: info, today, choice, only } = request;
      if (only && only.every((key) => BRIEF.indexOf(key) >= 0) && !info && !choice) {
        return { id, decision: partOf(briefly(ruleset, facts), only) };
      }
      let decision = evaluate(ruleset, facts, { info, today });
      if (choice) decision = choose(ruleset, decision, choice.outcome, choice.reason);
      return { id, decision: only ? partOf(decision, only) : decision };
    } catch (error) {
      return { id, error: told(error) };
    }
  }
}

/**
 * Return the parts of a decision that are found first.
 * @param {Ruleset} ruleset
 * @param {unknown} facts
 */
function briefly(ruleset, facts) {
  const { row, outcome, reachable, statuses } = findingsOf(ruleset, readFacts(ruleset, facts));
  const settled = reachable.length === 1;
  return { outcome, permitted: row.permitted, settled, reachable, row: row.row, statuses };
}

/**
 * @param {object} decision
 * @param {string[]} only
 */
function partOf(decision, only) {
  const held = /** @type {{[key: string]: unknown}} */ (decision);
  return only.reduce((part, key) => Object.assign(part, { [key]: held[key] }), {});
}

/** What a line that holds no request is answered. */
const NO_REQUEST = {
  kind: "request",
  codes: [],
  message: '这一行不是请求：请写成 {"id": 1, "facts": {…}}',
  english: 'this line is no request: write {"id": 1, "facts": {…}}',
};

/** @param {string} line @returns {CaseRequest | null} */
function requestOf(line) {
  try {
    const found = JSON.parse(line);
    return found !== null && typeof found === "object" && "facts" in found ? found : null;
  } catch (error) {
    return null;
  }
}

/** Return what went wrong by the user's mistake. @param {unknown} error */
function told(error) {
  if (error instanceof FactsError) {
    const { faults, facts, combinations } = error;
    const kind = error.inconsistent ? "inconsistent" : "case";
    return { kind, codes: faults.map((fault) => fault.code), faults, facts, combinations };
  }
  if (error instanceof UsageError) {
    const { kind, message, english } = error;
    return Object.assign({}, error.fields, { kind, codes: [], message, english });
  }
  throw error;
}

/** @param {string} file */
function main(file) {
  const answering = new CommandLine(openRuleset(JSON.parse(readFileSync(file, "utf8"))));
  let rest = "";
  stdin.setEncoding("utf8");
  stdin.on("data", (/** @type {string} */ text) => {
    const lines = (rest + text).split("\n");
    rest = String(lines.pop());
    const answers = lines.filter((line) => line.trim() !== "").map((line) => JSON.stringify(answering.answer(line)));
    if (answers.length) stdout.write(answers.join("\n") + "\n");
  });
  stdin.on("end", () => {
    if (rest.trim() !== "") stdout.write(JSON.stringify(answering.answer(rest)) + "\n");
  });
}

if (argv.length === 3) main(argv[2]);
else {
  stderr.write("node evaluate.mjs BUNDLE（规则包，tolerance-rules bundle 写出的）\n");
  exit(2);
}
