// @ts-check
// Keyboard: the whole page without a mouse.
//
// In a row of facts: 1 to 9 choose an answer, 0 is not established, Enter goes to the next fact and
// Shift+Enter back, E writes the evidence. Everywhere: Ctrl+S, Ctrl+O, Ctrl+Z, Ctrl+Y, / to search,
// N for the next question, Alt+1 to Alt+9, then Alt+0, for the views.

export function startKeyboard(store, act, views) {
  document.addEventListener("keydown", (event) => {
    if (store.state.dialog !== null || event.isComposing) return;
    const target = /** @type {any} */ (event.target);
    const writing =
      target.localName === "textarea" ||
      target.localName === "select" ||
      (target.localName === "input" && target.type !== "radio" && target.type !== "checkbox");
    const done =
      withControl(event, store, act, writing) ||
      withAlt(event, act, views) ||
      (!writing && plain(event, act)) ||
      (!writing && inFact(event, target, act));
    if (done) event.preventDefault();
  });
}

function withControl(event, store, act, writing) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = event.key.toLowerCase();
  if (key === "s") act.save();
  else if (key === "o") act.askOpen();
  else if (key === "z" && !event.shiftKey && !writing) store.undo();
  else if ((key === "y" || (key === "z" && event.shiftKey)) && !writing) store.redo();
  else return false;
  return true;
}

function withAlt(event, act, views) {
  if (!event.altKey || event.ctrlKey || !/^[0-9]$/.test(event.key)) return false;
  const view = views[(Number(event.key) + 9) % 10];
  if (view === undefined) return false;
  act.toView(view);
  return true;
}

function plain(event, act) {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  if (event.key === "/") {
    act.toSearch();
    return true;
  }
  if (event.key === "n" || event.key === "N") {
    const next = document.querySelector(".next .button");
    if (next === null) return false;
    /** @type {any} */ (next).focus();
    return true;
  }
  if (event.key === "?") {
    act.dialog("help");
    return true;
  }
  return false;
}

function inFact(event, target, act) {
  const row = target.closest("[data-fact]");
  if (row === null || event.ctrlKey || event.altKey || event.metaKey) return false;
  const inputs = Array.from(row.querySelectorAll(".answers input"));
  if (event.key === "0") {
    const none = row.querySelector(".answers .none input");
    if (none === null) {
      act.answer(row.getAttribute("data-fact"), null);
    } else {
      none.focus();
      none.click();
    }
    return true;
  }
  if (/^[1-9]$/.test(event.key)) {
    const chosen = inputs[Number(event.key) - 1];
    if (chosen === undefined) return false;
    chosen.focus();
    chosen.click();
    return true;
  }
  if (event.key === "Enter" && target.localName === "input") {
    const rows = Array.from(document.querySelectorAll("[data-fact]"));
    const next = rows[rows.indexOf(row) + (event.shiftKey ? -1 : 1)];
    if (next === undefined) return true;
    const input = next.querySelector("input:checked") || next.querySelector("input");
    if (input !== null) /** @type {any} */ (input).focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  if (event.key === "e" || event.key === "E") {
    act.writeNote(row.getAttribute("data-fact"));
    return true;
  }
  return false;
}
