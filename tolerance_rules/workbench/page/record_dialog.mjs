// @ts-check
// Record dialogue: what is about to be recorded, once more in full.

import { h } from "./virtual_dom.mjs";
import { chosenOutcome } from "./decide_state.mjs";

/** The last question before a record is written. */
export function recordDialog(ctx, dialog) {
  const { t, state, act } = ctx;
  const { info } = state.work.case;
  const outcome = chosenOutcome(state, ctx.decision, ctx.engine.choices(state.work, ctx.decision));
  const rows = [
    ["case_id", info.id],
    ["case_authority", info.authority || ""],
    ["case_decided_on", info.decided_on],
    ["outcome", ctx.outcomeWords(outcome)],
    ["reason", outcome === ctx.decision.outcome ? "" : state.decide.reason],
    ["amend_why", dialog.amends === null ? "" : state.decide.why],
  ];
  return {
    inside: [
      h("p", null, dialog.amends === null ? t("record_once_more") : t("amend_once_more", dialog.amends)),
      h("dl", { class: "facts" }, rows.filter((row) => row[1]).map(([key, said]) => [h("dt", null, t(key)), h("dd", null, said)])),
    ],
    foot: [
      h("button", { class: "button", type: "button", onclick: () => act.dialog(null) }, t("cancel")),
      h(
        "button",
        {
          class: "button main",
          type: "button",
          onclick: () => {
            act.dialog(null);
            act.record(dialog.amends);
          },
        },
        t(dialog.amends === null ? "record" : "amend"),
      ),
    ],
  };
}
