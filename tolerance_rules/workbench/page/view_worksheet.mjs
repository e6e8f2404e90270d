// @ts-check
// Analysis: the standard's contrasts, what the facts suggest of each, and what the collective finds.

import { h } from "./virtual_dom.mjs";
import { textField } from "./text_field.mjs";
import { factLinks } from "./view_reasons.mjs";

const WORKSHEET_CHOICES = ["favourable", "mixed", "unfavourable"];

export function viewWorksheet(ctx) {
  const { t } = ctx;
  const standard = ctx.engine.bundle.analysis;
  if (standard.length === 0) {
    return h("div", { class: "sheet" }, h("h2", null, t("view_worksheet")), h("p", null, t("no_standard")));
  }
  if (ctx.decision === null) return h("div", { class: "sheet" }, h("p", null, t("no_outcome")));
  const { lines, faults } = ctx.engine.worksheet(ctx.state.work, ctx.decision);
  const named = new Map(lines.map((line) => [line.contrast, line]));
  return h(
    "div",
    { class: "sheet wide" },
    h("h2", null, t("view_worksheet")),
    h("p", { class: "lead" }, t("worksheet_lead")),
    faults.length > 0
      ? h("div", { class: "fault" }, faults.map((fault) => h("p", null, ctx.faultSaid(fault))))
      : null,
    standard.map((part, at) =>
      h(
        "section",
        { class: "card", key: part.id, "aria-labelledby": `dimension-${part.id}` },
        h("h3", { id: `dimension-${part.id}` }, `${at + 1}. ${ctx.pick(part.name)}`),
        part.contrasts.map((contrast) => viewContrast(ctx, contrast, named.get(contrast.id))),
      ),
    ),
  );
}

function viewContrast(ctx, contrast, line) {
  const { t } = ctx;
  const assessment = line === undefined ? null : line.assessment;
  const note = line === undefined ? "" : line.note;
  const id = `contrast-${contrast.id}`;
  const record = (choice, words, field) => ctx.act.assess(contrast.id, choice, words, field);
  return h(
    "div",
    { class: "contrast", key: contrast.id },
    h(
      "div",
      { class: "sides" },
      h("span", { class: "side-good law", lang: "zh-CN" }, contrast.favourable),
      h(
        "div",
        { class: "answers", role: "radiogroup", "aria-label": contrast.text },
        WORKSHEET_CHOICES.concat([""]).map((choice) =>
          h(
            "label",
            { class: choice === "" ? "choice none" : "choice" },
            h("input", {
              type: "radio",
              name: id,
              checked: (assessment || "") === choice,
              onchange: () => record(choice || null, note, ""),
            }),
            h("span", null, t(choice === "" ? "not_assessed" : `assessed_${choice}`)),
          ),
        ),
      ),
      h("span", { class: "side-bad law", lang: "zh-CN" }, contrast.unfavourable),
    ),
    ctx.lang === "en" ? h("p", { class: "muted small" }, contrast.gloss) : null,
    line === undefined ? null : viewHints(ctx, line),
    h(
      "div",
      { class: "note" },
      h("label", { for: `${id}-note` }, t("remark")),
      h(
        "input",
        textField({ class: "field", id: `${id}-note`, maxlength: 2000, value: note }, (text) =>
          record(assessment, text, `analysis.${contrast.id}`),
        ),
      ),
    ),
  );
}

function viewHints(ctx, line) {
  const said = (facts, key, tone) =>
    facts.length === 0
      ? null
      : h(
          "span",
          null,
          h("span", { class: `tag ${tone}` }, ctx.t(key)),
          " ",
          factLinks(ctx, facts, (each) => ctx.factSaid(each, ctx.knownNow(each))),
          " ",
        );
  if (line.speaks_for.length + line.speaks_against.length === 0) {
    return h("p", { class: "small muted" }, ctx.t("no_hint"));
  }
  return h(
    "p",
    { class: "small" },
    said(line.speaks_for, "speaks_for", "good"),
    said(line.speaks_against, "speaks_against", "bad"),
    line.contradicted_by.length > 0
      ? h("strong", { class: "warn" }, ctx.t("contradicted"))
      : null,
  );
}
