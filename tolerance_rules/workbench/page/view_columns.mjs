// @ts-check
// The columns of a register: what each is proposed to be, and what a person says that it is.

import { h } from "./virtual_dom.mjs";
import { viewProblem } from "./view_connection.mjs";
import { viewPlace } from "./view_register_place.mjs";
import {
  REGISTER_DATES,
  REGISTER_ITEMS,
  REGISTER_OTHER,
  WORD_AS_WRITTEN,
  WORD_UNKNOWN,
  doubledNames,
  isToCheck,
  meaningsOf,
  wordsToExplain,
} from "./register_mapping.mjs";

/** Cells of a column that are shown. */
const COLUMNS_SAMPLES = 3;

export function viewColumns(ctx) {
  const { t, act } = ctx;
  const { register, chosen, problem, busy } = ctx.state.audit;
  const doubled = doubledNames(chosen.names);
  const parts = {
    options: optionGroups(ctx),
    doubled: new Set(doubled.flatMap(([, places]) => places)),
  };
  const places = register.columns.map((_, at) => at);
  const check = places.filter((at) => isToCheck(register.columns[at]));
  const sure = places.filter((at) => !isToCheck(register.columns[at]));
  const wrong = faultsOf(ctx, doubled);
  return [
    h(
      "section",
      { class: "card" },
      h("h3", { id: "audit-step", tabindex: "-1" }, register.name),
      h("p", null, t("audit_columns_found", register.columns.length, sure.length, check.length)),
      register.told.map((pair) => h("p", { class: "small muted" }, ctx.pick(pair))),
      viewPlace(ctx, register, false),
    ),
    problem === null ? null : viewProblem(ctx, problem),
    check.length === 0
      ? null
      : h(
          "section",
          { class: "card columns" },
          h("h3", null, t("audit_to_check"), h("span", { class: "count" }, ` ${check.length}`)),
          columnTable(ctx, check, parts),
        ),
    sure.length === 0
      ? null
      : h(
          "details",
          { class: "card part-card columns", open: check.length === 0, key: `sure-${register.name}` },
          h("summary", null, h("strong", null, t("audit_sure")), h("span", { class: "count" }, ` ${sure.length}`)),
          columnTable(ctx, sure, parts),
        ),
    h(
      "div",
      { class: "standing" },
      wrong.length === 0 ? null : h("ul", { class: "list wrong", role: "alert" }, wrong.map((said) => h("li", null, said))),
      h(
        "div",
        { class: "bar" },
        h(
          "button",
          { class: "button main", type: "button", disabled: busy || wrong.length > 0, onclick: act.auditStart },
          t("audit_start"),
        ),
        h("button", { class: "button", type: "button", onclick: act.auditDone }, t("audit_other_file")),
        readingsUnder(ctx),
      ),
    ),
  ];
}

/** Return why the register cannot be audited yet, in words. */
function faultsOf(ctx, doubled) {
  const { register, chosen } = ctx.state.audit;
  const wrong = doubled.map(([name, places]) =>
    ctx.t("audit_doubled", ctx.series(places.map((at) => register.columns[at].header)), nameSaid(ctx, name)),
  );
  if (!chosen.names.includes("recorded")) wrong.push(ctx.t("audit_no_outcome", nameSaid(ctx, "recorded")));
  return wrong;
}

/** Return that the audit is under other readings than the default ones, if so. */
function readingsUnder(ctx) {
  return ctx
    .changedReadings()
    .map(({ option }) => h("span", { class: "small muted" }, ctx.t("under_reading", ctx.pick(option.meaning))));
}

/** Return what a column can be, in words. */
function nameSaid(ctx, name) {
  const spec = ctx.engine.byName.get(name);
  return spec === undefined ? ctx.t(`item_${name}`) : ctx.pick(spec.label);
}

