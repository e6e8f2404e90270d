// @ts-check
// Precedents: for each outcome, the past decisions of the log for and against it.

import { h } from "./virtual_dom.mjs";

/** Return how a choice stands to the past decisions, in marks that say themselves in words. */
export function comparedTags(ctx, weighed, code) {
  const of = weighed.outcomes.find((each) => each.outcome === code);
  if (of === undefined) return null;
  const { t } = ctx;
  const tag = (kind, key, count) => (count === 0 ? null : [h("span", { class: `tag ${kind}` }, t(key, count)), " "]);
  return [
    tag("open", "unlike_count", of.unlike),
    tag("open", "inverted_count", of.inverted),
    tag("good", "like_count", of.supporting),
    of.standing === "forced" && weighed.comparable > 0 ? h("span", { class: "tag good" }, t("only_consistent")) : null,
  ];
}

/** Return the past decisions that a choice would contradict, and those that speak for it. */
export function viewCompared(ctx, weighed, code) {
  const of = weighed.outcomes.find((each) => each.outcome === code);
  if (of === undefined) return null;
  return [
    viewExamples(ctx, "examples_against", of.examples_against, of.opposing, true),
    viewExamples(ctx, "examples_for", of.examples_for, of.supporting, false),
  ];
}

function viewExamples(ctx, key, examples, count, open) {
  if (examples.length === 0) return null;
  return h(
    "details",
    { class: "past", key: key, open: open },
    h("summary", { class: "link small" }, ctx.t(key, count)),
    h(
      "ul",
      { class: "list" },
      examples.map((each) =>
        h(
          "li",
          null,
          pastSaid(ctx, each.decision),
          " ",
          h("span", { class: "muted small" }, ctx.t(`relation_${each.relation}`)),
          each.differing.length === 0
            ? null
            : h("div", { class: "small muted" }, ctx.t("differing_facts", ctx.series(each.differing.map((name) => ctx.pick(ctx.engine.byName.get(name).label))))),
        ),
      ),
    ),
    count > examples.length ? h("p", { class: "small muted" }, ctx.t("more_past", count - examples.length)) : null,
  );
}

function pastSaid(ctx, past) {
  const about = ctx.series([past.authority, past.dates.decided_on].filter((each) => each));
  return [
    h("strong", null, ctx.t("record_number", past.row)),
    ` ${past.id} `,
    about === "" ? null : h("span", { class: "muted" }, `${about} `),
    h("span", { class: "tag blue" }, ctx.outcomeWords(past.recorded)),
  ];
}

/** Return how many there are to compare with and, if there is none, the nearest. */
export function viewNearest(ctx, weighed) {
  const { t } = ctx;
  if (weighed.comparable > 0) return h("p", { class: "muted small" }, t("comparable_count", weighed.comparable, weighed.like));
  return [
    h("p", { class: "muted" }, t(weighed.enough ? "none_comparable" : "not_enough_known")),
    weighed.nearest.length === 0
      ? null
      : h(
          "details",
          { class: "past", key: "nearest" },
          h("summary", { class: "link small" }, t("nearest", weighed.nearest.length)),
          h(
            "ul",
            { class: "list" },
            weighed.nearest.map((each) =>
              h("li", null, pastSaid(ctx, each.decision), h("div", { class: "small muted" }, t("nearest_same", each.same, Object.keys(each.differing).length, each.open.length))),
            ),
          ),
        ),
  ];
}
