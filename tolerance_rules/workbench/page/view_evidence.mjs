// @ts-check
// Evidence: which documents the outcome rests on, and whose loss would unsettle it.

import { h } from "./virtual_dom.mjs";
import { factLinks } from "./view_reasons.mjs";

export function viewEvidence(ctx) {
  const { t } = ctx;
  if (ctx.decision === null) return h("div", { class: "sheet" }, h("p", null, t("no_outcome")));
  const found = ctx.engine.evidence(ctx.state.work, ctx.decision);
  const others = found.undocumented.filter((name) => !found.unsupported.includes(name));
  return h(
    "div",
    { class: "sheet wide" },
    h("h2", null, t("view_evidence")),
    h("p", { class: "lead" }, t("evidence_lead")),
    ctx.decision.settled ? viewLosses(ctx, found) : h("p", { class: "note-box" }, t("evidence_unsettled")),
    viewDocuments(ctx, found),
    viewUndocumented(ctx, found.unsupported, "unsupported"),
    viewUndocumented(ctx, others, "undocumented"),
  );
}

function viewLosses(ctx, found) {
  const { t } = ctx;
  if (found.losses.length === 0) {
    return h("section", { class: "card" }, h("h3", null, t("losses")), h("p", null, t(found.documents.length === 0 ? "no_documents" : "no_losses")));
  }
  return h(
    "section",
    { class: "card" },
    h("h3", null, t("losses"), h("span", { class: "count" }, ` ${found.total}`)),
    h("p", { class: "muted small" }, t("losses_lead")),
    found.single_points.length > 0
      ? h("p", { class: "note-box" }, t("single_points", ctx.series(found.single_points)))
      : h("p", null, t("no_single_point")),
    h(
      "table",
      { class: "table" },
      h(
        "thead",
        null,
        h("tr", null, ["documents", "facts_lost", "then_may"].map((key) => h("th", { scope: "col" }, t(key)))),
      ),
      h(
        "tbody",
        null,
        found.losses.map((loss) =>
          h(
            "tr",
            null,
            h("th", { scope: "row" }, loss.documents.map((id) => h("span", { class: "document" }, id))),
            h("td", null, factLinks(ctx, loss.facts)),
            h("td", null, ctx.series(loss.reachable.map(ctx.outcomeWords))),
          ),
        ),
      ),
    ),
    found.total > found.losses.length
      ? h("p", { class: "muted small" }, t("more_losses", found.total - found.losses.length))
      : null,
    found.complete_to === null ? null : h("p", { class: "muted small" }, t("complete_to", found.complete_to)),
  );
}

function viewDocuments(ctx, found) {
  if (found.documents.length === 0) return null;
  return h(
    "section",
    { class: "card" },
    h("h3", null, ctx.t("documents"), h("span", { class: "count" }, ` ${found.documents.length}`)),
    h(
      "table",
      { class: "table" },
      h(
        "thead",
        null,
        h("tr", null, ["document", "rests_facts", "alone_facts"].map((key) => h("th", { scope: "col" }, ctx.t(key)))),
      ),
      h(
        "tbody",
        null,
        found.documents.map((each) =>
          h(
            "tr",
            null,
            h("th", { scope: "row" }, h("span", { class: "document" }, each.id)),
            [each.facts, each.alone].map((facts) =>
              h("td", null, factLinks(ctx, facts)),
            ),
          ),
        ),
      ),
    ),
  );
}

function viewUndocumented(ctx, facts, key) {
  if (facts.length === 0) return null;
  return h(
    "details",
    { class: "card part-card", open: key === "unsupported" },
    h("summary", null, h("strong", null, ctx.t(key)), h("span", { class: "count" }, ` ${facts.length}`)),
    h(
      "p",
      { class: "inside-part" },
      factLinks(ctx, facts),
    ),
  );
}
