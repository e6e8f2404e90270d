// @ts-check
// The outcome beside the case: what it is, what it rests on, what stands in the way, what to ask next.

import { h } from "./virtual_dom.mjs";
import { sameValue } from "./store.mjs";
import { markedText } from "./law_text.mjs";
import { policyTitle } from "./dialogs.mjs";
import { saidOnce } from "../../portable/javascript/explained_citations.mjs";
import { viewNextQuestion } from "./view_question.mjs";

export function viewOutcome(ctx) {
  const { decision, faults } = ctx;
  return h(
    "aside",
    { class: "side", id: "outcome", tabindex: "-1", "aria-label": ctx.t("outcome_panel") },
    decision === null ? viewFaults(ctx, faults) : viewDecided(ctx, decision),
  );
}

function viewFaults(ctx, faults) {
  return [
    h(
      "div",
      { class: "verdict", role: "status" },
      h("div", { class: "kind" }, ctx.t("outcome")),
      h("div", { class: "outcome" }, ctx.t("no_outcome")),
      viewUnder(ctx),
    ),
    h(
      "div",
      { class: "fault" },
      h("h3", null, ctx.t("contradiction")),
      h(
        "ul",
        { class: "list" },
        faults.map((fault) => h("li", null, ctx.faultSaid(fault))),
      ),
    ),
  ];
}

function viewDecided(ctx, decision) {
  const sections = ctx.explained();
  return [
    viewVerdict(ctx, decision),
    viewLadder(ctx, decision),
    decision.settled ? null : viewNextQuestion(ctx),
    viewPart(ctx, "cited", decision.citations.length, true, () =>
      decision.citations.map((citation) => viewCitation(ctx, citation)),
    ),
    viewSection(ctx, "prevented", sections.prevented, true),
    viewSection(ctx, "unweighed", sections.unweighed, true),
    viewSection(ctx, "warnings", sections.warnings, true),
    decision.readings.length === 0
      ? null
      : viewPart(ctx, "readings", decision.readings.length, false, () =>
          decision.readings.map((reading) => viewTurningReading(ctx, reading)),
        ),
    viewSection(ctx, "implied", sections.implied, false),
    viewSection(ctx, "presumed", sections.presumed, false),
    viewSection(ctx, "open", sections.open, false),
  ];
}

function viewVerdict(ctx, decision) {
  const change = viewChange(ctx, decision);
  return h(
    "div",
    { class: decision.settled ? "verdict" : "verdict unsettled", role: "status", "aria-live": "polite" },
    h(
      "div",
      { class: "kind" },
      h("span", null, ctx.t(decision.settled ? "outcome" : "outcome_presumed")),
      h(
        "span",
        null,
        decision.by_reference ? h("span", { class: "tag blue" }, ctx.t("by_reference")) : null,
        h(
          "span",
          { class: decision.settled ? "tag good" : "tag open" },
          ctx.t(decision.settled ? "settled" : "unsettled"),
        ),
      ),
    ),
    h("div", { class: "outcome", key: "outcome" }, ctx.outcomeWords(decision.outcome)),
    viewUnder(ctx),
    change,
  );
}

/** Return the readings that are not the default ones, and the policy if it was chosen on the page. */
function viewUnder(ctx) {
  const { work } = ctx.state;
  const readings = ctx
    .changedReadings()
    .map(
      ({ card, option }) =>
        `${ctx.clauseName(card.clause, "")} “${card.phrase}”${ctx.colon}${ctx.pick(option.meaning)}`,
    );
  return [
    readings.map((reading) => h("div", { class: "under" }, ctx.t("under_reading", reading))),
    work.policy === null ? null : h("div", { class: "under" }, ctx.t("under_policy", policyTitle(ctx, work.policy))),
  ];
}

/** Return how the outcome differs from the one of the pinned case, if one is pinned. */
function viewChange(ctx, decision) {
  if (ctx.state.base === null) return null;
  const base = ctx.engine.decide(ctx.state.base).decision;
  if (base === null) return null;
  const same = base.outcome === decision.outcome && sameValue(base.reachable, decision.reachable);
  return h(
    "div",
    { class: "changed" },
    same
      ? h("span", { class: "muted" }, ctx.t("compared_same"))
      : ctx.t("compared", ctx.outcomeSaid(base), ctx.outcomeSaid(decision)),
  );
}

function viewLadder(ctx, decision) {
  return h(
    "ol",
    { class: "ladder", "aria-label": ctx.t("ladder") },
    ctx.engine.bundle.outcomes.map(({ code }) => {
      const is = decision.outcome === code;
      const permitted = decision.modality === "may" && decision.permitted.includes(code);
      const reachable = decision.reachable.includes(code);
      return h(
        "li",
        { class: is ? "is" : permitted || reachable ? "can" : "" },
        h("span", { class: "what" }, ctx.outcomeWords(code)),
        permitted
          ? h("span", { class: "tag blue" }, ctx.t(decision.settled ? "permitted" : "permitted_presumed"))
          : null,
        reachable && !decision.settled ? h("span", { class: "tag open" }, ctx.t("possible")) : null,
      );
    }),
  );
}

/** Return a part that folds, with a heading and a count. */
export function viewPart(ctx, key, count, open, body) {
  return h(
    "details",
    { class: "part", key: key, open: open },
    h(
      "summary",
      null,
      h("span", null, ctx.t(key)),
      count === null ? null : h("span", { class: "count" }, String(count)),
    ),
    h("div", { class: "body" }, body()),
  );
}

