// @ts-check
// Records: what the log has of this case, the receipt of a record, and a recording without an answer.

import { h } from "./virtual_dom.mjs";
import { viewProblem } from "./view_connection.mjs";

/** Return the records of this case that there are already. */
export function viewEarlier(ctx, records) {
  if (records.length === 0) return null;
  return h(
    "div",
    { class: "note-box" },
    h("p", null, h("strong", null, ctx.t("recorded_already"))),
    h(
      "ul",
      { class: "list" },
      records.map(({ number, entry }) =>
        h(
          "li",
          null,
          h("strong", null, ctx.t("record_number", number)),
          ` ${instantSaid(entry.recorded_at)} `,
          h("span", { class: "tag" }, ctx.t(`kind_${entry.kind}`)),
          " ",
          ctx.outcomeWords(entry.outcome),
        ),
      ),
    ),
    h("p", { class: "small" }, ctx.t("amend_lead")),
  );
}

export function viewReceipt(ctx) {
  const { t, act } = ctx;
  const { receipt, replayed, checkpoint, proof } = ctx.state.decide.receipt;
  const row = (key, said) => [h("dt", null, t(key)), h("dd", null, said)];
  return h(
    "section",
    { class: "card receipt", key: "receipt", "aria-labelledby": "receipt-heading" },
    h("h3", { id: "receipt-heading", tabindex: "-1" }, t("recorded_as", receipt.number)),
    h("p", { class: "muted small" }, t(replayed ? "recorded_before" : "recorded_durably")),
    h(
      "dl",
      { class: "facts" },
      row("case_id", receipt.case),
      row("outcome", ctx.outcomeWords(receipt.outcome)),
      row("number_in_month", `${receipt.month} / ${receipt.number_in_month}`),
      row("recorded_at", instantSaid(receipt.recorded_at)),
      row("record_hash", h("span", { class: "mono small" }, receipt.hash)),
      checkpoint === "" ? null : row("checkpoint", h("pre", { class: "mono small", tabindex: "0", "aria-label": t("checkpoint") }, checkpoint.trim())),
    ),
    h(
      "div",
      { class: "bar" },
      h("button", { class: "button", type: "button", onclick: act.saveReceipt }, t("save_receipt")),
      proof === "" ? null : h("button", { class: "button", type: "button", onclick: act.saveProof }, t("save_proof")),
      h("button", { class: "button", type: "button", onclick: act.decideAnew }, t("decide_anew")),
      h("span", { class: "muted small" }, t("receipt_lead")),
    ),
  );
}

/** Return what to do about a recording that has no answer: whether it was written is not known. */
export function viewLost(ctx) {
  const { t, act } = ctx;
  const { attempt, busy } = ctx.state.decide;
  return h(
    "section",
    { class: "card", key: "lost", "aria-labelledby": "lost-heading" },
    h("h3", { id: "lost-heading", tabindex: "-1" }, t("lost")),
    attempt.problem.kind === "gone" ? null : viewProblem(ctx, attempt.problem),
    h("p", null, t("lost_lead", attempt.case, ctx.outcomeWords(attempt.outcome))),
    h(
      "div",
      { class: "bar" },
      h("button", { class: "button main", type: "button", disabled: busy !== "", onclick: act.resend }, t("resend")),
      h("button", { class: "button", type: "button", disabled: busy !== "", onclick: act.giveUp }, t("give_up")),
      h("span", { class: "muted small" }, t("resend_lead")),
    ),
  );
}

/** Return an instant to the second, as the log writes it: Beijing time. */
function instantSaid(text) {
  return String(text).slice(0, 19).replace("T", " ");
}
