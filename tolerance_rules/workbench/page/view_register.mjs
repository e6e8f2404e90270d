// @ts-check
// The audit of a register: a file is chosen, its columns are looked through, it is audited.

import { h } from "./virtual_dom.mjs";
import { hasRole, viewConnection, viewLacking, viewProblem } from "./view_connection.mjs";
import { viewColumns } from "./view_columns.mjs";
import { viewPlace } from "./view_register_place.mjs";
import { viewFindings } from "./view_findings.mjs";

const REGISTER_STEPS = ["file", "columns", "running", "done"];
/** What the service says that it is doing, in order. */
const REGISTER_STAGES = ["reading", "judging", "comparing", "writing"];
const REGISTER_STEPS_OF = {
  file: viewFile,
  columns: viewColumns,
  running: viewRunning,
  done: viewFindings,
};

export function viewRegister(ctx) {
  const { state, t } = ctx;
  const { step } = state.audit;
  const signedIn = state.service.caller !== null;
  return h(
    "div",
    Object.assign({ class: "sheet wide audit" }, dropping(ctx)),
    h("h2", null, t("view_register")),
    h("p", { class: "lead" }, t("audit_lead")),
    viewConnection(ctx),
    !signedIn
      ? null
      : !hasRole(ctx, "auditor")
        ? viewLacking(ctx, "auditor")
        : [viewSteps(ctx, step), viewLimits(ctx) || REGISTER_STEPS_OF[step](ctx)],
  );
}

/** Return what takes a file that is dropped anywhere on the view, while one may be chosen. */
function dropping(ctx) {
  const { step, limits } = ctx.state.audit;
  const open = limits !== null && (step === "file" || step === "columns");
  const over = (event) => {
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.classList.toggle("dropping", open && event.type === "dragover");
  };
  return {
    ondragover: over,
    ondragleave: over,
    ondrop: (event) => {
      over(event);
      const files = event.dataTransfer === null ? [] : event.dataTransfer.files;
      if (open && files.length > 0) ctx.act.auditFile(files[0]);
    },
  };
}

function viewSteps(ctx, step) {
  const at = REGISTER_STEPS.indexOf(step);
  return h(
    "ol",
    { class: "steps", "aria-label": ctx.t("audit_steps") },
    REGISTER_STEPS.map((each, place) =>
      h(
        "li",
        { class: place < at ? "passed" : place === at ? "at" : null, "aria-current": place === at ? "step" : null },
        h("span", { class: "number" }, place + 1),
        ctx.t(`audit_step_${each}`),
      ),
    ),
  );
}

/** Return what is shown until it is known which registers the service takes; then nothing. */
function viewLimits(ctx) {
  const { limits, problem } = ctx.state.audit;
  if (limits !== null) return null;
  if (problem === null) {
    return h("p", { class: "muted", key: "limits", after: () => ctx.act.auditLimits() }, ctx.t("audit_asking"));
  }
  return [
    viewProblem(ctx, problem),
    h("button", { class: "button", type: "button", onclick: ctx.act.auditLimits }, ctx.t("service_retry")),
  ];
}

/** Return a size in the unit that suits it. */
function sizeSaid(bytes) {
  return bytes >= 1 << 20 ? `${Math.round(bytes / (1 << 20))} MB` : `${Math.ceil(bytes / 1024)} KB`;
}

function viewFile(ctx) {
  const { t, act } = ctx;
  const { limits, file, busy, unfit, problem } = ctx.state.audit;
  return [
    h(
      "section",
      { class: "dropzone", "aria-label": t("audit_step_file") },
      h("p", { class: "what", id: "audit-step", tabindex: "-1", role: "status" }, busy ? t("audit_sending", file.name) : t("audit_drop")),
      h(
        "div",
        { class: "bar" },
        busy
          ? h("button", { class: "button", type: "button", key: "stop", onclick: act.auditStopSending }, t("cancel"))
          : h("button", { class: "button main", type: "button", key: "choose", onclick: act.auditChooseFile }, t("audit_choose")),
      ),
      busy ? h("progress", { class: "progress", "aria-label": t("audit_sending", file.name) }) : null,
      h("p", { class: "muted small" }, t("audit_limits", ctx.series(limits.suffixes), sizeSaid(limits.bytes))),
      h("p", { class: "muted small" }, t("audit_kept", Math.round(limits.kept_seconds / 60))),
    ),
    unfit === null
      ? null
      : h(
          "div",
          { class: "fault", role: "alert" },
          h("h3", null, t("audit_not_sent", file.name)),
          h("p", null, t(unfit, ctx.series(limits.suffixes), sizeSaid(limits.bytes), sizeSaid(file.size))),
        ),
    problem === null ? null : viewProblem(ctx, problem),
    problem !== null && problem.kind === "table" ? viewPlace(ctx, { sheet: "", header_row: 0 }, true) : null,
  ];
}

function viewRunning(ctx) {
  const { t, act } = ctx;
  const { job, register } = ctx.state.audit;
  const at = job === null ? -1 : REGISTER_STAGES.indexOf(job.stage);
  const said =
    at >= 0
      ? t("audit_stage", at + 1, REGISTER_STAGES.length, t(`audit_${REGISTER_STAGES[at]}`))
      : t(job !== null && job.state === "waiting" ? "audit_waiting" : "audit_starting");
  return h(
    "section",
    { class: "card running" },
    h("h3", { id: "audit-step", tabindex: "-1" }, t("audit_running", register.name)),
    h("p", { role: "status", "aria-live": "polite" }, said),
    h("progress", { class: "progress", max: 1, value: job === null ? 0 : job.progress, "aria-label": t("audit_progress") }),
    h("div", { class: "bar" }, h("button", { class: "button", type: "button", onclick: act.auditStop }, t("audit_stop"))),
  );
}
