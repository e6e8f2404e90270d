// @ts-check
// The next question, most decisive first, answered in place; what an answer leads to is not said.

import { h } from "./virtual_dom.mjs";

export function viewNextQuestion(ctx) {
  const found = ctx.questions();
  if (found === null) return null;
  const passed = ctx.state.passed;
  const spared = found.screening !== null && !ctx.state.oneByOne ? found.screening.spared : [];
  const asked = found.questions.filter(
    (each) => !passed.includes(each.fact) && !spared.includes(each.fact),
  );
  const screened = found.screening !== null && !ctx.state.oneByOne;
  if (!screened && asked.length === 0) return null;
  return h(
    "section",
    { class: "next", key: "next", "aria-labelledby": "next-heading" },
    h(
      "div",
      { class: "head" },
      h("strong", { id: "next-heading" }, ctx.t("next_question")),
      h("span", null, ctx.t("left_to_ask", found.questions.length)),
    ),
    screened ? viewScreening(ctx, found.screening) : viewQuestion(ctx, asked[0]),
  );
}

function viewQuestion(ctx, question) {
  const spec = ctx.engine.byName.get(question.fact);
  return [
    h("p", { class: "question", key: spec.name, id: "next-question" }, ctx.pick(spec.question)),
    h(
      "div",
      { role: "group", "aria-labelledby": "next-question" },
      question.answers.map((answer) =>
        h(
          "button",
          {
            class: "button",
            type: "button",
            onclick: () => ctx.act.answer(spec.name, answer.value),
          },
          ctx.valueWords(spec, answer.value),
        ),
      ),
      h(
        "button",
        { class: "link small", type: "button", onclick: () => ctx.act.passQuestion(spec.name) },
        ctx.t("skip_question"),
      ),
      " ",
      h(
        "button",
        { class: "link small", type: "button", onclick: () => ctx.act.toFact(spec.name) },
        ctx.t("see_fact"),
      ),
    ),
  ];
}

/** Return the one question for several circumstances: whether none of them is present. */
function viewScreening(ctx, screening) {
  const clauses = [];
  for (const each of screening.circumstances) {
    const last = clauses[clauses.length - 1];
    if (last === undefined || last.clause !== each.clause) {
      clauses.push({ clause: each.clause, citation: each.citation, facts: [] });
    }
    clauses[clauses.length - 1].facts.push(each);
  }
  return [
    h("p", { class: "question", key: "screening", id: "next-question" }, ctx.t("screening")),
    h(
      "ul",
      { class: "list small" },
      clauses.map((clause) =>
        h(
          "li",
          null,
          h(
            "button",
            { class: "link", type: "button", onclick: () => ctx.act.showClause(clause.clause) },
            ctx.clauseName(clause.clause, clause.citation),
          ),
          " ",
          ctx.series(clause.facts.map((each) => ctx.circumstanceSaid(each))),
        ),
      ),
    ),
    h(
      "div",
      { role: "group", "aria-labelledby": "next-question" },
      h(
        "button",
        {
          class: "button",
          type: "button",
          onclick: () => ctx.act.answerAll(screening.none),
        },
        ctx.t("none_of"),
      ),
      h(
        "button",
        { class: "button", type: "button", onclick: () => ctx.store.set({ oneByOne: true }) },
        ctx.t("one_by_one"),
      ),
    ),
  ];
}
