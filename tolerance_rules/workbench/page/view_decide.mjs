// @ts-check
// Decide: what the authority decides of a settled case, beside what it decided before, and its record.

import { todayInBeijing } from "../../portable/javascript/time_in_force.mjs";
import { h } from "./virtual_dom.mjs";
import { textField } from "./text_field.mjs";
import { chosenOutcome, lookedNow } from "./decide_state.mjs";
import { hasRole, viewConnection, viewLacking, viewProblem } from "./view_connection.mjs";
import { viewForms } from "./view_forms.mjs";
import { comparedTags, viewCompared, viewNearest } from "./view_precedents.mjs";
import { viewEarlier, viewLost, viewReceipt } from "./view_records.mjs";
import { factLinks } from "./view_reasons.mjs";

export function viewDecide(ctx) {
  const { t, state, decision } = ctx;
  const found = decision === null ? null : ctx.engine.choices(state.work, decision);
  return h(
    "div",
    { class: "sheet wide" },
    h("h2", null, t("view_decide")),
    h("p", { class: "lead" }, t("decide_lead")),
    viewConnection(ctx),
    state.decide.attempt !== null && state.decide.attempt.problem !== null ? viewLost(ctx) : null,
    state.decide.receipt !== null ? viewReceipt(ctx) : null,
    found === null ? h("p", { class: "fault" }, t("no_outcome")) : null,
    found === null || isRecorded(state) ? null : [viewChoices(ctx, decision, found), viewRecording(ctx, decision, found)],
    viewForms(ctx, found),
  );
}

/** Tell whether the receipt on the page is that of the case in hand. */
function isRecorded(state) {
  const { receipt } = state.decide;
  return receipt !== null && receipt.receipt.case === state.work.case.info.id;
}

/** The outcomes to choose from, each with what the log has for and against it. */
function viewChoices(ctx, decision, choices) {
  const { t, state } = ctx;
  const { decide } = state;
  const looked = lookedNow(state);
  const weighed = looked === null || looked.precedents === null || !looked.precedents.ok ? null : looked.precedents.data;
  const chosen = chosenOutcome(state, decision, choices);
  return h(
    "section",
    { class: "card", key: "choices", "aria-labelledby": "precedents-heading" },
    h("h3", { id: "precedents-heading", tabindex: "-1" }, t("choices")),
    decision.settled
      ? h("p", { class: "muted small" }, t(choices.length > 1 ? "choices_lead" : "choices_one"))
      : viewOpen(ctx, decision.open_facts),
    !decision.settled
      ? null
      : h(
          "fieldset",
          { class: "choices" },
          h("legend", { class: "hidden" }, t("choices")),
          choices.map((code) => viewChoice(ctx, decision, code, chosen, weighed)),
        ),
    chosen === decision.outcome
      ? null
      : [
          h("label", { class: "label", for: "decide-reason" }, t("reason")),
          h("textarea", decideField(ctx, "reason", "decide-reason", { "aria-describedby": "reason-hint" })),
          h("p", { class: "muted small", id: "reason-hint" }, t("reason_hint")),
        ],
    decision.settled ? viewLook(ctx, decide, looked) : null,
    weighed === null ? null : viewNearest(ctx, weighed),
  );
}

function viewChoice(ctx, decision, code, chosen, weighed) {
  const { t, act } = ctx;
  return h(
    "div",
    { class: chosen === code ? "option is" : "option", key: code },
    h(
      "label",
      null,
      h("input", { type: "radio", name: "decide-outcome", checked: chosen === code, onchange: () => act.choose(code) }),
      " ",
      h("span", { class: "what" }, ctx.outcomeWords(code)),
    ),
    " ",
    code === decision.outcome ? h("span", { class: "tag blue" }, t("named_by_rules")) : null,
    decision.permitted.includes(code) ? null : h("span", { class: "tag" }, t("declined")),
    weighed === null ? null : [" ", comparedTags(ctx, weighed, code), viewCompared(ctx, weighed, code)],
  );
}

