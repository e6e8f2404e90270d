// @ts-check
// What to establish next and why; what can still be done; what the outcome rests on, how firmly.

import { h } from "./virtual_dom.mjs";
import { sameValue } from "./store.mjs";

export function viewReasons(ctx) {
  if (ctx.decision === null) return h("div", { class: "sheet" }, h("p", null, ctx.t("no_outcome")));
  return h(
    "div",
    { class: "sheet" },
    h("h2", null, ctx.t("view_reasons")),
    h("p", { class: "lead" }, ctx.t("reasons_lead")),
    viewQuestions(ctx),
    viewDoable(ctx),
    viewGrounds(ctx),
    viewSensitivity(ctx),
  );
}

function viewQuestions(ctx) {
  const { t } = ctx;
  const { questions } = ctx.questions();
  if (questions.length === 0) {
    return h("section", { class: "card" }, h("h3", null, t("to_establish")), h("p", null, t("nothing_to_ask")));
  }
  const asked = questions.filter((each) => each.narrows);
  const others = questions.filter((each) => !each.narrows);
  return h(
    "section",
    { class: "card" },
    h("h3", null, t("to_establish"), h("span", { class: "count" }, ` ${questions.length}`)),
    h("p", { class: "muted small" }, t("to_establish_lead")),
    h(
      "ol",
      { class: "ranked" },
      asked.map((question) => viewRanked(ctx, question)),
    ),
    others.length === 0
      ? null
      : h(
          "p",
          { class: "small" },
          `${t("narrow_nothing", others.length)} `,
          factLinks(ctx, others.map((each) => each.fact)),
        ),
  );
}

function viewRanked(ctx, question) {
  const spec = ctx.engine.byName.get(question.fact);
  const alike = [];
  for (const answer of question.answers) {
    const same = alike.find((each) => sameValue(each.reachable, answer.reachable));
    if (same === undefined) alike.push({ values: [answer.value], reachable: answer.reachable });
    else same.values.push(answer.value);
  }
  return h(
    "li",
    null,
    factLink(ctx, question.fact, ctx.pick(spec.question)),
    h(
      "ul",
      { class: "list small" },
      alike.map((each) => h("li", null, `${ctx.valueWords(spec, each.values)}${ctx.colon}`, leavesSaid(ctx, each.reachable))),
    ),
  );
}

function leavesSaid(ctx, reachable) {
  if (reachable.length === 0) return h("span", { class: "muted" }, ctx.t("cannot_be"));
  if (reachable.length === 1) return h("strong", null, ctx.t("settles_as", ctx.outcomeWords(reachable[0])));
  if (sameValue(reachable, ctx.decision.reachable)) return h("span", { class: "muted" }, ctx.t("leaves_all"));
  return ctx.t("leaves", ctx.series(reachable.map(ctx.outcomeWords)));
}

export function factLink(ctx, name, said) {
  const spec = ctx.engine.byName.get(name);
  return h(
    "button",
    { class: "link", type: "button", onclick: () => ctx.act.toFact(name) },
    said || ctx.pick(spec.label),
  );
}

/** Return the links to several facts, as a series; `said` says one otherwise than by its label. */
export function factLinks(ctx, names, said = (_name) => "") {
  return names.map((name, at) => [at === 0 ? "" : ctx.comma, factLink(ctx, name, said(name))]);
}

function viewDoable(ctx) {
  const { t, decision } = ctx;
  const others = ctx.engine.bundle.outcomes.map((each) => each.code).filter((code) => code !== decision.outcome);
  const goal = others.includes(ctx.state.goal) ? ctx.state.goal : others[0];
  const doable = ctx.engine.paths(ctx.state.work, goal, "doable");
  const all = ctx.engine.paths(ctx.state.work, goal, null);
  return h(
    "section",
    { class: "card" },
    h("h3", null, t("ways_to")),
    h(
      "div",
      { class: "bar" },
      h("label", { for: "goal" }, t("goal")),
      h(
        "select",
        {
          class: "field narrow",
          id: "goal",
          value: goal,
          onchange: (event) => ctx.store.set({ goal: event.target.value }),
        },
        others.map((code) => h("option", { value: code }, ctx.outcomeWords(code))),
      ),
    ),
    h("h4", null, t("can_still_be_done")),
    h("p", { class: "muted small" }, t("can_still_be_done_lead")),
    viewPaths(ctx, doable, t("nothing_doable", ctx.outcomeWords(goal))),
    h("h4", null, t("facts_needed")),
    viewPaths(ctx, all, t("no_way", ctx.outcomeWords(goal))),
  );
}

