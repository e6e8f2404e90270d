// @ts-check
// The place of a register in its file, where it is not the one that was found.

import { h } from "./virtual_dom.mjs";

/**
 * Return what says where the table stands in a file: of a workbook the sheet, and the row of headers.
 * It is open where it is `asked`: the service could not read it as it was.
 */
export function viewPlace(ctx, { sheet, header_row: row }, asked) {
  const { t, act } = ctx;
  const { busy, sheets } = ctx.state.audit;
  const field = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id));
  const isBook = sheets.length > 0;
  const form = h(
    "form",
    {
      class: "place",
      onsubmit: (event) => {
        event.preventDefault();
        act.auditRead({
          sheet: isBook ? field("audit-sheet").value : "",
          headerRow: Number(field("audit-row").value) || 0,
        });
      },
    },
    isBook
      ? [
          h("label", { for: "audit-sheet" }, t("audit_sheet")),
          h(
            "select",
            { class: "field", id: "audit-sheet", value: sheet },
            sheet === "" ? h("option", { value: "" }, t("audit_sheet_choose")) : null,
            sheets.map((name) => h("option", { value: name }, name)),
          ),
        ]
      : null,
    h("label", { for: "audit-row" }, t("audit_header_row")),
    h("input", { class: "field number", id: "audit-row", type: "number", min: 1, max: 1000, value: String(row || "") }),
    h("button", { class: "button", disabled: busy }, t("audit_read_again")),
  );
  return h("details", { class: "place-of", open: asked }, h("summary", null, t("audit_place")), form);
}