function viewSection(ctx, key, section, open) {
  if (section === undefined || section.items.length === 0) return null;
  const names = { open: "open_facts", presumed: "presumed_facts", implied: "implied_facts" };
  return viewPart(ctx, names[key] || key, section.items.length, open, () => [
    section.lead ? h("p", { class: "muted small" }, section.lead) : null,
    viewItems(section.items),
  ]);
}

/** Return statements, and those below them, as a list. */
export function viewItems(items) {
  return h(
    "ul",
    { class: "list" },
    items.map((item) =>
      h("li", null, item.text, item.items.length > 0 ? viewItems(item.items) : null),
    ),
  );
}

const OUTCOME_GOOD = ["circumstance/established", "condition_met/established"];

/** Return a cited clause: its words with those of each condition marked, and the facts behind it. */
export function viewCitation(ctx, citation) {
  const { role, presumed } = ctx.cited(citation);
  const is = `${citation.role}/${citation.status}`;
  const plain = citation.role === "disposition" || citation.role === "policy";
  const tone = plain ? "" : OUTCOME_GOOD.includes(is) ? "good" : "bad";
  const kind = presumed ? "open" : tone;
  const card = ctx.engine.cards.get(citation.clause);
  const own = saidOnce(citation.because).filter((each) => each.clause === citation.clause);
  const marks = own.map((each) => ({
    quote: each.quote,
    kind: each.origin === "presumed" ? "open" : tone,
    title: ctx.factSaid(each.fact, each.value),
  }));
  return h(
    "div",
    { class: `cited ${kind}` },
    h(
      "div",
      { class: "head" },
      h(
        "button",
        { class: "link", type: "button", onclick: () => ctx.act.showClause(citation.clause) },
        ctx.clauseName(citation.clause, citation.citation),
      ),
      h("span", { class: `tag ${kind}` }, role),
    ),
    h(
      "p",
      { class: citation.role === "policy" ? "policy-text" : "text", lang: "zh-CN" },
      markedText(citation.text, marks, true),
    ),
    ctx.lang === "en" && card !== undefined && !plain
      ? h("p", { class: "muted small" }, card.gloss)
      : null,
    viewBecause(ctx, citation, own),
  );
}

/** Where a whole article is cited, this many clauses stand open; more are folded away. */
const OUTCOME_CLAUSES = 3;

function viewBecause(ctx, citation, own) {
  if (citation.because.length === 0) return null;
  const others = [];
  for (const each of saidOnce(citation.because)) {
    if (each.clause === citation.clause) continue;
    const last = others[others.length - 1];
    if (last === undefined || last.clause !== each.clause) {
      others.push({ clause: each.clause, facts: [] });
    }
    others[others.length - 1].facts.push(each);
  }
  const list = h(
    "ul",
    { class: "because" },
    own.map((each, at) =>
      h("li", null, h("span", { class: "num" }, String(at + 1)), viewBecauseFact(ctx, each)),
    ),
    others.map(({ clause, facts }) =>
      h(
        "li",
        { class: "of-clause" },
        h(
          "button",
          { class: "link", type: "button", onclick: () => ctx.act.showClause(clause) },
          ctx.clauseName(clause, ""),
        ),
        h("span", null, facts.map((each) => [" ", viewBecauseFact(ctx, each)])),
      ),
    ),
  );
  if (others.length <= OUTCOME_CLAUSES) return list;
  return h(
    "details",
    { key: "because" },
    h("summary", { class: "link small" }, ctx.t("clause_by_clause", others.length)),
    list,
  );
}

function viewBecauseFact(ctx, each) {
  return h(
    "span",
    { class: "because-fact" },
    h(
      "button",
      { class: "link", type: "button", onclick: () => ctx.act.toFact(each.fact) },
      ctx.factSaid(each.fact, each.value),
    ),
    each.origin === "established"
      ? null
      : [
          " ",
          h(
            "span",
            { class: each.origin === "presumed" ? "tag open" : "tag" },
            ctx.t(`origin_${each.origin}`),
          ),
        ],
  );
}

function viewTurningReading(ctx, reading) {
  return h(
    "div",
    { class: "cited" },
    h(
      "div",
      { class: "head" },
      h(
        "button",
        { class: "link", type: "button", onclick: () => ctx.act.showClause(reading.clause) },
        ctx.clauseName(reading.clause, ""),
      ),
      h("span", { class: "law", lang: "zh-CN" }, `“${reading.phrase}”`),
    ),
    h(
      "ul",
      { class: "list" },
      Object.keys(reading.meanings).map((option) => {
        const inForce = option === reading.option;
        const reachable = reading.reachable[option];
        return h(
          "li",
          null,
          ctx.pick(reading.meanings[option]),
          " ",
          inForce
            ? h("span", { class: "tag blue" }, ctx.t("reading_used"))
            : h(
                "button",
                {
                  class: "link",
                  type: "button",
                  onclick: () => ctx.act.chooseReading(reading.name, option),
                },
                ctx.t("adopt"),
              ),
          h(
            "div",
            { class: "muted small" },
            reachable.length === 1
              ? `→ ${ctx.outcomeWords(reachable[0])}`
              : `→ ${ctx.t("presumed_is", ctx.outcomeWords(reading.outcomes[option]))} (${ctx.t("may_be", ctx.series(reachable.map(ctx.outcomeWords)))})`,
          ),
        );
      }),
    ),
  );
}
