// @ts-check
// Day field: a date as people write it (2024-05-01, 2024年5月1日, 2024.5.1), kept as 2024-05-01.

import { dayFromText } from "../../portable/javascript/human_dates.mjs";
import { h } from "./virtual_dom.mjs";

/**
 * Return a field for a day; what is no day is kept as typed, said to be wrong, and not recorded.
 * @param {any} ctx
 * @param {string} id
 * @param {string} day
 * @param {(day: string) => void} chosen
 * @param {Object<string, any>} [more]
 */
export function viewDay(ctx, id, day, chosen, more) {
  const wrong = ctx.state.wrongDays[id];
  const mark = (text) =>
    ctx.store.set({ wrongDays: Object.assign({}, ctx.state.wrongDays, { [id]: text }) });
  return [
    h(
      "input",
      Object.assign(
        {
          class: wrong === undefined ? "field" : "field bad",
          id: id,
          type: "text",
          inputmode: "numeric",
          autocomplete: "off",
          placeholder: "2024-05-01",
          maxlength: 30,
          value: wrong === undefined ? day : wrong,
          "aria-invalid": wrong === undefined ? null : "true",
          "aria-describedby": wrong === undefined ? null : `${id}-wrong`,
          onchange: (event) => {
            const text = event.target.value.trim();
            const found = dayOf(text, ctx.engine.bundle.case_words);
            mark(found === null ? text : undefined);
            if (found !== null) chosen(found);
          },
        },
        more,
      ),
    ),
    wrong === undefined ? null : h("span", { class: "wrong", id: `${id}-wrong`, role: "alert" }, ctx.t("no_day")),
  ];
}

/** Return the day that a text says, "" where it says none, and null where it is no day. */
function dayOf(text, words) {
  if (text === "") return "";
  try {
    return dayFromText(text, words) || "";
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
