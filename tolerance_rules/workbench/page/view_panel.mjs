// @ts-check
// Deliberation: the case files of several members side by side, and where their answers matter.

import { h } from "./virtual_dom.mjs";
import { factLink, factLinks } from "./view_reasons.mjs";

export function viewPanel(ctx) {
  const { state, t, act } = ctx;
  const found = state.members.length < 2 ? null : ctx.engine.panel(state.work, state.members);
  return h(
    "div",
    { class: "sheet wide" },
    h("h2", null, t("view_panel")),
    h("p", { class: "lead" }, t("panel_lead")),
    h(
      "div",
      { class: "bar" },
      h("button", { class: "button main", type: "button", onclick: act.addMembers }, t("add_members")),
      h("button", { class: "button", type: "button", onclick: act.addThisCase }, t("add_this_case")),
      state.members.length > 0
        ? h("button", { class: "button", type: "button", onclick: act.noMembers }, t("no_members"))
        : null,
    ),
    state.members.length === 0 ? null : viewMembers(ctx, found),
    state.members.length === 1 ? h("p", { class: "muted" }, t("one_member")) : null,
    found === null
      ? null
      : found.panel === null
        ? found.faults.map((fault) => h("p", { class: "fault" }, ctx.faultSaid(fault)))
        : viewDifferences(ctx, found.panel),
  );
}

function viewMembers(ctx, found) {
  const told = found === null || found.panel === null ? [] : found.panel.members;
  return h(
    "table",
    { class: "table members" },
    h(
      "thead",
      null,
      h("tr", null, ["member", "case_title", "outcome", "actions"].map((key) => h("th", { scope: "col" }, ctx.t(key)))),
    ),
    h(
      "tbody",
      null,
      ctx.state.members.map((member, at) =>
        h(
          "tr",
          { key: `${at} ${member.file}` },
          h(
            "th",
            { scope: "row" },
            h("input", {
              class: "field",
              value: member.name,
              "aria-label": ctx.t("member"),
              maxlength: 40,
              onchange: (event) => ctx.act.nameMember(at, event.target.value),
            }),
          ),
          h(
            "td",
            null,
            member.kept.info.title || member.file,
            h("div", { class: "small muted" }, member.kept.info.id || ""),
          ),
          h(
            "td",
            null,
            told[at] === undefined
              ? null
              : [
                  ctx.outcomeSaid(told[at]),
                  told[at].settled ? null : h("div", { class: "small muted" }, codesSaid(ctx, told[at].reachable)),
                ],
          ),
          h("td", null, h("button", { class: "link", type: "button", onclick: () => ctx.act.dropMember(at) }, ctx.t("remove"))),
        ),
      ),
    ),
  );
}

function codesSaid(ctx, codes) {
  return ctx.t("may_be", ctx.series(codes.map(ctx.outcomeWords)));
}

function viewDifferences(ctx, panel) {
  const { t } = ctx;
  const names = panel.members.map((each) => each.name);
  return [
    h(
      "div",
      { class: panel.settled ? "note-box agreed" : "note-box" },
      panel.settled
        ? t("panel_settled", ctx.outcomeWords(panel.reachable[0]))
        : t("panel_open", ctx.series(panel.reachable.map(ctx.outcomeWords))),
    ),
    h(
      "section",
      { class: "card" },
      h("h3", null, t("differences_turning"), h("span", { class: "count" }, ` ${panel.turning.length}`)),
      h("p", { class: "muted small" }, t("differences_turning_lead")),
      panel.turning.length === 0 ? h("p", null, t("none_turns")) : differenceTable(ctx, panel.turning, names, true),
    ),
    panel.open_facts.length === 0
      ? null
      : h(
          "section",
          { class: "card" },
          h("h3", null, t("all_unknown"), h("span", { class: "count" }, ` ${panel.open_facts.length}`)),
          h("p", null, factLinks(ctx, panel.open_facts)),
        ),
    h(
      "details",
      { class: "card part-card" },
      h(
        "summary",
        null,
        h("strong", null, t("differences_aside")),
        h("span", { class: "count" }, ` ${panel.set_aside.length}`),
      ),
      panel.set_aside.length === 0 ? null : differenceTable(ctx, panel.set_aside, names, false),
    ),
    h("p", { class: "muted" }, t("agreed_on", panel.agreed)),
    h(
      "div",
      { class: "bar" },
      h("button", { class: "button", type: "button", onclick: ctx.act.openTogether }, t("open_together")),
      h("span", { class: "muted small" }, t("open_together_lead")),
    ),
  ];
}

function differenceTable(ctx, differences, names, left) {
  return h(
    "div",
    { class: "across" },
    h(
      "table",
      { class: "table" },
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, ctx.t("fact")),
          names.map((name) => h("th", { scope: "col" }, name)),
          left ? h("th", { scope: "col" }, ctx.t("if_agreed")) : null,
        ),
      ),
      h(
        "tbody",
        null,
        differences.map((each) => {
          const spec = ctx.engine.byName.get(each.fact);
          return h(
            "tr",
            null,
            h(
              "th",
              { scope: "row" },
              factLink(ctx, each.fact),
              each.contrary ? [" ", h("span", { class: "tag bad" }, ctx.t("contrary"))] : null,
            ),
            each.answers.map((answer) => h("td", null, ctx.valueWords(spec, answer))),
            left
              ? h(
                  "td",
                  { class: "small" },
                  each.left.map((one) =>
                    h(
                      "div",
                      null,
                      `${ctx.valueWords(spec, one.value)} → ${ctx.series(one.reachable.map(ctx.outcomeWords)) || ctx.t("cannot_be")}`,
                    ),
                  ),
                )
              : null,
          );
        }),
      ),
    ),
  );
}