function viewPaths(ctx, found, none) {
  if (found.paths.length === 0) return h("p", null, none);
  const shown = found.paths.slice(0, 8);
  return [
    h(
      "ol",
      { class: "ranked" },
      shown.map((path) =>
        h(
          "li",
          null,
          path.changes.map((change) => h("div", null, changeSaid(ctx, change))),
          path.settled
            ? null
            : h("div", { class: "muted small" }, ctx.t("then_possible", ctx.series(path.reachable.map(ctx.outcomeWords)))),
        ),
      ),
    ),
    found.total > shown.length
      ? h("p", { class: "muted small" }, ctx.t("more_ways", found.total - shown.length))
      : null,
  ];
}

/** Return a change of a fact in words, with what it would take. */
export function changeSaid(ctx, change) {
  const spec = ctx.engine.byName.get(change.fact);
  return [
    factLink(ctx, change.fact),
    `${ctx.colon}${ctx.valueWords(spec, change.before)} → ${ctx.valueWords(spec, change.after)} `,
    change.kind ? h("span", { class: change.kind === "doable" ? "tag good" : "tag" }, ctx.t(`kind_${change.kind}`)) : null,
  ];
}

function viewGrounds(ctx) {
  const { t } = ctx;
  const reason = ctx.engine.reason(ctx.state.work);
  const firm = ctx.engine.robustness(ctx.state.work);
  const changes = firm === null ? [] : firm.wrong.concat(firm.found);
  return h(
    "section",
    { class: "card" },
    h("h3", null, t("rests_on")),
    h("p", { class: "muted small" }, t(reason.presumptions > 0 ? "rests_on_presumed" : "rests_on_lead", reason.grounds.length)),
    h(
      "ul",
      { class: "list columns" },
      reason.grounds.map((ground) =>
        h(
          "li",
          null,
          factLink(ctx, ground.fact, ctx.factSaid(ground.fact, ground.value)),
          " ",
          ground.origin === "established" ? null : h("span", { class: "tag open" }, t(`origin_${ground.origin}`)),
        ),
      ),
    ),
    h("h4", null, t("how_firm")),
    firm.becomes === null || firm.becomes === undefined
      ? h("p", null, t("firm_always"))
      : [
          h("p", null, firm.wrong.length > 0 ? t("firm_by", firm.distance) : t("firm_not")),
          changes.map((change) => h("div", null, changeSaid(ctx, change))),
          h("p", null, `→ ${ctx.outcomeSaid({ settled: firm.becomes_settled, outcome: firm.becomes })}`),
        ],
  );
}

function viewSensitivity(ctx) {
  const { t } = ctx;
  const found = ctx.engine.sensitivity(ctx.state.work);
  const turning = found.facts.filter((each) => each.turns);
  return h(
    "section",
    { class: "card" },
    h("h3", null, t("turning_facts"), h("span", { class: "count" }, ` ${turning.length}`)),
    h("p", { class: "muted small" }, t("turning_facts_lead")),
    turning.length === 0 ? h("p", null, t("none_turns")) : null,
    h(
      "details",
      { open: turning.length > 0 && turning.length <= 12 },
      h("summary", { class: "link" }, t("show_list")),
      h(
        "table",
        { class: "table" },
        h("thead", null, h("tr", null, h("th", null, t("fact")), h("th", null, t("now")), h("th", null, t("if_otherwise")))),
        h("tbody", null, turning.map((each) => viewTurning(ctx, each))),
      ),
    ),
  );
}

function viewTurning(ctx, found) {
  const spec = ctx.engine.byName.get(found.fact);
  const changed = found.variations.filter(
    (each) => each.conflicts.length === 0 && each.outcome !== null && each.outcome !== ctx.decision.outcome,
  );
  return h(
    "tr",
    null,
    h("th", { scope: "row" }, factLink(ctx, found.fact)),
    h("td", null, ctx.valueWords(spec, found.value)),
    h(
      "td",
      null,
      changed.map((each) =>
        h("div", null, `${ctx.valueWords(spec, each.change.after)} → ${ctx.outcomeSaid(each)}`),
      ),
    ),
  );
}
