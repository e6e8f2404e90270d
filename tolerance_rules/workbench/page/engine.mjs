// @ts-check
// Engine: what the page asks of the evaluator, each answer kept until what it rests on changes.

import { openRuleset, withReadings, withPolicy } from "../../portable/javascript/ruleset.mjs";
import { citationInChinese, citationInEnglish } from "../../portable/javascript/legal_references.mjs";
import { choose } from "../../portable/javascript/own_choice.mjs";
import { evaluate } from "../../portable/javascript/decision.mjs";
import { explanationDocument } from "../../portable/javascript/explanation.mjs";
import { roleWords, isPresumed } from "../../portable/javascript/explained_citations.mjs";
import { Phrases } from "../../portable/javascript/phrases.mjs";
import { nextQuestions } from "../../portable/javascript/questions.mjs";
import { whatIf } from "../../portable/javascript/what_if.mjs";
import { sensitivity } from "../../portable/javascript/sensitivity.mjs";
import { sufficientReason, robustness } from "../../portable/javascript/reasons.mjs";
import { paths } from "../../portable/javascript/paths.mjs";
import { isRestDay } from "../../portable/javascript/due_dates.mjs";
import { dutiesOf } from "../../portable/javascript/duties.mjs";
import { worksheetOf, assessmentsOf } from "../../portable/javascript/worksheet.mjs";
import { panelOf } from "../../portable/javascript/panel.mjs";
import { evidenceOf } from "../../portable/javascript/evidence.mjs";
import { toldFault } from "../../portable/javascript/case_fault.mjs";
import { dayOrderFaults } from "../../portable/javascript/case_sections.mjs";
import { handlingOf } from "../../portable/javascript/handling.mjs";

/** Answers kept of each kind: the case in hand, what it is compared with, and undo. */
const ENGINE_KEPT = 12;

/** Return the words of a pair, `{zh, en}` or `[zh, en]`, in a language. */
export function uiPick(lang, pair) {
  if (pair === null || pair === undefined) return "";
  if (typeof pair === "string") return pair;
  const words = Array.isArray(pair) ? pair[lang === "zh" ? 0 : 1] : pair[lang];
  return words || (Array.isArray(pair) ? pair[0] : pair.zh) || "";
}

/**
 * Return the engine of a bundle.
 * @param {any} bundle
 */
