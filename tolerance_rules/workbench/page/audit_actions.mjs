// @ts-check
// Audit actions: a register is sent to the service, audited there, and deleted there again.

import { download } from "./files.mjs";
import { problemIn } from "./service.mjs";
import { uiWord } from "./words.mjs";
import { mappingText, proposedChoice } from "./register_mapping.mjs";

/** How often it is asked how far an audit is, in milliseconds: soon at first, then less often. */
const AUDIT_SOONEST = 300;
const AUDIT_LATEST = 2000;
/** How long a large register, or a report, may be on its way, in seconds. */
const AUDIT_PATIENCE = 120;

/** What the page knows of an audit before a file is chosen. */
export function firstAudit() {
  return {
    step: "file",
    limits: null,
    file: null,
    busy: false,
    register: null,
    sheets: [],
    chosen: null,
    sentAt: 0,
    job: null,
    findings: null,
    problem: null,
    unfit: null,
    words: "",
    kind: "",
    whole: {},
  };
}

export function makeAuditActions(store, act, engine) {
  const { state } = store;
  let stop = new AbortController();

  /** Set parts of what is known of the audit. */
  function set(parts) {
    const before = state.audit.step;
    store.set({ audit: Object.assign({}, state.audit, parts) });
    const heading = document.getElementById("audit-step");
    // What was pressed is gone with its step.
    if (state.audit.step !== before && heading !== null) heading.focus();
  }

  /** Give up what is under way. */
  function halt() {
    stop.abort();
    stop = new AbortController();
  }

  /** Begin with another file; `parts` are what is known of it. */
  function begin(parts) {
    halt();
    forget(false);
    set(Object.assign(firstAudit(), { limits: state.audit.limits }, parts));
  }

  /** Have the service delete the register and its audits; on leaving, nobody waits for the answer. */
  function forget(leaving) {
    const { register } = state.audit;
    if (register === null || register.id === "") return Promise.resolve({ ok: true });
    const { id } = register;
    state.audit = Object.assign({}, state.audit, { register: Object.assign({}, register, { id: "" }) });
    return act.ask({ path: `v1/registers/${id}`, method: "DELETE", quiet: true, keepalive: leaving });
  }

  /** Send the file; answer whether it was read. */
  async function send(at) {
    const { file } = state.audit;
    const { signal } = stop;
    const query = [["name", file.name], ["ruleset", engine.bundle.ruleset.id]];
    if (at.sheet) query.push(["sheet", at.sheet]);
    if (at.headerRow) query.push(["header_row", String(at.headerRow)]);
    set({ busy: true, problem: null });
    const asked = { path: "v1/registers", query: query, bytes: file, seconds: AUDIT_PATIENCE };
    const lang = state.lang;
    const found = await act.ask(Object.assign(asked, { signal: signal }));
    if (signal.aborted) {
      // It came too late to be wanted, and is not to stay there.
      if (found.ok) act.ask({ path: `v1/registers/${found.data.id}`, method: "DELETE", quiet: true });
      return null;
    }
    const { sheets } = found.ok ? found.data : found.problem.more;
    set({
      busy: false,
      problem: found.ok ? null : found.problem,
      sheets: sheets || state.audit.sheets,
      sentAt: Date.now(),
    });
    return found.ok ? Object.assign({}, found.data, { lang: lang }) : null;
  }

  /** Ask how far the audit is until it has ended. */
  async function watch(job) {
    const { signal } = stop;
    for (let wait = AUDIT_SOONEST; ; wait = Math.min(1.5 * wait, AUDIT_LATEST)) {
      await new Promise((resolve) => window.setTimeout(resolve, wait));
      if (signal.aborted) return;
      const found = await act.ask({ path: `v1/audits/${job.id}`, signal: signal });
      if (signal.aborted) return;
      if (!found.ok) return failed(found.problem);
      if (found.data.state === "failed") return failed(problemIn(found.data.problem, 0));
      if (found.data.state === "done") return finish(found.data, signal);
      set({ job: found.data });
    }
  }

  /** Fetch what was found, in both languages: the page can be switched without the service. */
  async function finish(job, signal) {
    set({ job: job });
    const asked = (lang) =>
      act.ask({ path: `v1/audits/${job.id}/findings`, query: [["lang", lang]], signal: signal });
    const [zh, en] = await Promise.all([asked("zh"), asked("en")]);
    if (signal.aborted) return;
    const bad = [zh, en].find((each) => !each.ok);
    if (bad !== undefined) failed(bad.problem);
    else set({ step: "done", findings: { zh: zh.data, en: en.data }, problem: null });
  }

  /** Go back to the columns with what is wrong. */
  function failed(problem) {
    if (problem.kind === "not-found") forget(false);
    set({ step: "columns", job: null, problem: problem });
  }

  const audit = {
    /** Find out which registers the service takes. */
    async auditLimits() {
      const found = await act.ask({ path: "v1/registers" });
      set(found.ok ? { limits: found.data, problem: null } : { problem: found.problem });
    },
    auditChooseFile() {
      const field = document.createElement("input");
      field.type = "file";
      field.accept = (state.audit.limits || { suffixes: [] }).suffixes.join(",");
      field.addEventListener("change", () => {
        if (field.files !== null && field.files.length > 0) audit.auditFile(field.files[0]);
      });
      field.click();
    },
    /** Take a file: refuse at once what the service would not take, send what it would. */
    async auditFile(file) {
      const { limits } = state.audit;
      const kind = (/\.[^.]*$/.exec(file.name) || [""])[0].toLowerCase();
      const unfit = !limits.suffixes.includes(kind)
        ? "audit_wrong_kind"
        : file.size > limits.bytes
          ? "audit_too_large"
          : file.size === 0
            ? "audit_empty"
            : null;
      begin({ file: file, unfit: unfit });
      if (unfit === null) await audit.auditRead({});
    },
    /** Read the columns of the file, of a sheet and below a row of headers if they are said. */
    async auditRead(at) {
      await forget(false);
      const register = await send(at);
      if (register === null) return;
      set({ step: "columns", register: register, chosen: proposedChoice(register.columns) });
    },
    auditColumn(at, name) {
      const { chosen } = state.audit;
      const names = chosen.names.map((each, place) => (place === at ? name : each));
      const words = chosen.words.map((each, place) => (place === at ? {} : each));
      set({ chosen: { names: names, words: words } });
    },
    auditWord(at, word, meaning) {
      const { chosen } = state.audit;
      const words = chosen.words.map((each, place) =>
        place === at ? Object.assign({}, each, { [word]: meaning }) : each,
      );
      set({ chosen: { names: chosen.names, words: words } });
    },
    async auditStart() {
      const { register, chosen } = state.audit;
      const mapping = mappingText(register, chosen);
      let { id } = register;
      set({ step: "running", job: null, problem: null });
      if (id === "") {
        // It was deleted when an audit was stopped, or is too old.
        const again = await send({ sheet: register.sheet, headerRow: register.header_row });
        if (again === null) {
          if (state.audit.step === "running") set({ step: "columns" });
          return;
        }
        id = again.id;
        set({ register: Object.assign({}, register, { id: id }) });
      }
      const body = {
        register: id,
        mapping_yaml: mapping,
        ruleset: engine.bundle.ruleset.id,
        readings: state.work.readings,
      };
      const { signal } = stop;
      const found = await act.ask({ path: "v1/audits", body: body, signal: signal });
      if (signal.aborted) return;
      if (!found.ok) {
        failed(found.problem);
        return;
      }
      set({ job: found.data });
      watch(found.data);
    },
    auditStopSending() {
      halt();
      set({ busy: false });
    },
    /** Stop the audit; the service deletes what it has of it. */
    async auditStop() {
      halt();
      const gone = forget(false);
      set({ step: "columns", job: null, busy: false });
      if ((await gone).ok) act.say("audit_stopped");
    },
    async auditReport(form) {
      const { job, register } = state.audit;
      set({ busy: true, problem: null });
      const path = `v1/audits/${job.id}/report`;
      const asked = { path: path, query: [["format", form]], want: "blob", seconds: AUDIT_PATIENCE };
      const found = await act.ask(asked);
      set({ busy: false, problem: found.ok ? null : found.problem });
      if (!found.ok) return;
      const name = uiWord(state.lang, "audit_report_name", [register.name.replace(/\.[^.]*$/, "")]);
      download(found.data, `${name}.${form}`);
    },
    /** Delete everything at the service and begin anew. */
    async auditDone() {
      stop.abort();
      const gone = await forget(false);
      begin({});
      if (gone.ok) act.say("audit_deleted");
    },
    /** Forget the audit, here and at the service. */
    auditLeft() {
      begin({});
    },
    auditFilter(parts) {
      set(parts);
    },
    /** Delete what the service has when the page is left. */
    startAudits() {
      window.addEventListener("pagehide", () => {
        stop.abort();
        forget(true);
      });
      // A page that is come back to as it was left has nothing at the service any more.
      window.addEventListener("pageshow", (event) => {
        if (event.persisted) audit.auditLeft();
      });
    },
  };
  return audit;
}
