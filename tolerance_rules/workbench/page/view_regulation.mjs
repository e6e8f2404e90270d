// @ts-check
// The whole regulation, each sentence marked as what it is; linked to clauses, facts and duties.

import { h } from "./virtual_dom.mjs";
import { markedText } from "./law_text.mjs";
import { leavesInForce, factHolds } from "./engine.mjs";

/** The marks in the order in which a sentence with several is shown as the first of them. */
const LAW_KINDS = ["encoded", "judgement", "procedure", "frame"];

export function viewRegulation(ctx) {
  const { paragraphs } = ctx.engine.bundle.regulation;
  let shown = null;
  const parts = paragraphs.map((paragraph, at) => {
    const here = paragraph.sentences.map((sentence, place) => {
      const own = sentence.marks.some((mark) => isAt(ctx, mark, `${at}.${place}`));
      const first = own && shown === null;
      if (first) shown = sentence;
      return viewSentence(ctx, sentence, `${at}.${place}`, own);
    });
    const isHere = shown !== null && paragraph.sentences.includes(shown);
    const beneath = isHere && paragraph.sentences.some((each) => each === shown);
    return [
      h("p", { class: classOf(ctx, paragraph), lang: "zh-CN" }, here),
      beneath ? viewBeneath(ctx, shown) : null,
    ];
  });
  return h(
    "div",
    null,
    h(
      "div",
      { class: "legend" },
      LAW_KINDS.map((kind) =>
        h(
          "span",
          null,
          h("span", { class: `sample sentence ${kind}`, lang: "zh-CN" }, "原文"),
          ` ${ctx.t(`law_${kind}`)}`,
        ),
      ),
    ),
    h("div", { class: "regulation" }, parts),
  );
}

function isAt(ctx, mark, place) {
  const { clause } = ctx.state;
  return clause !== "" && (markName(mark) === clause || place === clause);
}

/** Return what a mark points to: a clause, a row, a duty, an event, a contrast. */
function markName(mark) {
  if (mark.clause !== undefined) return mark.clause;
  for (const kind of ["row", "duty", "event", "contrast"]) {
    if (mark[kind] !== undefined) return `${kind}:${mark[kind]}`;
  }
  return "";
}

function classOf(ctx, paragraph) {
  const text = paragraph.sentences.map((each) => each.text).join("");
  if (text === ctx.engine.bundle.ruleset.title.zh) return "big";
  if (paragraph.article !== "" || /[。；：]$/.test(text)) return "";
  if (/^第.+章/.test(text)) return "chapter";
  return text.length < 40 ? "centred" : "";
}

function viewSentence(ctx, sentence, place, at) {
  const kind = LAW_KINDS.find((each) => sentence.marks.some((mark) => mark.kind === each));
  if (kind === "frame" || kind === undefined) {
    return h("span", { class: at ? "at" : null, tabindex: at ? "-1" : null }, sentence.text);
  }
  const named = sentence.marks.find((mark) => markName(mark) !== "");
  const name = named === undefined ? place : markName(named);
  const toggle = () => {
    ctx.store.set({ clause: at ? "" : name });
    const beneath = document.querySelector("#view .beneath");
    if (beneath !== null) beneath.scrollIntoView({ block: "nearest" });
  };
  // A button is a box of its own in some browsers; a sentence has to run on with the next.
  return h(
    "span",
    {
      class: `sentence ${kind}${at ? " at" : ""}`,
      role: "button",
      tabindex: "0",
      title: ctx.t(`law_${kind}`),
      "aria-expanded": at ? "true" : "false",
      onclick: toggle,
      onkeydown: (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        toggle();
      },
    },
    sentence.text,
  );
}

/** Return what a sentence is linked to: the conditions of its clause, its duties, why it is left. */
function viewBeneath(ctx, sentence) {
  const seen = new Set();
  const parts = [];
  // What was asked for comes first.
  const asked = sentence.marks.filter((mark) => markName(mark) === ctx.state.clause);
  for (const mark of asked.concat(sentence.marks)) {
    const name = `${mark.kind} ${markName(mark)}`;
    if (seen.has(name)) continue;
    seen.add(name);
    parts.push(viewMark(ctx, mark));
  }
  return h("div", { class: "beneath", key: `beneath ${ctx.state.clause}` }, parts);
}

