// @ts-check
// Duties: who must do what by when, what is overdue, and the days on which it was done.

import { h } from "./virtual_dom.mjs";
import { startsLabel } from "../../portable/javascript/handling.mjs";
import { statesDays } from "../../portable/javascript/legal_references.mjs";
import { todayInBeijing } from "../../portable/javascript/time_in_force.mjs";
import { viewDay } from "./day_field.mjs";

/** The groups in which duties stand, the most pressing first; those folded say less. */
const DUTY_SHOWN = ["overdue", "due", "next", "unrecorded", "open", "contingent", "may", "lasting", "done", "not_applicable"];
const DUTY_FOLDED = ["unrecorded", "contingent", "done", "not_applicable"];

const NARROW = { class: "field narrow" };

export function viewDuties(ctx) {
  const { t } = ctx;
  if (ctx.decision === null) return viewRecorded(ctx);
  const found = ctx.engine.duties(ctx.state.work, ctx.decision, asOf(ctx));
  const named = new Map(found.obligations.map((each) => [each.duty, each]));
  return h(
    "div",
    { class: "sheet wide" },
    h("h2", null, t("view_duties")),
    h("p", { class: "lead" }, ctx.decision.settled ? t("duties_lead", ctx.outcomeWords(ctx.decision.outcome)) : t("duties_unsettled")),
    h(
      "div",
      { class: "bar" },
      h("label", { for: "as-of" }, t("as_of")),
      viewDay(ctx, "as-of", asOf(ctx), (day) => ctx.store.set({ asOf: day }), NARROW),
      viewDecidedOn(ctx),
    ),
    DUTY_SHOWN.map((group) => viewDutyGroup(ctx, group, (found[group] || []).map((id) => named.get(id)))),
    viewEvents(ctx),
  );
}

function viewDecidedOn(ctx) {
  const decidedOn = ctx.state.work.case.info.decided_on || "";
  return [
    h("label", { for: "duties-decided" }, ctx.t("case_decided_on")),
    viewDay(ctx, "duties-decided", decidedOn, (day) => ctx.act.about("decided_on", day), NARROW),
  ];
}

/** Return the days that are recorded, to be corrected where the case cannot be evaluated. */
function viewRecorded(ctx) {
  const { handling } = ctx.engine.handled(ctx.state.work);
  const field = (name) => `recorded-${name}`;
  return h(
    "div",
    { class: "sheet" },
    h("h2", null, ctx.t("view_duties")),
    h("p", { class: "lead" }, ctx.t("no_outcome")),
    h("div", { class: "bar" }, viewDecidedOn(ctx)),
    h(
      "div",
      { class: "about flush" },
      Object.keys(handling).map((name) =>
        h(
          "div",
          null,
          h("label", { for: field(name) }, ctx.pick(startsLabel(ctx.engine, name))),
          viewDay(ctx, field(name), handling[name], (day) => ctx.act.handled(name, day)),
        ),
      ),
    ),
  );
}

/** Return the day as of which duties are told: the one chosen, or today. */
export function asOf(ctx) {
  return ctx.state.asOf || todayInBeijing();
}

function viewDutyGroup(ctx, group, duties) {
  const found = duties.filter((each) => each !== undefined);
  if (found.length === 0) return null;
  return h(
    "details",
    { class: "card part-card", key: group, open: !DUTY_FOLDED.includes(group) },
    h(
      "summary",
      null,
      h("strong", null, ctx.t(`duties_${group}`)),
      h("span", { class: "count" }, ` ${found.length}`),
    ),
    h(
      "table",
      { class: "table duties" },
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          ["duty", "by_whom", "time_limit", "done_on"].map((key) => h("th", { scope: "col" }, ctx.t(key))),
        ),
      ),
      h("tbody", null, found.map((each) => viewDuty(ctx, each, group))),
    ),
  );
}

