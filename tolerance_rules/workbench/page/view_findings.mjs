// @ts-check
// What an audit found: how much of each kind, the decisions concerned, and what is to be done.

import { h } from "./virtual_dom.mjs";
import { viewProblem } from "./view_connection.mjs";

/** Lines of a kind that are shown until all are asked for. */
const FINDINGS_FIRST = 10;
/** What the service calls the gravest kind. */
const FINDINGS_LAW = "error_of_law";
const FINDINGS_REPORTS = ["html", "xlsx", "json"];

export function viewFindings(ctx) {
  const { audit } = ctx.state;
  const found = audit.findings[ctx.lang];
  const kinds = found.kinds.filter((each) => each.findings > 0);
  const filtered = kinds
    .filter((each) => audit.kind === "" || audit.kind === each.kind)
    .map((each) => ({ kind: each, lines: linesWith(each.lines, audit.words) }));
  const refused = linesWith(found.refused.map((each) => ({ finding: 0, cells: [String(each.row), each.reason] })), audit.words);
  return [
    viewSummary(ctx, found, kinds),
    audit.problem === null ? null : viewProblem(ctx, audit.problem),
    viewFilter(ctx, kinds, found.refused.length > 0, filtered.reduce((sum, each) => sum + each.lines.length, 0)),
    filtered.map(({ kind, lines }) => (lines.length === 0 ? null : viewKind(ctx, kind, lines))),
    found.refused.length === 0 || refused.length === 0 || !["", "refused"].includes(audit.kind)
      ? null
      : viewRefused(ctx, found, refused),
  ];
}

/** Return the lines that have every word of a search; lines of one finding stand and fall together. */
function linesWith(lines, words) {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (wanted.length === 0) return lines;
  const has = (line) => {
    const text = line.cells.join(" ").toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  const kept = new Set(lines.filter(has).map((line) => line.finding));
  return lines.filter((line) => (line.finding === 0 ? has(line) : kept.has(line.finding)));
}

function viewSummary(ctx, found, kinds) {
  const { t, act } = ctx;
  const { audit } = ctx.state;
  const without = found.kinds.filter((each) => each.findings === 0).map((each) => each.name);
  return h(
    "section",
    { class: "card", "aria-label": t("audit_step_done") },
    h("h3", { id: "audit-step", tabindex: "-1" }, audit.register.name),
    h(
      "p",
      { role: "status" },
      t("audit_counts", found.rows, found.rows - found.rejected, kinds.reduce((sum, each) => sum + each.findings, 0)),
      found.rejected === 0
        ? null
        : [
            " ",
            h(
              "button",
              { class: "link warn", type: "button", onclick: () => act.auditFilter({ kind: "refused", words: "" }) },
              t("audit_rejected", found.rejected),
            ),
          ],
    ),
    found.read.map((said) => h("p", { class: "small muted" }, said)),
    h(
      "p",
      { class: "small muted" },
      found.outcomes.map((each) => `${each.name} ${each.count}`).join(ctx.lang === "zh" ? "，" : ", "),
    ),
    kinds.length === 0 ? h("p", { class: "note-box agreed" }, t("audit_nothing")) : null,
    without.length === 0 || kinds.length === 0 ? null : h("p", { class: "small muted" }, t("audit_not_found", ctx.series(without))),
    h(
      "div",
      { class: "bar downloads" },
      FINDINGS_REPORTS.map((form) =>
        h(
          "button",
          {
            class: form === "html" ? "button main" : "button",
            type: "button",
            disabled: audit.busy,
            onclick: () => act.auditReport(form),
          },
          t(`audit_download_${form}`),
        ),
      ),
      h("button", { class: "button gap", type: "button", onclick: act.auditDone }, t("audit_delete")),
    ),
    h("p", { class: "small muted" }, t("audit_kept_until", keptUntil(audit))),
  );
}

/** Return the time of day until which the service keeps the register. */
function keptUntil({ sentAt, limits }) {
  const until = new Date(sentAt + 1000 * limits.kept_seconds);
  return until.toTimeString().slice(0, 5);
}

function viewFilter(ctx, kinds, hasRefused, shown) {
  const { t, act } = ctx;
  const { audit } = ctx.state;
  if (kinds.length === 0 && !hasRefused) return null;
  return h(
    "div",
    { class: "finder flush", role: "search" },
    h("input", {
      class: "field",
      type: "search",
      value: audit.words,
      placeholder: t("audit_search"),
      "aria-label": t("audit_search"),
      oninput: (event) => act.auditFilter({ words: event.target.value }),
    }),
    h(
      "select",
      {
        class: "field",
        "aria-label": t("audit_kind"),
        value: audit.kind,
        onchange: (event) => act.auditFilter({ kind: event.target.value }),
      },
      h("option", { value: "" }, t("audit_every_kind")),
      kinds.map((each) => h("option", { value: each.kind }, `${each.name} (${each.findings})`)),
      hasRefused ? h("option", { value: "refused" }, t("audit_refused")) : null,
    ),
    h("span", { class: "small muted", role: "status" }, audit.words.trim() === "" ? null : t("audit_lines", shown)),
  );
}

function viewKind(ctx, kind, lines) {
  const { t } = ctx;
  const paired = new Set(lines.map((line) => line.finding)).size < lines.length;
  return h(
    "section",
    { class: kind.kind === FINDINGS_LAW ? "card found law-broken" : "card found", key: `kind-${kind.kind}` },
    h(
      "h3",
      null,
      kind.name,
      h("span", { class: "count" }, ` ${kind.findings}`),
      h("span", { class: kind.kind === FINDINGS_LAW ? "tag bad" : "tag open" }, kind.action),
    ),
    h("p", { class: "small muted" }, kind.meaning),
    lineTable(ctx, kind.kind, kind.heads, lines, paired),
    kind.lines.length < kind.all_lines ? h("p", { class: "small muted" }, t("audit_listed", kind.lines.length)) : null,
  );
}

function viewRefused(ctx, found, lines) {
  const { t } = ctx;
  return h(
    "section",
    { class: "card found", key: "kind-refused" },
    h("h3", null, t("audit_refused"), h("span", { class: "count" }, ` ${found.rejected}`), h("span", { class: "tag open" }, t("audit_refused_action"))),
    h("p", { class: "small muted" }, t("audit_refused_lead")),
    lineTable(ctx, "refused", [t("audit_row"), t("audit_reason")], lines, false),
    found.refused.length < found.rejected ? h("p", { class: "small muted" }, t("audit_listed", found.refused.length)) : null,
  );
}

/** Return the lines as a table; those of one finding stand together, set off from the next. */
function lineTable(ctx, name, heads, lines, paired) {
  const { t, act } = ctx;
  const { whole } = ctx.state.audit;
  const shown = whole[name] ? lines : lines.slice(0, FINDINGS_FIRST);
  return [
    h(
      "div",
      { class: "across" },
      h(
        "table",
        { class: paired ? "table lines paired" : "table lines" },
        h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
        h(
          "tbody",
          null,
          shown.map((line, at) =>
            h(
              "tr",
              { class: at > 0 && shown[at - 1].finding !== line.finding ? "next-finding" : null },
              // A number and a title below it are given room.
              line.cells.map((cell) => h("td", { class: cell.includes("\n") ? "named" : null }, cell)),
            ),
          ),
        ),
      ),
    ),
    shown.length < lines.length
      ? h(
          "button",
          { class: "link", type: "button", onclick: () => act.auditFilter({ whole: Object.assign({}, whole, { [name]: true }) }) },
          t("audit_all_lines", lines.length),
        )
      : null,
  ];
}
