// Reads requests as JSON lines, does what each asks with case files, and answers a line each.
import { readFileSync } from "fs";
import { createInterface } from "readline";
import { readCaseBytes } from "../../tolerance_rules/portable/javascript/case_file.mjs";
import { writeCaseFile } from "../../tolerance_rules/portable/javascript/case_writer.mjs";
import { evaluate } from "../../tolerance_rules/portable/javascript/decision.mjs";
import { dutiesOf } from "../../tolerance_rules/portable/javascript/duties.mjs";
import { evidenceOf } from "../../tolerance_rules/portable/javascript/evidence.mjs";
import { handlingOf } from "../../tolerance_rules/portable/javascript/handling.mjs";
import { statesDays } from "../../tolerance_rules/portable/javascript/legal_references.mjs";
import { panelOf } from "../../tolerance_rules/portable/javascript/panel.mjs";
import { openRuleset } from "../../tolerance_rules/portable/javascript/ruleset.mjs";
import { worksheetOf } from "../../tolerance_rules/portable/javascript/worksheet.mjs";

const ruleset = openRuleset(JSON.parse(readFileSync(process.argv[2], "utf8")), {});

/** A case as JSON: maps become lists of pairs, which keep their order. */
function plainCase(given) {
  const lists = { handling: given.handling, forms: given.forms, analysis: given.analysis };
  return Object.assign({}, given, Object.fromEntries(Object.entries(lists).map(([name, map]) => [name, [...map]])));
}

const DOES = {
  read({ data, json, lang }) {
    const { case: found, faults } = readCaseBytes(new Uint8Array(Buffer.from(data, "base64")), ruleset, { json });
    return found ? { case: plainCase(found), text: writeCaseFile(found, ruleset, { lang }) } : { faults };
  },
  follow({ facts, decided_on, handling, analysis, on }) {
    const handled = handlingOf(ruleset, new Map(handling), decided_on);
    if (handled.faults.length) return { faults: handled.faults };
    const info = { decided_on, handling: handled.handling };
    const decision = evaluate(ruleset, facts, { info, today: "2030-01-01" });
    return { duties: dutiesOf(ruleset, decision, on), worksheet: worksheetOf(ruleset, decision, new Map(analysis)) };
  },
  evidence({ facts, evidence, held }) {
    const found = evidenceOf(ruleset, evaluate(ruleset, facts, { info: { evidence } }), { held });
    return Object.assign({}, found, { decision: null });
  },
  limits({ texts }) {
    return { stated: texts.map(statesDays) };
  },
  panel({ members }) {
    const found = panelOf(ruleset, members.map((facts, place) => ({ name: String(place), given: evaluate(ruleset, facts) })));
    return Object.assign({}, found, { decision: null });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = DOES[request.do](request);
  } catch (error) {
    answer = { crash: String(error.stack) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
