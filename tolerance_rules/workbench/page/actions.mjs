// @ts-check
// Actions: everything that a person does on the page, but for files.

import { uiWord } from "./words.mjs";
import { sameValue } from "./store.mjs";
import { possibleOf, knownFrom } from "./engine.mjs";
import { makeFileActions } from "./files.mjs";
import { makeServiceActions } from "./service_actions.mjs";
import { makeDecideActions } from "./decide_actions.mjs";
import { makeAuditActions } from "./audit_actions.mjs";
import { reportText } from "./report.mjs";
import { makeContext } from "./context.mjs";

/** How long a message stands, in milliseconds. */
const ACTION_NOTICE = 3500;
/** The longest note that a case file holds, in characters. */
const ACTION_LONGEST_NOTE = 20000;

export function makeActions(store, engine) {
  const { state } = store;
  let leaving = 0;
  let opener = null;

  const act = {
    say(key, ...values) {
      act.show(uiWord(state.lang, key, values), false);
    },
    complain(text) {
      act.show(text, true);
    },
    show(text, bad) {
      window.clearTimeout(leaving);
      store.set({ notice: { text: text, bad: bad } });
      leaving = window.setTimeout(() => store.set({ notice: null }), bad ? 4 * ACTION_NOTICE : ACTION_NOTICE);
    },
    setLang(lang) {
      store.set({ lang: lang });
      act.keepLang(lang);
    },
    toView(view) {
      store.set({ view: view, lit: "" });
      const shown = document.getElementById("view");
      if (shown !== null) shown.scrollTop = 0;
    },
    // Facts
    answer(name, value) {
      state.touched = name;
      const finding = engine.byName.get(name).finding;
      store.changeCase("facts", name, finding && value === null ? false : value, "");
    },
    answerAll(values) {
      const facts = Object.assign({}, state.work.case.facts);
      for (const name of Object.keys(values)) {
        facts[name] = values[name];
      }
      const changed = Object.assign({}, state.work.case, { facts: facts });
      store.change(Object.assign({}, state.work, { case: changed }), "");
    },
    setSeveral(spec, known, on) {
      const several = Object.assign({}, state.several, { [spec.name]: on });
      store.set({ several: several, touched: spec.name });
      if (!on && Array.isArray(known)) act.answer(spec.name, null);
    },
    about(item, text) {
      store.changeCase("info", item, text, `info.${item}`);
    },
    writeNote(name) {
      store.set({ noted: name, touched: name });
      const field = document.getElementById(`fact-${name}-note`);
      if (field !== null) field.focus();
    },
    note(name, text) {
      store.changeCase("evidence", name, text, `evidence.${name}`);
    },
    noteDone(name) {
      if (state.noted === name) store.set({ noted: "" });
    },
    /** Record the day on which a duty was done or an event happened. */
    handled(id, day) {
      store.changeCase("handling", engine.handlingName(state.work, id), day, "");
    },
    /** Record what the collective finds of a contrast. */
    assess(id, assessment, note, field) {
      const name = engine.assessmentName(state.work, id);
      const alone = note === "" ? assessment : { assessment: assessment, note: note };
      store.changeCase("analysis", name, alone, field);
    },
    passQuestion(name) {
      store.set({ passed: state.passed.concat([name]) });
    },
    unfold(group, on) {
      store.set({ unfolded: Object.assign({}, state.unfolded, { [group]: on }) });
    },
    // Going from one thing to another
    toGroup(name) {
      store.set({ view: "case", group: name, search: "", filter: "all" });
      const heading = document.getElementById(`group-${name}`);
      const rows = document.getElementById("rows");
      if (heading === null || rows === null) return;
      const finder = /** @type {HTMLElement} */ (rows.firstElementChild);
      rows.scrollTop = heading.offsetTop - finder.offsetHeight;
    },
    /** Mark the group that stands at the top of the rows. */
    rowsScrolled(rows) {
      const top = rows.scrollTop + rows.firstElementChild.offsetHeight + 24;
      const sections = Array.from(rows.querySelectorAll("section.group"));
      const passed = sections.filter((each) => each.offsetTop <= top);
      const at = passed.length === 0 ? "" : passed[passed.length - 1].id.slice("group-".length);
      if (at !== state.group) store.set({ group: at });
    },
    toFact(name) {
      const spec = engine.byName.get(name);
      const unfolded = Object.assign({}, state.unfolded, { [spec.group]: true });
      const open = engine.decide(state.work).decision;
      const folded =
        open !== null && !open.open_facts.includes(name) && state.work.case.facts[name] === null;
      store.set({
        view: "case",
        search: "",
        filter: "all",
        group: spec.group,
        lit: name,
        unfolded: folded ? unfolded : state.unfolded,
      });
      const row = document.getElementById(`fact-${name}`);
      if (row === null) return;
      row.scrollIntoView({ block: "center" });
      const input = row.querySelector("input:checked") || row.querySelector("input");
      if (input !== null) /** @type {any} */ (input).focus();
    },
    showClause(clause) {
      store.set({ view: "regulation", clause: clause });
      const at = document.querySelector("#view .at");
      if (at !== null) {
        at.scrollIntoView({ block: "center" });
        /** @type {any} */ (at).focus();
      }
    },
    /** Go to what is said of the case, as its number. */
    toInfo(item) {
      store.set({ view: "case" });
      const field = document.getElementById(`case-${item}`);
      if (field !== null) field.focus();
    },
    toSearch() {
      store.set({ view: "case" });
      const field = document.getElementById("search");
      if (field !== null) field.focus();
    },
    // Readings and policy
    chooseReading(name, option) {
      const readings = Object.assign({}, state.work.readings, { [name]: option });
      const card = engine.bundle.readings.find((each) => each.id === name);
      if (card.chosen === option) delete readings[name];
      store.change(Object.assign({}, state.work, { readings: readings }), "");
    },
    choosePolicy(policy) {
      store.change(Object.assign({}, state.work, { policy: policy }), "");
    },
    // Comparing
    pin() {
      store.set({ base: state.work });
    },
    unpin() {
      store.set({ base: null });
    },
    backToBase() {
      store.change(state.base, "");
    },
    /** Make what the case in hand has otherwise than the pinned one a scenario. */
    keepAsScenario() {
      const changes = [];
      const { base, work } = state;
      for (const spec of engine.facts) {
        const value = work.case.facts[spec.name];
        if (!sameValue(value, base.case.facts[spec.name])) {
          changes.push({ kind: "fact", name: spec.name, value: value });
        }
      }
      for (const card of engine.bundle.readings) {
        const option = work.readings[card.id] || card.chosen;
        if (option !== (base.readings[card.id] || card.chosen)) {
          changes.push({ kind: "reading", name: card.id, value: option });
        }
      }
      if (work.policy !== base.policy) {
        const policy = work.policy === null ? engine.bundle.policy : work.policy;
        changes.push({ kind: "policy", name: "-", value: policy });
      }
      if (changes.length === 0) act.say("no_difference");
      else store.set({ scenarios: state.scenarios.concat([{ name: "", changes: changes }]) });
    },
    addToScenario(at, kind, name, value) {
      const change = { kind: kind, name: name, value: value };
      if (state.base === null) state.base = state.work;
      if (at < 0) {
        store.set({ scenarios: state.scenarios.concat([{ name: "", changes: [change] }]) });
        return;
      }
      const others = state.scenarios[at].changes.filter((each) => each.kind !== kind || each.name !== name);
      replaceScenario(at, { name: state.scenarios[at].name, changes: others.concat([change]) });
    },
    nameScenario(at, name) {
      replaceScenario(at, Object.assign({}, state.scenarios[at], { name: name.slice(0, 60) }));
    },
    dropScenario(at) {
      store.set({ scenarios: state.scenarios.filter((_, place) => place !== at) });
    },
    dropChange(at, place) {
      const changes = state.scenarios[at].changes.filter((_, index) => index !== place);
      if (changes.length === 0) act.dropScenario(at);
      else replaceScenario(at, Object.assign({}, state.scenarios[at], { changes: changes }));
    },
    /** Make a scenario the case in hand; undo goes back. */
    takeScenario(at) {
      const from = state.base === null ? state.work : state.base;
      const facts = Object.assign({}, from.case.facts);
      const readings = Object.assign({}, from.readings);
      let policy = from.policy;
      for (const { kind, name, value } of state.scenarios[at].changes) {
        if (kind === "fact") facts[name] = value;
        else if (kind === "reading") readings[name] = value;
        else policy = value;
      }
      const changed = Object.assign({}, state.work.case, { facts: facts });
      store.change({ case: changed, readings: readings, policy: policy }, "");
      act.toView("case");
    },
    // Deliberation
    addMembers() {
      act.askSeveral((read) => {
        const bad = read.find((each) => each.kept === null);
        if (bad !== undefined) {
          act.dialog("faults", { file: bad.name, faults: bad.faults });
          return;
        }
        joined(
          read.map(({ name, kept }) => ({
            name: name.replace(/\.(ya?ml|json)$/i, ""),
            file: name,
            kept: kept,
          })),
        );
      });
    },
    addThisCase() {
      const name = uiWord(state.lang, "this_case", []);
      joined([{ name: name, file: state.file.name, kept: state.work.case }]);
    },
    noMembers() {
      store.set({ members: [] });
    },
    dropMember(at) {
      store.set({ members: state.members.filter((_, place) => place !== at) });
    },
    nameMember(at, name) {
      store.set({
        members: state.members.map((each, place) =>
          place === at ? Object.assign({}, each, { name: name }) : each,
        ),
      });
    },
    /**
     * Take up one case in which each member's answers are possible, with all their evidence.
     * What is recorded is one thing or the other: where members differ on it, there is no such case.
     */
    openTogether() {
      const cases = state.members.map((each) => each.kept);
      const facts = {};
      const evidence = {};
      const recorded = [];
      const long = [];
      for (const spec of engine.facts) {
        const possible = cases.map((each) => possibleOf(spec, each.facts[spec.name])).flat();
        if (!spec.finding) facts[spec.name] = knownFrom(spec, possible);
        else if (possible.every((value) => value === possible[0])) facts[spec.name] = possible[0];
        else recorded.push(spec.name);
        const notes = cases.map((each) => each.evidence[spec.name] || "").filter((note) => note);
        const told = Array.from(new Set(notes)).join("\n");
        if (told !== "") evidence[spec.name] = told;
        if (told.length > ACTION_LONGEST_NOTE) long.push(spec.name);
      }
      if (recorded.length + long.length > 0) {
        act.dialog("apart", { recorded: recorded, long: long });
        return;
      }
      const together = Object.assign({}, cases[0], { facts: facts, evidence: evidence });
      act.unlessUnsaved(() => act.begin(together, { name: "", handle: null }, act.blank()));
    },
    /** Open a dialogue in the place of the one that is open, or close it: the focus goes back. */
    dialog(name, more) {
      const was = state.dialog;
      if (was === null) opener = document.activeElement;
      store.set({ dialog: name === null ? null : Object.assign({ name: name }, more) });
      if (was !== null && was.closed) was.closed();
      if (state.dialog === null && opener instanceof HTMLElement && opener.isConnected) opener.focus();
    },
    print() {
      window.print();
    },
    copyText() {
      const text = reportText(makeContext(engine, store, act));
      copied(text).then(
        () => act.say("copied"),
        () => act.dialog("text", { text: text }),
      );
    },
  };
  /** Add members, or say which of them cannot be decided: the panel is of decisions. */
  function joined(members) {
    for (const { name, file, kept } of members) {
      const { faults } = engine.decide(Object.assign({}, state.work, { case: kept }));
      if (faults !== null) {
        act.dialog("faults", { file: file || name, faults: faults });
        return;
      }
    }
    store.set({ members: state.members.concat(members) });
  }
  function replaceScenario(at, scenario) {
    store.set({ scenarios: state.scenarios.map((each, place) => (place === at ? scenario : each)) });
  }

  return Object.assign(
    act,
    makeFileActions(store, act, engine),
    makeServiceActions(store, act),
    makeDecideActions(store, act, engine),
    makeAuditActions(store, act, engine),
  );
}

/** Copy text by whichever way the browser has. */
function copied(text) {
  if (navigator.clipboard && navigator.clipboard.writeText) {
    return navigator.clipboard.writeText(text).catch(() => copiedByCommand(text));
  }
  return copiedByCommand(text);
}

function copiedByCommand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.appendChild(area);
  area.select();
  const done = document.execCommand("copy");
  document.body.removeChild(area);
  return done ? Promise.resolve() : Promise.reject(new Error("not copied"));
}
