// @ts-check
// Decide actions: comparing with the log, recording, and writing forms, by way of the service.
//
// INVARIANT: a recording has one key from the first attempt until its answer is known, and while it
// is not known nothing else is recorded.

import { makeContext } from "./context.mjs";
import { caseDocument, chosenOutcome, comparedThings, fieldName } from "./decide_state.mjs";
import { download, fileNameIn } from "./files.mjs";
import { mayHaveBeenDone, requestKey } from "./service.mjs";
import { hasRole } from "./view_connection.mjs";
import { uiWord } from "./words.mjs";

export function makeDecideActions(store, act, engine) {
  const { state } = store;
  let stop = null;

  function set(parts) {
    store.set({ decide: Object.assign({}, state.decide, parts) });
  }

  /** Return the parameters by which the service decides as the page does. */
  function query() {
    const readings = Object.keys(state.work.readings).map((name) => ["reading", `${name}=${state.work.readings[name]}`]);
    return /** @type {Array<[string, string]>} */ ([["ruleset", engine.bundle.ruleset.id]].concat(readings));
  }

  /** Return what is chosen, as the service takes it; what the rules name is no choice. */
  function choice() {
    const { decision } = engine.decide(state.work);
    if (decision === null) return {};
    const outcome = chosenOutcome(state, decision, engine.choices(state.work, decision));
    return outcome === decision.outcome ? {} : { choose: outcome, reason: state.decide.reason.trim() };
  }

  const decide = {
    choose(outcome) {
      set({ choice: outcome, problem: null });
    },
    decideField(name, value) {
      set({ [name]: value });
    },

    /** Ask the log for the records of this case, and for what each choice would contradict. */
    async look() {
      if (state.decide.busy !== "") return;
      if (state.service.caller === null && (await act.signIn()) === null) return;
      const ctx = makeContext(engine, store, act);
      const work = state.work;
      const id = (work.case.info.id || "").trim();
      stop = new AbortController();
      set({ busy: "look", problem: null });
      const search = id === "" || !hasRole(ctx, "reader", "recorder", "auditor") ? null
        : act.ask({ path: "v1/records/search", body: { case: id }, signal: stop.signal });
      const weigh = !hasRole(ctx, "investigator") ? null
        : act.ask({ path: "v1/precedents", query: query(), body: caseDocument(work.case), signal: stop.signal });
      const [records, precedents] = await Promise.all([search, weigh]);
      set({ busy: "", looked: { things: comparedThings(work), records: records, precedents: precedents } });
      if (store.state.view === "decide") focusOn("precedents-heading");
    },
    stopLooking() {
      if (stop !== null) stop.abort();
    },

    /** Ask a person once more, and then record; `amends` is the number of the record it corrects. */
    askToRecord(amends) {
      act.dialog("record", { amends: amends });
    },
    record(amends) {
      if (state.decide.busy !== "" || state.decide.attempt !== null) return;
      const { decision } = engine.decide(state.work);
      if (decision === null || !decision.settled) return;
      const ctx = makeContext(engine, store, act);
      const policy = state.work.policy === null ? engine.bundle.policy : state.work.policy;
      const body = Object.assign({ case_file: caseDocument(state.work.case) }, choice(), {
        expected: {
          ruleset: engine.bundle.ruleset.sha256,
          policy: policy === null ? null : policy.sha256,
          readings: ctx.chosenReadings(),
          outcome: decision.outcome,
          permitted: decision.permitted,
        },
      });
      if (amends !== null) Object.assign(body, { kind: state.decide.kind, why: state.decide.why.trim() });
      decide.send({
        key: requestKey(),
        path: amends === null ? "v1/records" : `v1/records/${amends}/amendments`,
        query: query(),
        body: JSON.stringify(body),
        case: state.work.case.info.id,
        outcome: chosenOutcome(state, decision, engine.choices(state.work, decision)),
        problem: null,
      });
    },
    /** Send a recording, the first time or again: the same key, the same words. */
    async send(attempt) {
      if (state.decide.busy !== "") return;
      set({ busy: "record", attempt: attempt, problem: null });
      const { key, path, body } = attempt;
      const found = await act.ask({ path, query: attempt.query, body, headers: { "Idempotency-Key": key } });
      if (found.ok) {
        set({ busy: "", attempt: null, receipt: { receipt: found.data, replayed: found.replayed, checkpoint: "", proof: "" }, looked: null });
        focusOn("receipt-heading");
        decide.prove(found.data);
      } else if (mayHaveBeenDone(found.problem)) {
        set({ busy: "", attempt: Object.assign({}, attempt, { problem: found.problem }) });
        focusOn("lost-heading");
      } else {
        set({ busy: "", attempt: null, problem: found.problem });
        if (found.problem.kind === "recorded") decide.look();
      }
    },
    resend() {
      if (state.decide.attempt !== null) decide.send(state.decide.attempt);
    },
    giveUp() {
      set({ attempt: null, looked: null });
    },
    /** Get the checkpoint of the log and the proof that a record is in it, to be kept with the receipt. */
    async prove(receipt) {
      const [checkpoint, proof] = await Promise.all(
        ["v1/log/checkpoint", `v1/records/${receipt.number}/proof`].map((path) =>
          act.ask({ path: path, want: "text", quiet: true }),
        ),
      );
      const now = state.decide.receipt;
      if (now === null || now.receipt !== receipt) return;
      set({
        receipt: Object.assign({}, now, {
          checkpoint: checkpoint.ok ? checkpoint.data : "",
          proof: proof.ok ? proof.data : "",
        }),
      });
    },
    /** Put the receipt aside, to correct what was recorded. */
    decideAnew() {
      set({ receipt: null, choice: null, reason: "", why: "" });
      decide.look();
    },
    saveReceipt() {
      const { receipt, checkpoint } = state.decide.receipt;
      const kept = Object.assign({}, receipt, { checkpoint: checkpoint });
      const made = new Blob([`${JSON.stringify(kept, null, 2)}\n`], { type: "application/json" });
      download(made, `${fileName(uiWord(state.lang, "receipt", []), receipt.case)}.json`);
    },
    saveProof() {
      const { receipt, proof } = state.decide.receipt;
      const name = fileName(uiWord(state.lang, "proof", []), receipt.case);
      download(new Blob([proof], { type: "text/plain" }), `${name}.tlog-proof`);
    },

    /** Learn which forms there are; nothing of the case is sent for it. */
    async loadForms() {
      const found = await act.ask({ path: "v1/forms", query: [["ruleset", engine.bundle.ruleset.id]], quiet: true });
      set({ forms: found.ok ? found.data.forms : null });
    },
    async writeForm(form, format) {
      if (state.decide.busy !== "") return;
      const document = caseDocument(state.work.case);
      const body = Object.assign({ case_files: [document] }, choice());
      const problems = Object.assign({}, state.decide.formProblems);
      delete problems[form.id];
      const pressed = /** @type {HTMLElement} */ (window.document.activeElement);
      set({ busy: `form ${form.id}`, formProblems: problems });
      const found = await act.ask({
        path: `v1/forms/${encodeURIComponent(form.id)}`,
        query: query().concat([["format", format]]),
        body: body,
        want: "blob",
      });
      if (found.ok) {
        set({ busy: "" });
        const name = fileName(form.title[state.lang === "zh" ? 0 : 1], document.case.id || "");
        download(found.data, `${name}.${format}`);
        act.say("form_written", name);
      } else {
        set({ busy: "", formProblems: Object.assign({}, state.decide.formProblems, { [form.id]: found.problem }) });
      }
      if (pressed.isConnected) pressed.focus();
    },
    /** Write what a form says into the case, under the name that it has there already. */
    formField(field, text) {
      const named = fieldName(state.work.case.forms, field);
      store.changeCase("forms", named === undefined ? field.label[0] : named, text, `forms.${field.id}`);
    },
  };

  return decide;
}

/** Return a file's name of a title and the number of a case. */
function fileName(title, id) {
  return fileNameIn(`${title} ${id}`).slice(0, 80);
}

function focusOn(id) {
  const element = document.getElementById(id);
  if (element === null) return;
  element.focus();
  element.scrollIntoView({ block: "nearest" });
}
