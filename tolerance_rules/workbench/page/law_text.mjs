// @ts-check
// Law text: a clause in the regulation's own words, those that a condition quotes marked and numbered.

import { h } from "./virtual_dom.mjs";

/**
 * Return where a quotation stands in a text, blanks aside: [start, end], or null.
 * @param {string} text
 * @param {string} quote
 */
export function placeOf(text, quote) {
  const at = [];
  let bare = "";
  for (let i = 0; i < text.length; i += 1) {
    if (/\s/.test(text[i])) continue;
    at.push(i);
    bare += text[i];
  }
  const wanted = quote.replace(/\s/g, "");
  const found = wanted === "" ? -1 : bare.indexOf(wanted);
  return found < 0 ? null : [at[found], at[found + wanted.length - 1] + 1];
}

/**
 * Return a text in which the words of each condition are marked; `marks` are {quote, kind, title}.
 * Where quotations overlap, each stretch has the numbers of all that quote it.
 * @param {string} text
 * @param {Array<{quote: string, kind: string, title: string}>} marks
 * @param {boolean} numbered
 */
export function markedText(text, marks, numbered) {
  const places = marks.map((mark) => placeOf(text, mark.quote));
  const edges = new Set([0, text.length]);
  for (const place of places) if (place !== null) place.forEach((edge) => edges.add(edge));
  const cuts = Array.from(edges).sort((a, b) => a - b);
  const parts = [];
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const words = text.slice(cuts[i], cuts[i + 1]);
    const over = [];
    const ends = [];
    places.forEach((place, number) => {
      if (place === null || place[0] > cuts[i] || place[1] < cuts[i + 1]) return;
      over.push(number);
      if (place[1] === cuts[i + 1]) ends.push(number + 1);
    });
    if (over.length === 0) {
      parts.push(words);
      continue;
    }
    const kinds = over.map((number) => marks[number].kind);
    const kind = ["bad", "open", "good"].find((each) => kinds.includes(each)) || "";
    const titles = over.map((number) => marks[number].title).filter((title) => title);
    const numbers = numbered && ends.length > 0 ? h("sup", null, ends.join(",")) : null;
    parts.push(h("mark", { class: `words ${kind}`, title: titles.join("\n") }, words, numbers));
  }
  return parts;
}
