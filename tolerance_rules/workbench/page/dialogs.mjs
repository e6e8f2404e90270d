// @ts-check
// Dialogues: settings, help, what is wrong with a file, and the question before changes are lost.

import { h } from "./virtual_dom.mjs";
import { recordDialog } from "./record_dialog.mjs";
import { signInDialog } from "./view_connection.mjs";

export function viewDialog(ctx) {
  const { dialog } = ctx.state;
  if (dialog === null) return null;
  const drawn = DIALOGS[dialog.name](ctx, dialog);
  return h(
    "dialog",
    {
      key: `dialog-${dialog.name}`,
      "aria-labelledby": "dialog-heading",
      oncancel: (event) => {
        event.preventDefault();
        ctx.act.dialog(null);
      },
      after: (element) => {
        if (typeof element.showModal === "function") element.showModal();
        else element.setAttribute("open", "");
      },
    },
    h("h2", { id: "dialog-heading" }, ctx.t(`dialog_${dialog.name}`)),
    h("div", { class: "inside", tabindex: "0" }, drawn.inside),
    h("div", { class: "foot" }, drawn.foot),
  );
}

function viewButton(ctx, key, call, main) {
  return h(
    "button",
    { class: main ? "button main" : "button", type: "button", onclick: call },
    ctx.t(key),
  );
}

const DIALOGS = {
  sign_in: signInDialog,
  record: recordDialog,
  unsaved(ctx, dialog) {
    const go = () => {
      ctx.act.dialog(null);
      dialog.then();
    };
    return {
      inside: h("p", null, ctx.t("unsaved_explained")),
      foot: [
        viewButton(ctx, "cancel", () => ctx.act.dialog(null)),
        viewButton(ctx, "discard", go),
        viewButton(ctx, "save_first", () => {
          ctx.act.dialog(null);
          ctx.act.save();
        }, true),
      ],
    };
  },
  faults(ctx, dialog) {
    const faults =
      dialog.faults === "too_large"
        ? h("p", null, ctx.t("too_large"))
        : h(
            "ol",
            { class: "list" },
            dialog.faults
              .slice(0, 100)
              .map((fault) =>
                h(
                  "li",
                  null,
                  fault.line > 0 ? h("strong", null, ctx.t("line", fault.line), " ") : null,
                  ctx.faultSaid(fault),
                ),
              ),
          );
    return {
      inside: [h("p", null, ctx.t("refused", dialog.file)), faults],
      foot: viewButton(ctx, "close", () => ctx.act.dialog(null), true),
    };
  },
  apart(ctx, dialog) {
    const told = (key, names) =>
      names.length === 0
        ? null
        : [
            h("p", null, ctx.t(key)),
            h("ul", { class: "list" }, names.map((name) => h("li", null, ctx.pick(ctx.engine.byName.get(name).label)))),
          ];
    return {
      inside: [told("apart_recorded", dialog.recorded), told("apart_long", dialog.long)],
      foot: viewButton(ctx, "close", () => ctx.act.dialog(null), true),
    };
  },
  text(ctx, dialog) {
    return {
      inside: h("textarea", { class: "field", rows: 16, readonly: true, value: dialog.text, "aria-label": ctx.t("dialog_text") }),
      foot: viewButton(ctx, "close", () => ctx.act.dialog(null), true),
    };
  },
  settings(ctx) {
    const { bundle } = ctx.engine;
    const { readings, policy } = ctx.state.work;
    return {
      inside: [
        h(
          "label",
          null,
          h("input", {
            type: "checkbox",
            checked: ctx.state.autosave,
            onchange: (event) => ctx.act.setAutosave(event.target.checked),
          }),
          " ",
          ctx.t("autosave"),
        ),
        h("p", { class: "muted small" }, ctx.t("autosave_explained")),
        h("h3", { class: "heading" }, ctx.t("readings_all")),
        h("p", { class: "muted small" }, ctx.t("readings_explained")),
        bundle.readings.map((card) => viewReadingChoice(ctx, card, readings)),
        h("h3", { class: "heading" }, ctx.t("policy")),
        ctx.state.policies.map((each) =>
          h(
            "label",
            { class: "line" },
            h("input", {
              type: "radio",
              name: "policy",
              checked: each === (policy === null ? bundle.policy : policy),
              onchange: () => ctx.act.choosePolicy(each === bundle.policy ? null : each),
            }),
            " ",
            policyTitle(ctx, each),
          ),
        ),
        bundle.policy === null
          ? h("p", { class: "small" }, ctx.t("no_policy"))
          : [
              h("p", { class: "muted small" }, ctx.t("policy_explained")),
              h("button", { class: "button small", type: "button", onclick: ctx.act.askPolicy }, ctx.t("open_policy")),
            ],
      ],
      foot: viewButton(ctx, "close", () => ctx.act.dialog(null), true),
    };
  },
  help(ctx) {
    const keys = HELP_KEYS.map(([names, words]) =>
      h(
        "tr",
        null,
        h("td", null, names.map((name) => [h("kbd", null, name), " "])),
        h("td", null, ctx.t(words)),
      ),
    );
    return {
      inside: [
        h("p", null, ctx.t("help_how")),
        h("p", { class: "muted" }, ctx.t(ctx.state.service.how === "" ? "help_private" : "help_served")),
        h("h3", { class: "heading" }, ctx.t("help_keys")),
        h("table", { class: "table" }, h("tbody", null, keys)),
        h("h3", { class: "heading" }, ctx.t("help_rules")),
        h("p", { class: "small" }, `${ctx.engine.bundle.ruleset.document_number} ${ctx.pick(ctx.engine.bundle.ruleset.title)}`),
        h("p", { class: "small muted mono" }, `sha256 ${ctx.engine.bundle.ruleset.sha256}`),
      ],
      foot: viewButton(ctx, "close", () => ctx.act.dialog(null), true),
    };
  },
};

/** @type {[string[], string][]} */
const HELP_KEYS = [
  [["1", "…", "9"], "key_answer"],
  [["0"], "key_none"],
  [["Enter", "Shift+Enter"], "key_next"],
  [["E"], "key_note"],
  [["N"], "key_question"],
  [["/"], "key_search"],
  [["Alt+1", "Alt+2", "…"], "key_views"],
  [["Ctrl+S", "Ctrl+O", "Ctrl+P"], "key_files"],
  [["Ctrl+Z", "Ctrl+Y"], "key_undo"],
];

function viewReadingChoice(ctx, card, readings) {
  const chosen = readings[card.id] || card.chosen;
  return h(
    "fieldset",
    { class: "reading" },
    h("legend", null, h("span", { class: "muted" }, ctx.clauseName(card.clause, "")), " ", ctx.pick(card.question)),
    card.options.map((each) =>
      h(
        "label",
        null,
        h("input", {
          type: "radio",
          name: `reading-${card.id}`,
          checked: each.option === chosen,
          onchange: () => ctx.act.chooseReading(card.id, each.option),
        }),
        " ",
        ctx.pick(each.meaning),
        each.option === card.default ? h("span", { class: "tag" }, ctx.t("by_default")) : null,
      ),
    ),
  );
}

export function policyTitle(ctx, policy) {
  return policy === null || policy === undefined ? ctx.t("no_policy") : ctx.pick(policy.title);
}
