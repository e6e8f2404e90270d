// @ts-check
// A fact as one row: its question, its answers, the clauses it bears on, its evidence.

import { h } from "./virtual_dom.mjs";
import { textField } from "./text_field.mjs";
import { possibleOf, knownFrom } from "./engine.mjs";

/** Return the short form of a citation: 第五条第（三）项 -> 五（三）. */
export function shortCitation(card, lang) {
  if (lang === "en") return (card.citation.en || card.citation.zh).replace("Article ", "Art. ");
  return card.citation.zh.replace(/第|条|项/g, "");
}

/**
 * Return the row of a fact.
 * @param {any} ctx
 * @param {any} spec
 * @param {{turns: boolean, implied: any}} found
 */
export function viewFact(ctx, spec, found) {
  const { state, t } = ctx;
  const given = state.work.case.facts[spec.name];
  const known = given === undefined ? null : given;
  const several = Array.isArray(known) || state.several[spec.name] === true;
  const wide = !spec.boolean;
  const note = state.work.case.evidence[spec.name] || "";
  const kind = [
    "fact",
    wide ? "wide" : "",
    found.turns ? "turns" : known !== null ? "known" : "",
    state.lit === spec.name ? "lit" : "",
  ];
  const id = `fact-${spec.name}`;
  return h(
    "div",
    { class: kind.join(" ").trim(), key: spec.name, id: id, "data-fact": spec.name },
    h(
      "div",
      { class: "what" },
      h("div", { class: "asked", id: `${id}-asked` }, ctx.pick(spec.question)),
      h(
        "div",
        { class: "under" },
        h("span", null, ctx.pick(spec.label)),
        viewClauseLinks(ctx, spec),
        viewOrigin(ctx, spec, known, found.implied),
        note === "" && state.noted !== spec.name
          ? h(
              "button",
              { class: "link", type: "button", onclick: () => ctx.act.writeNote(spec.name) },
              t("write_note"),
            )
          : null,
      ),
    ),
    viewAnswers(ctx, spec, known, several, id),
    note !== "" || state.noted === spec.name ? viewNote(ctx, spec, note, id) : null,
  );
}

function viewClauseLinks(ctx, spec) {
  const links = spec.used_by
    .filter((clause) => ctx.engine.cards.has(clause))
    .map((clause) => {
      const card = ctx.engine.cards.get(clause);
      const name = ctx.pick(card.citation) || card.citation.zh;
      return h(
        "button",
        {
          class: "link",
          type: "button",
          title: `${name}\n${card.text}`,
          onclick: () => ctx.act.showClause(clause),
        },
        shortCitation(card, ctx.lang),
      );
    });
  return links.length > 0 ? h("span", { class: "clauses" }, links) : null;
}

function viewOrigin(ctx, spec, known, implied) {
  if (implied) {
    return h("span", { class: "tag blue" }, ctx.t("implied", ctx.valueWords(spec, implied.value)));
  }
  if (spec.finding && known === null) return h("span", null, ctx.t("finding"));
  // Where nothing rests on it, what is presumed of a fact is no news.
  if (!ctx.isPresumedUsed(spec.name)) return null;
  const presumed = spec.presumed.find((value) => possibleOf(spec, known).includes(value));
  return h("span", { class: "tag open" }, ctx.t("presumed", ctx.valueWords(spec, presumed)));
}

function viewAnswers(ctx, spec, known, several, id) {
  const { t } = ctx;
  const answer = (value) => ctx.act.answer(spec.name, value);
  const possible = possibleOf(spec, known);
  const options = spec.values.map((each, index) => {
    const label = ctx.pick(each.label);
    return several
      ? viewChoice("checkbox", id, label, possible.includes(each.value), (on) =>
          answer(knownFrom(spec, withOrWithout(possible, each.value, on))),
        )
      : viewChoice("radio", id, label, known === each.value, () => answer(each.value), index);
  });
  if (!several) {
    const none = t(spec.finding ? "not_recorded" : "not_established");
    options.push(viewChoice("radio", id, none, known === null, () => answer(null), "none"));
  }
  const switchable = spec.values.length > 2;
  return h(
    "div",
    {
      class: several ? "answers several" : "answers",
      role: several ? "group" : "radiogroup",
      "aria-labelledby": `${id}-asked`,
    },
    options,
    several ? h("span", { class: "hint small muted" }, t("several_hint")) : null,
    switchable
      ? h(
          "button",
          {
            class: "link hint small",
            type: "button",
            onclick: () => ctx.act.setSeveral(spec, known, !several),
          },
          t(several ? "just_one" : "several"),
        )
      : null,
  );
}

function withOrWithout(values, value, on) {
  const others = values.filter((each) => each !== value);
  return on ? others.concat([value]) : others;
}

function viewChoice(type, id, label, checked, chosen, index) {
  return h(
    "label",
    { class: index === "none" ? "choice none" : "choice" },
    h("input", {
      type: type,
      name: type === "radio" ? id : null,
      checked: checked,
      onchange: (event) => chosen(event.target.checked),
    }),
    h("span", null, label),
  );
}

function viewNote(ctx, spec, note, id) {
  const usual = spec.evidence === "" ? "note_plain" : "note_usual";
  const props = {
    class: "field",
    id: `${id}-note`,
    rows: Math.min(6, note.split("\n").length),
    maxlength: 2000,
    value: note,
    placeholder: ctx.lang === "zh" ? ctx.t(usual, spec.evidence) : ctx.t("note_plain"),
    onblur: () => ctx.act.noteDone(spec.name),
    after: (element) => {
      if (ctx.state.noted === spec.name) element.focus();
    },
  };
  return h(
    "div",
    { class: "note" },
    h("label", { for: `${id}-note` }, ctx.t("note")),
    h("textarea", textField(props, (text) => ctx.act.note(spec.name, text))),
  );
}