export function makeEngine(bundle) {
  const facts = bundle.vocabulary.facts;
  const byName = new Map(facts.map((spec) => [spec.name, spec]));
  const cards = new Map();
  for (const card of bundle.articles.concat(bundle.clauses)) cards.set(card.id, card);
  const opened = openRuleset(bundle, {});
  const kept = new Map();

  /** Return an answer, worked out once for the same things. */
  function once(kind, things, work) {
    const answers = kept.get(kind) || [];
    const found = answers.find((each) => each.things.every((thing, at) => thing === things[at]));
    if (found !== undefined) return found.answer;
    const answer = work();
    kept.set(kind, [{ things: things, answer: answer }].concat(answers).slice(0, ENGINE_KEPT));
    return answer;
  }

  /** Return the ruleset under the readings and the policy of a work. */
  function ruleset(work) {
    return once("ruleset", [work.readings, work.policy], () => {
      let under = opened;
      if (Object.keys(work.readings).length > 0) under = withReadings(under, work.readings);
      if (work.policy !== null) under = withPolicy(under, work.policy);
      return under;
    });
  }

  /** Return {decision, faults}: one of them is null. */
  function decide(work) {
    return once("decide", [work.case, work.readings, work.policy], () => {
      const info = Object.assign({}, work.case.info, {
        evidence: work.case.evidence,
        handling: handled(work).handling,
      });
      const wrong = dayOrderFaults(info.occurred_on, info.decided_on).map(toldFault).concat(handled(work).faults);
      if (wrong.length > 0) return { decision: null, faults: wrong };
      const dates = {
        decidedOn: info.decided_on || null,
        conductOn: info.occurred_on || null,
        info: info,
      };
      return caught(() => ({
        decision: evaluate(ruleset(work), work.case.facts, dates),
        faults: null,
      }));
    });
  }

  /** Return {handling, faults}: what is recorded as done, by the ids of duties and events. */
  function handled(work) {
    const decidedOn = work.case.info.decided_on || "";
    return once("handled", [work.case.handling, decidedOn], () =>
      handlingOf(opened, work.case.handling, decidedOn),
    );
  }

  /** Return the name under which a case already speaks of `id`, or the id itself. */
  function nameIn(given, id, has) {
    const found = Array.from(given.keys()).find((key) => has(new Map([[key, given.get(key)]])));
    return found === undefined ? id : found;
  }

  function caught(call) {
    try {
      return call();
    } catch (error) {
      const known = faultsOf(error);
      if (known !== null) return { decision: null, comparison: null, faults: known };
      throw error;
    }
  }

  /** Return what is wrong where it is for a person to mend; null where the page itself is wrong. */
  function faultsOf(error) {
    if (error === null || typeof error !== "object") return null;
    if (Array.isArray(error.faults)) return error.faults;
    return error.name === "UsageError" ? [{ zh: error.message, en: error.english }] : null;
  }

  /** Return an answer that rests on the facts, the readings and the policy alone. */
  function ofFacts(kind, work, more, call) {
    const things = [work.case.facts, work.readings, work.policy].concat(more);
    return once(kind, things, () => call(ruleset(work), work.case.facts));
  }

  return {
    bundle,
    facts,
    byName,
    groups: bundle.vocabulary.groups,
    cards,
    /** Return how a clause is called, also one that is not encoded. */
    citation: (id) => ({
      zh: citationInChinese(bundle.messages.references, id) || id,
      en: citationInEnglish(bundle.messages.references, id) || id,
    }),
    ruleset,
    decide,
    /** Return the outcomes that the authority may decide on, in order; none where it is not settled. */
    choices: (work, decision) =>
      once("choices", [decision], () =>
        bundle.outcomes
          .map((each) => each.code)
          .filter((code) => caught(() => ({ decision: choose(ruleset(work), decision, code, "-"), faults: null })).decision !== null),
      ),
    questions: (work) => ofFacts("questions", work, [], nextQuestions),
    sensitivity: (work) => ofFacts("sensitivity", work, [], sensitivity),
    reason: (work) => ofFacts("reason", work, [], sufficientReason),
    robustness: (work) => ofFacts("robustness", work, [], robustness),
    paths: (work, to, only) =>
      ofFacts("paths", work, [to, only], (rules, known) =>
        paths(rules, known, only ? { to: to, only: only } : { to: to }),
      ),
    /** Return {comparison, faults} of a work with a scenario's changes; one of them is null. */
    compareOne: (work, scenario) =>
      once("compare", [work.case.facts, work.readings, work.policy, scenario.changes], () =>
        caught(() => ({
          comparison: whatIf(ruleset(work), work.case.facts, changesOf(scenario)),
          faults: null,
        })),
      ),
    duties: (work, decision, on) =>
      once("duties", [decision, on], () => dutiesOf(ruleset(work), decision, on)),
    worksheet: (work, decision) =>
      once("worksheet", [decision, work.case.analysis], () =>
        worksheetOf(ruleset(work), decision, work.case.analysis),
      ),
    /** Return {panel, faults} of the members' cases; one of them is null. */
    panel: (work, members) =>
      once("panel", [members, work.readings, work.policy], () => {
        const given = members.map(({ name, kept }) => ({ name: name, given: kept.facts }));
        const found = caught(() => ({ panel: panelOf(ruleset(work), given), faults: null }));
        return { panel: found.panel || null, faults: found.faults };
      }),
    evidence: (work, decision) => once("evidence", [decision], () => evidenceOf(ruleset(work), decision)),
    handled,
    restsOn: (day) => isRestDay(opened.calendar, day),
    handlingName: (work, id) =>
      nameIn(work.case.handling, id, (one) => id in handlingOf(opened, one, "").handling),
    assessmentName: (work, id) =>
      nameIn(work.case.analysis, id, (one) => assessmentsOf(opened, one).assessed.has(id)),
    /** Return {role, presumed} of a citation: what it does, in words, and if only by presumption. */
    cited: (work, decision, lang, citation) => {
      const phrases = once("phrases", [decision, lang], () => new Phrases(ruleset(work), decision, lang, true));
      return { role: roleWords(citation, phrases), presumed: isPresumed(citation, phrases) };
    },
    explained: (work, decision, lang) =>
      once("explained", [decision, lang], () => explanationDocument(ruleset(work), decision, lang, true)),
  };
}

/** Return the changes of a scenario as the evaluator takes them. */
function changesOf(scenario) {
  const changes = { facts: {}, readings: {} };
  for (const each of scenario.changes) {
    if (each.kind === "policy") changes.policy = each.value;
    else changes[each.kind === "fact" ? "facts" : "readings"][each.name] = each.value;
  }
  return changes;
}

/** Return the values of a fact still possible; all of them where nothing is known. */
export function possibleOf(spec, known) {
  const all = spec.values.map((each) => each.value);
  if (known === null || known === undefined) return spec.finding ? [false] : all;
  return Array.isArray(known) ? known : [known];
}

/** Return what is known of a fact, as a value, a list or null, from the values still possible. */
export function knownFrom(spec, values) {
  const inOrder = spec.values.map((each) => each.value).filter((value) => values.includes(value));
  if (inOrder.length === 0 || inOrder.length === spec.values.length) return null;
  return inOrder.length === 1 ? inOrder[0] : inOrder;
}

/** Tell whether it is established that a fact is one of some values: true, false, or null. */
export function factHolds(spec, known, values) {
  const possible = possibleOf(spec, known);
  if (possible.every((value) => values.includes(value))) return true;
  return possible.some((value) => values.includes(value)) ? null : false;
}

/** Return the leaves of a condition under the readings in force: {fact, is, quote, negated}. */
export function leavesInForce(node, chosen, negated) {
  if (node === null || typeof node !== "object") return [];
  if (node.fact !== undefined) {
    return [{ fact: node.fact, is: node.is, quote: node.quote, negated: Boolean(negated) }];
  }
  if (node.all !== undefined || node.any !== undefined) {
    return (node.all || node.any).map((part) => leavesInForce(part, chosen, negated)).flat();
  }
  if (node.not !== undefined) return leavesInForce(node.not, chosen, !negated);
  if (node.reading !== undefined) {
    const option = node.options.find((each) => each.option === chosen[node.reading]);
    return option === undefined ? [] : leavesInForce(option.when, chosen, negated);
  }
  return [];
}
