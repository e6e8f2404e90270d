// @ts-check
// The case: what is said of it, and its facts by group.

import { h } from "./virtual_dom.mjs";
import { textField } from "./text_field.mjs";
import { viewDay } from "./day_field.mjs";
import { viewFact } from "./view_fact.mjs";

const CASE_ITEMS = ["title", "id", "authority", "occurred_on", "decided_on"];
const CASE_FILTERS = ["all", "open", "known"];

export function viewCase(ctx) {
  const open = ctx.openFacts();
  const implied = new Map();
  if (ctx.decision !== null) for (const each of ctx.decision.implied) implied.set(each.fact, each);
  const found = ctx.engine.groups.map((group) => groupOf(ctx, group, open, implied));
  const shown = found.filter((each) => each.listed.length > 0 || each.folded.length > 0);
  return h(
    "div",
    { class: "case" },
    h(
      "nav",
      { class: "groups", "aria-label": ctx.t("groups") },
      h(
        "button",
        { type: "button", onclick: () => ctx.act.toGroup(""), "aria-current": at(ctx, "") },
        h("span", null, ctx.t("about_case")),
      ),
      found.map((each) => viewGroupLink(ctx, each)),
    ),
    h(
      "div",
      { class: "rows", id: "rows", onscroll: (event) => ctx.act.rowsScrolled(event.target) },
      viewFinder(ctx),
      isSearching(ctx) ? null : viewAbout(ctx),
      shown.map((each) => viewGroup(ctx, each)),
      shown.length === 0 ? h("p", { class: "fold muted" }, ctx.t("nothing_found")) : null,
    ),
  );
}

function at(ctx, name) {
  return ctx.state.group === name ? "true" : null;
}

function isSearching(ctx) {
  return ctx.state.search.trim() !== "" || ctx.state.filter !== "all";
}

/** Return a group with the facts to list and those that no longer matter. */
function groupOf(ctx, group, open, implied) {
  const facts = ctx.engine.facts.filter((spec) => spec.group === group.name);
  const given = ctx.state.work.case.facts;
  const isKnown = (spec) => given[spec.name] !== undefined && given[spec.name] !== null;
  const listed = [];
  const folded = [];
  for (const spec of facts) {
    if (!matches(ctx, spec, isKnown(spec), open.has(spec.name))) continue;
    const matters = isKnown(spec) || open.has(spec.name) || ctx.decision === null;
    const kept = matters || ctx.state.touched === spec.name || ctx.state.search.trim() !== "";
    (kept ? listed : folded).push(spec);
  }
  const known = facts.filter(isKnown).length;
  const asked = facts.filter((spec) => open.has(spec.name)).length;
  return { group, facts, listed, folded, known, asked, open, implied };
}

function matches(ctx, spec, known, open) {
  if (ctx.state.filter === "open" && !open) return false;
  if (ctx.state.filter === "known" && !known) return false;
  const words = ctx.state.search.trim().toLowerCase();
  if (words === "") return true;
  const cited = spec.used_by.map((clause) => {
    const card = ctx.engine.cards.get(clause);
    return card === undefined ? clause : `${clause} ${card.citation.zh} ${card.citation.en}`;
  });
  const text = [spec.name, spec.label.zh, spec.label.en, spec.question.zh, spec.question.en]
    .concat(cited, [spec.evidence, ctx.state.work.case.evidence[spec.name] || ""])
    .join(" ")
    .toLowerCase();
  return words.split(/\s+/).every((word) => text.includes(word));
}

function viewGroupLink(ctx, { group, known, facts, asked }) {
  return h(
    "button",
    {
      type: "button",
      "aria-current": at(ctx, group.name),
      onclick: () => ctx.act.toGroup(group.name),
    },
    h("span", null, groupName(ctx, group), asked > 0 ? h("span", { class: "dot", title: ctx.t("left_to_ask", asked) }) : null),
    h(
      "span",
      { class: "count" },
      h("span", { "aria-hidden": "true" }, ctx.t("answered_of", known, facts.length)),
      h("span", { class: "hidden" }, ctx.t("answered_spoken", known, facts.length)),
    ),
  );
}

/** Return the name of a group without what stands in brackets after it. */
function groupName(ctx, group) {
  return ctx.pick(group.label).replace(/\s*\([^)]*\)$/, "");
}

function viewFinder(ctx) {
  return h(
    "div",
    { class: "finder", role: "search" },
    h("input", {
      class: "field",
      type: "search",
      id: "search",
      value: ctx.state.search,
      placeholder: ctx.t("search"),
      "aria-label": ctx.t("search"),
      oninput: (event) => ctx.store.set({ search: event.target.value }),
    }),
    h(
      "div",
      { class: "answers", role: "radiogroup", "aria-label": ctx.t("show") },
      CASE_FILTERS.map((filter) =>
        h(
          "label",
          { class: "choice none" },
          h("input", {
            type: "radio",
            name: "filter",
            checked: ctx.state.filter === filter,
            onchange: () => ctx.store.set({ filter: filter }),
          }),
          h("span", null, ctx.t(`show_${filter}`)),
        ),
      ),
    ),
  );
}

function viewAbout(ctx) {
  return h(
    "section",
    { class: "group", id: "group-", key: "about", "aria-labelledby": "about-heading" },
    h("h2", { id: "about-heading" }, ctx.t("about_case")),
    h(
      "div",
      { class: "about" },
      CASE_ITEMS.map((item) =>
        h(
          "div",
          { class: item === "title" ? "whole" : "" },
          h("label", { for: `case-${item}` }, ctx.t(`case_${item}`)),
          item.endsWith("_on") ? viewCaseDay(ctx, item) : viewCaseText(ctx, item),
        ),
      ),
    ),
  );
}

function viewCaseDay(ctx, item) {
  const day = ctx.state.work.case.info[item] || "";
  return viewDay(ctx, `case-${item}`, day, (found) => ctx.act.about(item, found));
}

function viewCaseText(ctx, item) {
  const value = ctx.state.work.case.info[item] || "";
  return h(
    "input",
    textField({ class: "field", id: `case-${item}`, type: "text", maxlength: 200, value: value }, (text) =>
      ctx.act.about(item, text),
    ),
  );
}

function viewGroup(ctx, { group, listed, folded, known, facts, open, implied }) {
  const unfolded = ctx.state.unfolded[group.name] === true;
  const row = (spec) =>
    viewFact(ctx, spec, { turns: open.has(spec.name), implied: implied.get(spec.name) || null });
  return h(
    "section",
    { class: "group", id: `group-${group.name}`, key: group.name, "aria-labelledby": `heading-${group.name}` },
    h(
      "h2",
      { id: `heading-${group.name}` },
      groupName(ctx, group),
      h("span", { class: "small" }, ctx.t("answered_spoken", known, facts.length)),
    ),
    listed.map(row),
    folded.length > 0
      ? h(
          "button",
          {
            class: "fold",
            type: "button",
            key: "fold",
            "aria-expanded": unfolded ? "true" : "false",
            onclick: () => ctx.act.unfold(group.name, !unfolded),
          },
          ctx.t(unfolded ? "unfold" : "folded", folded.length),
        )
      : null,
    unfolded ? folded.map(row) : null,
  );
}