/** The button that compares with the log, and what came of it where that is no comparison. */
function viewLook(ctx, decide, looked) {
  const { t, act } = ctx;
  const { caller } = ctx.state.service;
  if (caller !== null && !caller.log) return h("p", { class: "note-box" }, t("no_log"));
  const looking = decide.busy === "look";
  return [
    h(
      "div",
      { class: "bar" },
      h(
        "button",
        { class: looked === null ? "button main" : "button", type: "button", disabled: decide.busy !== "", onclick: act.look },
        t(looked === null ? "look" : "look_again"),
      ),
      looking ? h("button", { class: "button", type: "button", onclick: act.stopLooking }, t("stop_looking")) : null,
      h("span", { class: "muted small", role: "status" }, t(looking ? "looking" : looked === null ? "look_lead" : "looked_at")),
    ),
    looked !== null && looked.precedents === null ? viewLacking(ctx, "investigator") : null,
    looked !== null && looked.precedents !== null && !looked.precedents.ok ? viewProblem(ctx, looked.precedents.problem) : null,
    looked !== null && looked.records !== null && !looked.records.ok ? viewProblem(ctx, looked.records.problem) : null,
  ];
}

/** How many facts still to be established are named here; the others are where they are asked. */
const DECIDE_OPEN = 8;

function viewOpen(ctx, names) {
  const more = names.length - DECIDE_OPEN;
  return h(
    "div",
    { class: "note-box" },
    h("p", null, h("strong", null, ctx.t("unsettled_unrecorded"))),
    h("p", null, factLinks(ctx, names.slice(0, DECIDE_OPEN))),
    more > 0
      ? h("p", null, h("button", { class: "link", type: "button", onclick: () => ctx.act.toView("reasons") }, ctx.t("more_open", more)))
      : null,
  );
}

/** Recording, or what stands in its way. */
function viewRecording(ctx, decision, choices) {
  const { t, state } = ctx;
  const { caller } = state.service;
  if (!decision.settled || (caller !== null && !caller.log)) return null;
  const looked = lookedNow(state);
  const earlier = looked === null || looked.records === null || !looked.records.ok ? [] : looked.records.data.records;
  const amends = earlier.length === 0 ? null : earlier[earlier.length - 1].number;
  const lacking = obstacles(ctx, decision, choices, looked, amends);
  const { problem, busy } = state.decide;
  return h(
    "section",
    { class: "card", key: "recording", "aria-labelledby": "recording-heading" },
    h("h3", { id: "recording-heading" }, t(amends === null ? "recording" : "amending")),
    viewEarlier(ctx, earlier),
    amends === null ? null : viewAmending(ctx),
    h(
      "dl",
      { class: "facts" },
      ["id", "authority", "decided_on"].map((item) => [
        h("dt", null, t(`case_${item}`)),
        h("dd", null, state.work.case.info[item] || h("span", { class: "muted" }, t("not_recorded"))),
      ]),
      h("dt", null, t("outcome")),
      h("dd", null, h("strong", null, ctx.outcomeWords(chosenOutcome(state, decision, choices)))),
    ),
    caller !== null && !hasRole(ctx, "recorder") ? viewLacking(ctx, "recorder") : null,
    lacking.length === 0 ? null : h("ul", { class: "list", id: "obstacles" }, lacking.map((each) => h("li", null, each))),
    problem === null ? null : viewRefused(ctx, decision, problem),
    h(
      "div",
      { class: "bar" },
      h(
        "button",
        {
          class: "button main",
          type: "button",
          id: "record",
          disabled: lacking.length > 0 || busy !== "" || (caller !== null && !hasRole(ctx, "recorder")),
          "aria-describedby": lacking.length > 0 ? "obstacles" : null,
          onclick: () => ctx.act.askToRecord(amends),
        },
        t(amends === null ? "record" : "amend"),
      ),
      h("span", { class: "muted small", role: "status" }, busy === "record" ? t("record_sending") : t("record_lead")),
    ),
  );
}

