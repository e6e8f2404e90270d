// @ts-check
// Report: the decision explained in full, on paper and as text.

import { documentText } from "../../portable/javascript/document.mjs";
import { h } from "./virtual_dom.mjs";

/** Return the report as plain text: the words of `tolerance-rules evaluate`. */
export function reportText(ctx) {
  return ctx.decision === null ? "" : documentText(ctx.report());
}

/** Return the report as it is printed. */
export function viewReport(ctx) {
  if (ctx.decision === null) return [h("p", null, ctx.t("no_outcome"))];
  const found = ctx.report();
  const number = (place) =>
    found.chinese ? `${"一二三四五六七八九十"[place] || place + 1}、` : `${place + 1}. `;
  return [
    h("h1", null, found.title),
    found.sections.map((section, place) => [
      h("h2", null, number(place) + section.heading),
      section.lead ? h("p", { class: "lead" }, section.lead) : null,
      reportItems(section.items, section.numbered),
    ]),
    h(
      "div",
      { class: "signed" },
      h("span", null, ctx.t("signed_by")),
      h("span", null, ctx.t("signed_on")),
    ),
  ].flat(3).filter((each) => each !== null);
}

function reportItems(items, numbered) {
  return h(
    numbered ? "ol" : "ul",
    null,
    items.map((item) =>
      h(
        "li",
        null,
        item.strong ? h("strong", { class: "strong" }, item.text) : item.text,
        item.items.length > 0 ? reportItems(item.items, false) : null,
      ),
    ),
  );
}
