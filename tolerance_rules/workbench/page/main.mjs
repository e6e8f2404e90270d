// @ts-check
// Main: the page as a whole; it is drawn anew after every change of the state.

import { h, patch } from "./virtual_dom.mjs";
import { makeStore, blankCase, isUnsaved } from "./store.mjs";
import { makeEngine } from "./engine.mjs";
import { makeContext } from "./context.mjs";
import { makeActions } from "./actions.mjs";
import { startKeyboard } from "./keyboard.mjs";
import { startFiles, rememberedLang } from "./files.mjs";
import { firstService, servedHow } from "./service_actions.mjs";
import { firstDecide } from "./decide_state.mjs";
import { firstAudit } from "./audit_actions.mjs";
import { viewCase } from "./view_case.mjs";
import { viewOutcome } from "./view_outcome.mjs";
import { viewRegulation } from "./view_regulation.mjs";
import { viewScenarios } from "./view_scenarios.mjs";
import { viewReasons } from "./view_reasons.mjs";
import { viewDuties } from "./view_duties.mjs";
import { viewWorksheet } from "./view_worksheet.mjs";
import { viewPanel } from "./view_panel.mjs";
import { viewEvidence } from "./view_evidence.mjs";
import { viewDecide } from "./view_decide.mjs";
import { viewRegister } from "./view_register.mjs";
import { viewDialog } from "./dialogs.mjs";
import { viewReport } from "./report.mjs";

/** The views in the order of their tabs. */
const MAIN_VIEWS = {
  case: viewCase,
  reasons: viewReasons,
  scenarios: viewScenarios,
  regulation: viewRegulation,
  worksheet: viewWorksheet,
  evidence: viewEvidence,
  panel: viewPanel,
  duties: viewDuties,
};

/** The views of a page that a service gave, after those. */
const SERVED_VIEWS = {
  decide: viewDecide,
  register: viewRegister,
};
const VIEWS = servedHow() === "" ? MAIN_VIEWS : Object.assign({}, MAIN_VIEWS, SERVED_VIEWS);
/** The views that are not about the case in hand: its outcome does not stand beside them. */
const WHOLE_VIEWS = ["register"];

/** What the page shows besides the work in hand. */
function firstState() {
  return {
    lang: rememberedLang(),
    view: "case",
    file: { name: "", handle: null },
    base: null,
    scenarios: [],
    members: [],
    target: "",
    policies: [],
    search: "",
    filter: "all",
    group: "",
    unfolded: {},
    several: {},
    noted: "",
    touched: "",
    lit: "",
    passed: [],
    oneByOne: false,
    clause: "",
    goal: "",
    dialog: null,
    notice: null,
    autosave: false,
    autosavedAt: "",
    asOf: "",
    wrongDays: {},
    service: firstService(),
    decide: firstDecide(),
    audit: firstAudit(),
  };
}

function main() {
  const bundle = JSON.parse(document.getElementById("bundle").textContent);
  const engine = makeEngine(bundle);
  const store = makeStore(firstState(), { case: blankCase(), readings: {}, policy: null });
  const act = makeActions(store, engine);
  store.state.target = `fact ${engine.facts[0].name}`;
  store.state.policies = bundle.policy === null ? [] : [bundle.policy];
  const page = document.getElementById("page");

  function draw() {
    const ctx = makeContext(engine, store, act);
    document.documentElement.lang = ctx.lang === "zh" ? "zh-CN" : "en";
    const name = store.state.work.case.info.title || ctx.t("untitled");
    document.title = `${isUnsaved(store.state) ? "* " : ""}${name} - ${ctx.t("product")}`;
    patch(page, [viewFrame(ctx)]);
  }

  store.onChange(draw);
  draw();
  startFiles(store, act);
  act.startService();
  act.startAudits();
  startKeyboard(store, act, Object.keys(VIEWS));
  window.addEventListener("beforeprint", () => {
    patch(document.getElementById("report"), viewReport(makeContext(engine, store, act)));
  });
}

function viewFrame(ctx) {
  const { state, t } = ctx;
  const whole = WHOLE_VIEWS.includes(state.view);
  return h(
    "div",
    { class: "app", lang: ctx.lang === "zh" ? "zh-CN" : "en" },
    viewTop(ctx),
    h(
      "nav",
      { class: "tabs", "aria-label": t("views") },
      Object.keys(VIEWS).map((view) =>
        h(
          "button",
          {
            type: "button",
            "aria-current": state.view === view ? "page" : null,
            onclick: () => ctx.act.toView(view),
          },
          t(`view_${view}`),
        ),
      ),
    ),
    h(
      "div",
      { class: whole ? "desk whole" : "desk" },
      h("main", { class: "view", id: "view", key: state.view }, VIEWS[state.view](ctx)),
      whole ? null : viewOutcome(ctx),
    ),
    viewDialog(ctx),
    h(
      "div",
      { role: "status", "aria-live": "polite" },
      state.notice === null
        ? null
        : h("div", { class: state.notice.bad ? "notice bad" : "notice" }, state.notice.text),
    ),
  );
}

function viewTop(ctx) {
  const { state, t, act } = ctx;
  const tool = (key, call, more) =>
    h("button", Object.assign({ class: "button", type: "button", onclick: call }, more), t(key));
  return h(
    "header",
    { class: "top" },
    WHOLE_VIEWS.includes(state.view) ? null : h("a", { class: "skip", href: "#outcome" }, t("skip")),
    h("h1", { class: "name" }, t("product")),
    h("div", { class: "rules", lang: "zh-CN" }, ctx.engine.bundle.ruleset.document_number),
    h(
      "div",
      { class: "file" },
      h("strong", null, state.work.case.info.title || state.file.name || t("untitled")),
      isUnsaved(state)
        ? h("span", { class: "unsaved" }, t("unsaved"))
        : state.file.name === ""
          ? null
          : h("span", null, t("saved")),
      state.autosave && state.autosavedAt !== ""
        ? h("span", null, `${t("autosaved")} ${state.autosavedAt}`)
        : null,
    ),
    h(
      "div",
      { class: "tools", role: "toolbar", "aria-label": t("main_tools") },
      tool("new", act.askNew),
      tool("open", act.askOpen),
      tool("save", act.save, { class: "button main", title: "Ctrl+S" }),
      tool("save_as", act.saveAs),
      tool("undo", ctx.store.undo, { class: "button gap", disabled: state.past.length === 0, title: "Ctrl+Z" }),
      tool("redo", ctx.store.redo, { disabled: state.future.length === 0, title: "Ctrl+Y" }),
      tool("copy", act.copyText, { class: "button gap", disabled: ctx.decision === null }),
      tool("print", act.print, { disabled: ctx.decision === null, title: "Ctrl+P" }),
      tool("more", () => act.dialog("settings"), { class: "button gap" }),
      tool("help", () => act.dialog("help")),
      h(
        "button",
        {
          class: "button",
          type: "button",
          lang: ctx.lang === "zh" ? "en" : "zh-CN",
          onclick: () => act.setLang(ctx.lang === "zh" ? "en" : "zh"),
        },
        t("language"),
      ),
    ),
  );
}

main();
