// @ts-check
// What if: the case pinned as it stands, and beside it the same case otherwise, side by side.

import { h } from "./virtual_dom.mjs";
import { changeSaid } from "./view_reasons.mjs";
import { policyTitle } from "./dialogs.mjs";

export function viewScenarios(ctx) {
  const { state, t } = ctx;
  const base = state.base === null ? state.work : state.base;
  const decided = ctx.engine.decide(base).decision;
  return h(
    "div",
    { class: "sheet wide" },
    h("h2", null, t("view_scenarios")),
    h("p", { class: "lead" }, t("scenarios_lead")),
    viewPin(ctx),
    decided === null ? h("p", null, t("no_outcome")) : [viewEditor(ctx), viewComparison(ctx, base, decided)],
  );
}

function viewPin(ctx) {
  const { state, t, act } = ctx;
  const pinned = state.base !== null;
  return h(
    "div",
    { class: "bar" },
    h(
      "button",
      { class: "button", type: "button", onclick: pinned ? act.unpin : act.pin },
      t(pinned ? "unpin" : "pin"),
    ),
    pinned && state.base !== state.work
      ? [
          h("button", { class: "button", type: "button", onclick: act.keepAsScenario }, t("keep_as_scenario")),
          h("button", { class: "button", type: "button", onclick: act.backToBase }, t("back_to_base")),
        ]
      : null,
    h("span", { class: "muted small" }, t(pinned ? "pinned" : "not_pinned")),
  );
}

/** Return the form that adds a change to a scenario. */
function viewEditor(ctx) {
  const { state, t, engine } = ctx;
  const [kind, name] = splitTarget(state.target);
  const options = targetOptions(ctx, kind, name);
  return h(
    "form",
    {
      class: "card pair",
      onsubmit: (event) => {
        event.preventDefault();
        const value = /** @type {any} */ (document.getElementById("scenario-value")).value;
        const into = /** @type {any} */ (document.getElementById("scenario-into")).value;
        ctx.act.addToScenario(Number(into), kind, name, options[Number(value)].value);
      },
    },
    h(
      "div",
      null,
      h("label", { for: "scenario-what" }, t("change_what")),
      h(
        "select",
        {
          class: "field",
          id: "scenario-what",
          value: state.target,
          onchange: (event) => ctx.store.set({ target: event.target.value }),
        },
        engine.groups.map((group) =>
          h(
            "optgroup",
            { label: ctx.pick(group.label) },
            engine.facts
              .filter((spec) => spec.group === group.name)
              .map((spec) => h("option", { value: `fact ${spec.name}` }, ctx.pick(spec.label))),
          ),
        ),
        h(
          "optgroup",
          { label: t("readings_all") },
          engine.bundle.readings.map((card) =>
            h("option", { value: `reading ${card.id}` }, `${ctx.clauseName(card.clause, "")} “${card.phrase}”`),
          ),
        ),
        state.policies.length > 0
          ? h("optgroup", { label: t("policy") }, h("option", { value: "policy -" }, t("policy")))
          : null,
      ),
    ),
    h(
      "div",
      null,
      h("label", { for: "scenario-value" }, t("change_to")),
      h(
        "select",
        { class: "field", id: "scenario-value", key: state.target },
        options.map((each, at) => h("option", { value: String(at) }, each.label)),
      ),
    ),
    h(
      "div",
      null,
      h("label", { for: "scenario-into" }, t("change_into")),
      h(
        "select",
        { class: "field", id: "scenario-into" },
        h("option", { value: "-1" }, t("new_scenario")),
        state.scenarios.map((each, at) => h("option", { value: String(at) }, scenarioName(ctx, each, at))),
      ),
      h("button", { class: "button main add", type: "submit" }, t("add_change")),
    ),
  );
}

function splitTarget(target) {
  const at = target.indexOf(" ");
  return [target.slice(0, at), target.slice(at + 1)];
}

function targetOptions(ctx, kind, name) {
  if (kind === "reading") {
    const card = ctx.engine.bundle.readings.find((each) => each.id === name);
    return card.options.map((each) => ({ value: each.option, label: ctx.pick(each.meaning) }));
  }
  if (kind === "policy") {
    return ctx.state.policies.map((each) => ({ value: each, label: policyTitle(ctx, each) }));
  }
  const spec = ctx.engine.byName.get(name);
  const options = spec.values.map((each) => ({ value: each.value, label: ctx.pick(each.label) }));
  if (!spec.finding) options.push({ value: null, label: ctx.t("not_established") });
  return options;
}

function scenarioName(ctx, scenario, at) {
  return scenario.name || ctx.t("scenario", at + 1);
}

