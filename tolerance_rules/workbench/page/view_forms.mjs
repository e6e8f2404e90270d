// @ts-check
// Forms: the papers of the regulation that the service fills from this case, as Word or PDF.

import { h } from "./virtual_dom.mjs";
import { textField } from "./text_field.mjs";
import { chosenOutcome, fieldName } from "./decide_state.mjs";
import { hasRole, viewLacking, viewProblem } from "./view_connection.mjs";

export function viewForms(ctx, choices) {
  const { t, state } = ctx;
  const { forms } = state.decide;
  if (state.service.caller === null) return null;
  return h(
    "section",
    { class: "card", key: "forms", "aria-labelledby": "forms-heading" },
    h("h3", { id: "forms-heading" }, t("forms")),
    !hasRole(ctx, "investigator")
      ? viewLacking(ctx, "investigator")
      : forms === null
        ? h("button", { class: "button", type: "button", onclick: ctx.act.loadForms }, t("load_forms"))
        : forms.length === 0
          ? h("p", null, t("no_forms"))
          : [h("p", { class: "muted small" }, t("forms_lead")), forms.map((form) => viewForm(ctx, form, choices))],
  );
}

function viewForm(ctx, form, choices) {
  const { t, state, act } = ctx;
  const { busy, formProblems } = state.decide;
  const title = ctx.pick(form.title);
  const why = unfit(ctx, form, choices);
  const button = (format) =>
    h(
      "button",
      {
        class: "button small",
        type: "button",
        disabled: busy !== "",
        "aria-label": t("form_as", title, format === "docx" ? "Word" : "PDF"),
        onclick: () => act.writeForm(form, format),
      },
      format === "docx" ? "Word" : "PDF",
    );
  return h(
    "div",
    { class: "form", key: form.id },
    h("div", { class: "title" }, h("strong", null, title), " ", h("span", { class: "muted small" }, ctx.pick(ctx.engine.citation(form.clause)))),
    why === "" ? h("div", { class: "formats" }, button("docx"), " ", button("pdf")) : h("div", { class: "muted small why" }, why),
    form.fields.length === 0 || why !== ""
      ? null
      : h(
          "details",
          { key: "fields" },
          h("summary", { class: "link small" }, t("form_fields", written(state, form), form.fields.length)),
          h("div", { class: "fields" }, form.fields.map((field) => viewField(ctx, form, field))),
        ),
    formProblems[form.id] === undefined ? null : viewProblem(ctx, formProblems[form.id]),
  );
}

/** Return why a form cannot be written of this case as it stands; empty where it can. */
function unfit(ctx, form, choices) {
  if (choices === null) return ctx.t("no_outcome");
  if (form.settled && !ctx.decision.settled) return ctx.t("form_unsettled");
  const outcome = chosenOutcome(ctx.state, ctx.decision, choices);
  if (form.outcomes.length === 0 || form.outcomes.includes(outcome)) return "";
  return ctx.t("form_only_for", ctx.series(form.outcomes.map(ctx.outcomeWords)));
}

function written(state, form) {
  return form.fields.filter((field) => said(state, field) !== "").length;
}

/** Return what the case says of a field, by its id or by what it is called. */
function said(state, field) {
  const { forms } = state.work.case;
  const name = fieldName(forms, field);
  return name === undefined ? "" : forms.get(name);
}

function viewField(ctx, form, field) {
  const id = `form-${form.id}-${field.id}`;
  return [
    h("label", { class: "label", for: id }, ctx.pick(field.label)),
    h(
      "textarea",
      textField({ class: "field", id: id, rows: 1, maxlength: 5000, value: said(ctx.state, field) }, (text) =>
        ctx.act.formField(field, text),
      ),
    ),
  ];
}
