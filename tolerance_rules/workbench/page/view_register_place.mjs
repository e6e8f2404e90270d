// @ts-check
// The place of a register in its file, where it is not the one that was found.

import { h } from "./virtual_dom.mjs";

/**
 * Return what says where the table stands in a file: of a workbook the sheet, and the row of headers.
 * It is open where it is `asked`: the service could not tell which of several sheets to read.
 */
export function viewPlace(ctx, { sheet, header_row: row }, asked) {
  const { t, act } = ctx;
  const { file, busy } = ctx.state.audit;
  const field = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id));
  const isBook = /\.xlsx?$/i.test(file.name);
  const form = h(
    "form",
    {
      class: "place",
      onsubmit: (event) => {
        event.preventDefault();
        act.auditRead({
          sheet: isBook ? field("audit-sheet").value.trim() : "",
          headerRow: Number(field("audit-row").value) || 0,
        });
      },
    },
    isBook
      ? [
          h("label", { for: "audit-sheet" }, t("audit_sheet")),
          h("input", { class: "field", id: "audit-sheet", type: "text", value: sheet, maxlength: 100 }),
        ]
      : null,
    h("label", { for: "audit-row" }, t("audit_header_row")),
    h("input", { class: "field number", id: "audit-row", type: "number", min: 1, max: 1000, value: String(row || "") }),
    h("button", { class: "button", disabled: busy }, t("audit_read_again")),
  );
  return h("details", { class: "place-of", open: asked && isBook }, h("summary", null, t("audit_place")), form);
}