function viewMark(ctx, mark) {
  const { engine, t } = ctx;
  if (mark.kind === "procedure" && mark.duty !== undefined) {
    const duty = engine.bundle.obligations.duties.find((each) => each.id === mark.duty);
    return h(
      "p",
      null,
      h("span", { class: "tag good" }, t("law_procedure")),
      " ",
      h("button", { class: "link", type: "button", onclick: () => ctx.act.toView("duties") }, ctx.pick(duty.label)),
      ctx.lang === "en" ? h("span", { class: "muted" }, ` ${duty.gloss}`) : null,
    );
  }
  if (mark.kind === "procedure" && mark.event !== undefined) {
    const event = engine.bundle.obligations.events.find((each) => each.id === mark.event);
    return h("p", null, h("span", { class: "tag good" }, t("law_procedure")), ` ${ctx.pick(event.label)}`);
  }
  if (mark.kind === "judgement") {
    const reason = mark.reason === undefined ? "" : ctx.pick(mark.reason);
    return h(
      "p",
      null,
      h("span", { class: "tag open" }, t("law_judgement")),
      reason === "" ? "" : ` ${reason}`,
      mark.fact === undefined ? null : [" ", viewFactLink(ctx, mark.fact)],
      mark.contrast === undefined && mark.standard === undefined
        ? null
        : [" ", h("button", { class: "link", type: "button", onclick: () => ctx.act.toView("worksheet") }, t("view_worksheet"))],
    );
  }
  if (mark.row !== undefined) {
    const row = engine.bundle.table.find((each) => each.row === mark.row);
    const permitted = ctx.series(row.permitted.map(ctx.outcomeWords));
    return h("p", null, h("span", { class: "tag blue" }, t("law_row", mark.row)), ` ${ctx.t(row.modality)} ${permitted}`);
  }
  const card = engine.cards.get(mark.clause);
  return card === undefined ? null : viewClause(ctx, card);
}

/** Return a clause: whether it holds, its conditions marked in its words, each with its fact. */
function viewClause(ctx, card) {
  const { engine, t } = ctx;
  const chosen = Object.assign({}, ctx.chosenReadings());
  const status = ctx.decision === null ? undefined : ctx.decision.statuses[card.id];
  const leaves = card.when === undefined ? [] : leavesInForce(card.when, chosen, false);
  const states = leaves.map((leaf) => leafState(ctx, leaf));
  const marks = leaves.map((leaf, at) => ({
    quote: leaf.quote,
    kind: states[at].kind,
    title: states[at].said,
  }));
  const turning = engine.bundle.readings.filter((each) => each.clause === card.id);
  return h(
    "div",
    { class: "cited" },
    h(
      "div",
      { class: "head" },
      h("strong", null, ctx.clauseName(card.id, "")),
      status === undefined ? null : h("span", { class: `tag ${CLAUSE_TONES[status]}` }, t(`status_${status}`)),
    ),
    h("p", { class: "text", lang: "zh-CN" }, markedText(card.text, marks, true)),
    ctx.lang === "en" && card.gloss ? h("p", { class: "muted small" }, card.gloss) : null,
    card.note ? h("p", { class: "muted small", lang: "zh-CN" }, card.note) : null,
    h(
      "ul",
      { class: "because" },
      leaves.map((leaf, at) =>
        h(
          "li",
          null,
          h("span", { class: "num" }, String(at + 1)),
          h(
            "span",
            null,
            viewFactLink(ctx, leaf.fact, states[at].said),
            " ",
            h("span", { class: `tag ${states[at].kind}` }, t(states[at].word)),
          ),
        ),
      ),
    ),
    turning.map((reading) => viewReadingOf(ctx, reading, chosen)),
    card.unencoded === undefined || card.unencoded.length === 0
      ? null
      : h(
          "p",
          { class: "muted small" },
          `${t("law_unencoded")} `,
          card.unencoded.map((each) => `“${each.words}”（${each.reason}）`).join("、"),
        ),
  );
}

const CLAUSE_TONES = { established: "blue", refuted: "", open: "open" };

function leafState(ctx, leaf) {
  const spec = ctx.engine.byName.get(leaf.fact);
  const known = ctx.knownNow(leaf.fact);
  const holds = factHolds(spec, known, leaf.is);
  const said = ctx.factSaid(leaf.fact, known === undefined ? null : known);
  if (holds === null) return { kind: "open", word: "leaf_open", said: said };
  const met = leaf.negated ? !holds : holds;
  return { kind: met ? "good" : "bad", word: met ? "leaf_met" : "leaf_unmet", said: said };
}

function viewFactLink(ctx, name, said) {
  const spec = ctx.engine.byName.get(name);
  return h(
    "button",
    { class: "link", type: "button", onclick: () => ctx.act.toFact(name) },
    said || ctx.pick(spec.label),
  );
}

function viewReadingOf(ctx, reading, chosen) {
  return h(
    "fieldset",
    { class: "reading" },
    h("legend", { class: "small" }, h("span", { class: "tag" }, ctx.t("reading")), " ", ctx.pick(reading.question)),
    reading.options.map((each) =>
      h(
        "label",
        { class: "small" },
        h("input", {
          type: "radio",
          name: `law-${reading.id}`,
          checked: chosen[reading.id] === each.option,
          onchange: () => ctx.act.chooseReading(reading.id, each.option),
        }),
        " ",
        ctx.pick(each.meaning),
      ),
    ),
  );
}