function viewComparison(ctx, base, decided) {
  const { state, t } = ctx;
  if (state.scenarios.length === 0) return h("p", { class: "muted" }, t("no_scenarios"));
  const found = state.scenarios.map((scenario) => ctx.engine.compareOne(base, scenario));
  const line = (head, of, ofBase) =>
    h(
      "tr",
      null,
      h("th", { scope: "row" }, t(head)),
      h("td", null, ofBase),
      found.map((each) => h("td", null, each.faults === null ? of(each.comparison) : "")),
    );
  const differs = (a, b) => (a === b ? a : h("strong", { class: "differs" }, a));
  return h(
    "div",
    { class: "across" },
    h(
      "table",
      { class: "table compared" },
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("td", null),
          h("th", { scope: "col" }, t("as_it_stands")),
          state.scenarios.map((scenario, at) =>
            h(
              "th",
              { scope: "col" },
              h("input", {
                class: "field",
                value: scenarioName(ctx, scenario, at),
                "aria-label": t("scenario_name"),
                onchange: (event) => ctx.act.nameScenario(at, event.target.value),
              }),
            ),
          ),
        ),
      ),
      h(
        "tbody",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "row" }, t("changes")),
          h("td", { class: "muted" }, "-"),
          state.scenarios.map((scenario, at) =>
            h(
              "td",
              null,
              scenario.changes.map((change, place) => viewScenarioChange(ctx, at, place, change, base)),
              found[at].faults === null
                ? null
                : found[at].faults.map((fault) => h("p", { class: "fault" }, ctx.faultSaid(fault))),
            ),
          ),
        ),
        line("outcome", (each) => differs(ctx.outcomeSaid(each.after), ctx.outcomeSaid(decided)), ctx.outcomeSaid(decided)),
        line("permitted_set", (each) => differs(permittedSaid(ctx, each.after), permittedSaid(ctx, decided)), permittedSaid(ctx, decided)),
        line("possible_set", (each) => differs(codes(ctx, each.after.reachable), codes(ctx, decided.reachable)), codes(ctx, decided.reachable)),
        line("statuses_changed", (each) => each.statuses.map((status) => h("div", null, statusSaid(ctx, status))), ""),
        line("newly_cited", (each) => cited(ctx, each.gained), ""),
        line("no_longer_cited", (each) => cited(ctx, each.lost), ""),
        h(
          "tr",
          null,
          h("th", { scope: "row" }, h("span", { class: "hidden" }, t("actions"))),
          h("td", null),
          state.scenarios.map((_, at) =>
            h(
              "td",
              null,
              h("button", { class: "button small", type: "button", onclick: () => ctx.act.takeScenario(at) }, t("take_scenario")),
              " ",
              h("button", { class: "button small", type: "button", onclick: () => ctx.act.dropScenario(at) }, t("remove")),
            ),
          ),
        ),
      ),
    ),
  );
}

function codes(ctx, list) {
  return ctx.series(list.map(ctx.outcomeWords));
}

function permittedSaid(ctx, found) {
  const said = codes(ctx, found.permitted);
  return found.settled || said === "" ? said : `${ctx.t("permitted_presumed")}${ctx.colon}${said}`;
}

function cited(ctx, citations) {
  return citations.map((each) =>
    h("div", null, `${ctx.clauseName(each.clause, each.citation)} `, h("span", { class: "tag" }, ctx.roleSaid(each))),
  );
}

function statusSaid(ctx, status) {
  const said = (each) => ctx.t(`status_${each}`);
  return `${ctx.clauseName(status.clause, status.citation)}${ctx.colon}${said(status.before)} → ${said(status.after)}`;
}

function viewScenarioChange(ctx, at, place, change, base) {
  const remove = h(
    "button",
    {
      class: "link",
      type: "button",
      "aria-label": ctx.t("remove_change"),
      onclick: () => ctx.act.dropChange(at, place),
    },
    "×",
  );
  if (change.kind === "fact") {
    const before = base.case.facts[change.name];
    return h("div", null, changeSaid(ctx, { fact: change.name, before: before, after: change.value }), remove);
  }
  if (change.kind === "reading") {
    const card = ctx.engine.bundle.readings.find((each) => each.id === change.name);
    const option = card.options.find((each) => each.option === change.value);
    return h("div", null, `${ctx.clauseName(card.clause, "")} “${card.phrase}”${ctx.colon}${ctx.pick(option.meaning)} `, remove);
  }
  return h("div", null, `${ctx.t("policy")}${ctx.colon}${policyTitle(ctx, change.value)} `, remove);
}