/** Return the options of a list of meanings, made once for all columns. */
function optionGroups(ctx) {
  const group = (label, names) =>
    h("optgroup", { label: label }, names.map((name) => h("option", { value: name }, nameSaid(ctx, name))));
  return [
    group(ctx.t("audit_other"), REGISTER_OTHER),
    group(ctx.t("audit_items"), REGISTER_ITEMS),
    group(ctx.t("audit_dates"), REGISTER_DATES),
    ctx.engine.groups.map((each) =>
      group(
        ctx.pick(each.label),
        ctx.engine.facts.filter((spec) => spec.group === each.name).map((spec) => spec.name),
      ),
    ),
  ];
}

function columnTable(ctx, places, parts) {
  return h(
    "table",
    { class: "table" },
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        ["audit_header", "audit_cells", "audit_is", "audit_how_sure"].map((key) => h("th", { scope: "col" }, ctx.t(key))),
      ),
    ),
    h("tbody", null, places.map((at) => columnRow(ctx, at, parts))),
  );
}

function columnRow(ctx, at, { options, doubled }) {
  const { t, act } = ctx;
  const { register, chosen } = ctx.state.audit;
  const column = register.columns[at];
  const shown = column.samples.slice(0, COLUMNS_SAMPLES);
  const more = column.samples.length > shown.length;
  return h(
    "tr",
    { key: `column-${at}` },
    h("th", { scope: "row" }, column.header),
    h(
      "td",
      { class: "cells" },
      shown.length === 0 ? h("span", { class: "muted" }, t("audit_no_cells")) : shown.map((cell) => h("span", { class: "cell" }, cell)),
      more ? h("span", { class: "muted" }, "…") : null,
    ),
    h(
      "td",
      null,
      h(
        "select",
        {
          class: doubled.has(at) ? "field bad" : "field",
          "aria-label": t("audit_column_is", column.header),
          "aria-invalid": doubled.has(at) ? "true" : null,
          value: chosen.names[at],
          onchange: (event) => act.auditColumn(at, event.target.value),
        },
        options,
      ),
      viewWords(ctx, at),
    ),
    h("td", null, sureSaid(ctx, at)),
  );
}

function sureSaid(ctx, at) {
  const { register, chosen } = ctx.state.audit;
  const column = register.columns[at];
  if (chosen.names[at] !== column.name) return h("span", { class: "tag blue" }, ctx.t("audit_by_hand"));
  if (column.sure) return h("span", { class: "tag good" }, ctx.t("audit_is_sure"));
  if (REGISTER_OTHER.includes(column.name)) return h("span", { class: "tag open" }, ctx.t("audit_unknown"));
  return [
    h("span", { class: "tag open" }, ctx.t("audit_please_check")),
    // It was told in the language of the time.
    register.lang === ctx.lang ? h("div", { class: "small muted" }, column.why) : null,
  ];
}

/** Return what asks for the meaning of a column's words. */
function viewWords(ctx, at) {
  const { t, act } = ctx;
  const { register, chosen } = ctx.state.audit;
  const column = register.columns[at];
  const name = chosen.names[at];
  const proposed = name === column.name;
  const words = wordsToExplain(column, name);
  const meanings = meaningsOf(ctx.engine, name, ctx.pick);
  if (words.length === 0) return null;
  if (meanings.length === 0) {
    return proposed ? h("p", { class: "small unread" }, t("audit_no_days", ctx.series(words))) : null;
  }
  return h(
    "div",
    { class: "words-of" },
    h("p", { class: "small muted" }, t(proposed ? "audit_unread" : "audit_as_written")),
    words.map((word) =>
      h(
        "label",
        { class: "word" },
        h("span", { class: "cell" }, word),
        h(
          "select",
          {
            class: "field",
            "aria-label": t("audit_word_is", word, column.header),
            value: chosen.words[at][word] || WORD_AS_WRITTEN,
            onchange: (event) => act.auditWord(at, word, event.target.value),
          },
          h("option", { value: WORD_AS_WRITTEN }, t(proposed ? "audit_word_open" : "audit_word_as_written")),
          meanings.map(([value, label]) => h("option", { value: value }, label)),
          // An outcome is recorded or it is none: it cannot be left to be established.
          name === "recorded" ? null : h("option", { value: WORD_UNKNOWN }, t("not_established")),
        ),
      ),
    ),
  );
}