function viewDuty(ctx, duty, group) {
  const { handling } = ctx.engine.handled(ctx.state.work);
  const who = ctx.pick(duty.who);
  const to = duty.to.map(ctx.pick);
  return h(
    "tr",
    null,
    h(
      "th",
      { scope: "row" },
      h(
        "button",
        { class: "link", type: "button", onclick: () => ctx.act.showClause(`duty:${duty.duty}`) },
        ctx.pick(duty.label),
      ),
      " ",
      duty.force === "may" ? h("span", { class: "tag" }, ctx.t("may")) : null,
      h("div", { class: "small muted law", lang: "zh-CN" }, `“${duty.quote}”`),
      duty.document ? h("div", { class: "small muted" }, documentSaid(ctx, duty)) : null,
    ),
    h("td", null, who, to.length > 0 ? h("div", { class: "small muted" }, ctx.t("towards", ctx.series(to))) : null),
    h("td", null, dueSaid(ctx, duty, group)),
    h(
      "td",
      null,
      viewDay(
        ctx,
        `done-${duty.duty}`,
        handling[duty.duty] || duty.done_on || "",
        (day) => ctx.act.handled(duty.duty, day),
        {
          class: "field narrow",
          "aria-label": `${ctx.pick(duty.label)} ${ctx.t("done_on")}`,
          disabled: handling[duty.duty] === undefined && Boolean(duty.done_on),
        },
      ),
    ),
  );
}

/** Return which document a duty makes, and the form of it that the command writes. */
function documentSaid(ctx, duty) {
  const document = ctx.pick(duty.document);
  return duty.form ? ctx.t("document_form", document, duty.form) : ctx.t("document_made", document);
}

/** Return by when a duty is to be done, from when its time runs, and whether that has passed. */
function dueSaid(ctx, duty, group) {
  const { t } = ctx;
  const { due, late } = duty;
  const parts = [];
  const waits = duty.state === "not_yet_due" && duty.starts !== "case";
  if (waits) {
    const { limit } = ctx.engine.bundle.obligations.duties.find((each) => each.id === duty.duty);
    const starts = ctx.pick(startsLabel(ctx.engine, duty.starts));
    parts.push(h("div", { class: "small muted" }, t(limit ? "runs_from" : "waits_for", starts)));
  }
  if (due !== null && due.first === due.last) {
    parts.push(t("due_on", due.last));
    if (ctx.engine.restsOn(due.last)) parts.push(h("div", { class: "small muted" }, t("rests_then")));
  } else if (due !== null) {
    parts.push(due.last === null ? t("due_from", due.first) : t("due_between", due.first, due.last));
    parts.push(h("div", { class: "small muted" }, t("unpublished")));
  } else if (duty.promptly || !(waits || group === "lasting")) {
    const none = statesDays(duty.quote) ? "limit_in_text" : "no_limit";
    parts.push(h("span", { class: "muted" }, t(duty.promptly ? "promptly" : none)));
  }
  if (duty.state === "done_late") parts.push(" ", h("span", { class: "tag bad" }, t("done_late")));
  else if (group === "overdue") parts.push(h("div", { class: "tag bad" }, t("overdue_by", daysBetween(due.last, asOf(ctx)))));
  else if (group === "may" && duty.state === "overdue") parts.push(h("div", { class: "small muted" }, t("too_late")));
  else if (late === null) parts.push(h("div", { class: "tag open" }, t(group === "done" ? "done_perhaps" : "overdue_perhaps")));
  return parts;
}

function daysBetween(first, last) {
  return Math.round((Date.parse(last) - Date.parse(first)) / 86400000);
}

/** Return the events of handling that a duty may start from or end with, with their days. */
function viewEvents(ctx) {
  const { events } = ctx.engine.bundle.obligations;
  const { handling } = ctx.engine.handled(ctx.state.work);
  if (events.length === 0) return null;
  return h(
    "section",
    { class: "card" },
    h("h3", null, ctx.t("events")),
    h("p", { class: "muted small" }, ctx.t("events_lead")),
    h(
      "div",
      { class: "about flush" },
      events.map((event) =>
        h(
          "div",
          null,
          h("label", { for: `event-${event.id}` }, ctx.pick(event.label)),
          viewDay(ctx, `event-${event.id}`, handling[event.id] || "", (day) =>
            ctx.act.handled(event.id, day),
          ),
        ),
      ),
    ),
  );
}
