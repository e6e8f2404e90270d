// @ts-check
// Store: the one state of the page, and its history for undo.
//
// What a person works on is the `work`: the case, the readings and the policy in force. It is never
// changed in place; every change makes a new one, and the ones before are kept to go back to.

/**
 * @typedef {{info: Object<string, string>, facts: Object<string, any>,
 *   evidence: Object<string, string>, handling: Map<string, string>,
 *   forms: Map<string, string>, analysis: Map<string, any>}} Case
 * @typedef {{case: Case, readings: Object<string, string>, policy: any}} Work
 */

/** Changes kept to go back to. */
const STORE_DEEPEST = 500;

/** @returns {Case} */
export function blankCase() {
  const maps = { handling: new Map(), forms: new Map(), analysis: new Map() };
  return Object.assign({ info: {}, facts: {}, evidence: {} }, maps);
}

/**
 * Return a store; `shown` is called after every change.
 * @param {Object<string, any>} first the state besides the work and its history
 * @param {Work} work
 */
export function makeStore(first, work) {
  const state = Object.assign({}, first, { work: work, saved: work.case, past: [], future: [] });
  let shown = () => {};
  let lastField = "";

  /** Set parts of the state that are not the work. */
  function set(parts) {
    Object.assign(state, parts);
    shown();
  }

  /** Make a new work the one in hand; changes of one `field` in a row are one step of the history. */
  function change(next, field) {
    if (next === state.work) return;
    if (field === "" || field === undefined || field !== lastField) {
      state.past = state.past.concat([state.work]).slice(-STORE_DEEPEST);
    }
    lastField = field || "";
    state.future = [];
    state.work = next;
    shown();
  }

  /** Change one part of the case, `part` by `name`; an empty value is taken out, of a fact kept. */
  function changeCase(part, name, value, field) {
    const before = state.work.case[part];
    const empty = part !== "facts" && (value === null || value === "");
    let after;
    if (before instanceof Map) {
      if (sameValue(before.has(name) ? before.get(name) : null, value)) return;
      after = new Map(before);
      if (empty) after.delete(name);
      else after.set(name, value);
    } else {
      const was = before[name] === undefined ? null : before[name];
      if (sameValue(was, value) || (empty && was === null)) return;
      after = Object.assign({}, before);
      if (empty) delete after[name];
      else after[name] = value;
    }
    const changed = Object.assign({}, state.work.case, { [part]: after });
    change(Object.assign({}, state.work, { case: changed }), field);
  }

  function undo() {
    if (state.past.length === 0) return;
    state.future = [state.work].concat(state.future);
    state.work = state.past[state.past.length - 1];
    state.past = state.past.slice(0, -1);
    lastField = "";
    shown();
  }

  function redo() {
    if (state.future.length === 0) return;
    state.past = state.past.concat([state.work]);
    state.work = state.future[0];
    state.future = state.future.slice(1);
    lastField = "";
    shown();
  }

  /** Begin another case: its history starts with it. */
  function begin(next, parts) {
    lastField = "";
    Object.assign(state, { work: next, saved: next.case, past: [], future: [] }, parts);
    shown();
  }

  function onChange(call) {
    shown = call;
  }

  return { state, set, change, changeCase, undo, redo, begin, onChange };
}

/** Tell whether there is something in the case that is not in its file. */
export function isUnsaved(state) {
  return state.work.case !== state.saved && !sameValue(state.work.case, state.saved);
}

/** Tell whether two plain values are the same. */
export function sameValue(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Map || b instanceof Map) {
    if (!(a instanceof Map && b instanceof Map)) return false;
    return sameValue(Array.from(a), Array.from(b));
  }
  const names = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || names.length !== Object.keys(b).length) return false;
  return names.every((name) => name in b && sameValue(a[name], b[name]));
}
