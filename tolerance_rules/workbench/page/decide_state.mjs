// @ts-check
// Decide state: what a person has in hand on the way to a record, and what is sent of the case.

/**
 * @typedef {{key: string, path: string, query: Array<[string, string]>, body: string,
 *   case: string, outcome: string, problem: any}} Attempt
 *   one recording, under way or unanswered; its key and its body stay what they are until it is known
 */

/** What is in hand at first. */
export function firstDecide() {
  return {
    choice: null,
    reason: "",
    kind: "correction",
    why: "",
    busy: "",
    looked: null,
    /** @type {Attempt|null} */
    attempt: null,
    problem: null,
    receipt: null,
    forms: null,
    formProblems: {},
  };
}

/** Return what is in hand where another case begins: what is not answered yet is not forgotten. */
export function nextDecide(before) {
  return Object.assign(firstDecide(), {
    forms: before.forms,
    attempt: before.attempt,
    busy: before.attempt === null ? "" : before.busy,
  });
}

/** Return a case as the service takes it: the JSON of a case file. */
export function caseDocument(kept) {
  const facts = {};
  for (const name of Object.keys(kept.facts)) {
    if (kept.facts[name] !== null) facts[name] = kept.facts[name];
  }
  return {
    case: kept.info,
    facts: facts,
    evidence: kept.evidence,
    handling: Object.fromEntries(kept.handling),
    forms: Object.fromEntries(kept.forms),
    analysis: Object.fromEntries(kept.analysis),
  };
}

/** Return what a comparison with the log rests on; it holds while these are the same. */
export function comparedThings(work) {
  return [work.case.facts, work.case.info, work.readings, work.policy];
}

/** Return the comparison with the log, if it was of the case as it stands. */
export function lookedNow(state) {
  const { looked } = state.decide;
  if (looked === null) return null;
  const now = comparedThings(state.work);
  return looked.things.every((thing, at) => thing === now[at]) ? looked : null;
}

/** Return the name under which what is written for the forms has a field: its id, or what it is called. */
export function fieldName(forms, field) {
  return [field.id].concat(field.label).find((name) => forms.has(name));
}

/** Return the outcome that is to be recorded: the one chosen if it may be, else the one named. */
export function chosenOutcome(state, decision, choices) {
  const { choice } = state.decide;
  return choices.includes(choice) ? choice : decision.outcome;
}