/** Return what must be mended before this is recorded, in words, with where to mend it. */
function obstacles(ctx, decision, choices, looked, amends) {
  const { t, state, act } = ctx;
  const { info } = state.work.case;
  const { decide, service } = state;
  const toCase = (item) =>
    h("button", { class: "link", type: "button", onclick: () => act.toInfo(item) }, t("mend_it"));
  const found = [];
  if (!(info.id || "").trim()) found.push([t("record_no_id"), " ", toCase("id")]);
  if (!info.decided_on) found.push([t("record_no_day"), " ", toCase("decided_on")]);
  else if (info.decided_on > todayInBeijing()) found.push([t("record_day_to_come"), " ", toCase("decided_on")]);
  const { policy } = ctx.engine.bundle;
  if (state.work.policy !== null && (policy === null || policy.sha256 !== state.work.policy.sha256)) {
    found.push(t("record_other_policy"));
  }
  if (chosenOutcome(state, decision, choices) !== decision.outcome && decide.reason.trim() === "") found.push(t("record_no_reason"));
  if (amends !== null && decide.why.trim() === "") found.push(t("record_no_why"));
  if (decide.attempt !== null && decide.attempt.problem !== null) found.push(t("record_lost_first"));
  if (service.caller === null) found.push(t("record_signed_out"));
  if (looked === null) found.push(t("record_look_first"));
  else if (differsFromService(decision, looked)) found.push(h("strong", { class: "warn" }, differenceSaid(ctx, decision, looked.precedents.data)));
  return found;
}

/** Tell whether the service finds another outcome of this very case than the page does. */
function differsFromService(decision, looked) {
  if (looked.precedents === null || !looked.precedents.ok) return false;
  const there = looked.precedents.data;
  const same = there.named === decision.outcome && there.settled === decision.settled;
  return !same || there.permitted.slice().sort().join() !== decision.permitted.slice().sort().join();
}

function differenceSaid(ctx, decision, there) {
  const said = (named, permitted) => `${ctx.outcomeWords(named)} (${ctx.series(permitted.map(ctx.outcomeWords))})`;
  return ctx.t("record_differs", said(there.named, there.permitted), said(decision.outcome, decision.permitted));
}

/** Return why the service did not record, with what it found otherwise or what it still lacks. */
function viewRefused(ctx, decision, problem) {
  const missing = Array.isArray(problem.more.missing) ? problem.more.missing.map((each) => each.fact) : [];
  const differs = Array.isArray(problem.more.differs) ? problem.more.differs : [];
  const outcomes = differs.filter((each) => each.name === "outcome");
  return [
    viewProblem(ctx, problem),
    missing.length === 0 ? null : viewOpen(ctx, missing.filter((name) => ctx.engine.byName.has(name))),
    outcomes.map((each) => h("p", null, ctx.t("record_differs", ctx.outcomeWords(each.found) || each.found, ctx.outcomeWords(decision.outcome)))),
    differs.length === 0 ? null : h("p", null, ctx.t("record_reload")),
  ];
}

function viewAmending(ctx) {
  const { t, state, act } = ctx;
  return [
    h(
      "fieldset",
      { class: "kinds" },
      h("legend", { class: "label" }, t("amend_kind")),
      ["correction", "appeal"].map((kind) =>
        h(
          "label",
          null,
          h("input", { type: "radio", name: "amend-kind", checked: state.decide.kind === kind, onchange: () => act.decideField("kind", kind) }),
          " ",
          t(`kind_${kind}`),
          " ",
        ),
      ),
    ),
    h("label", { class: "label", for: "amend-why" }, t("amend_why")),
    h("textarea", decideField(ctx, "why", "amend-why", {})),
  ];
}

function decideField(ctx, name, id, more) {
  const props = { class: "field", id: id, rows: 2, maxlength: 2000, value: ctx.state.decide[name] };
  return textField(Object.assign(props, more), (text) => ctx.act.decideField(name, text));
}
