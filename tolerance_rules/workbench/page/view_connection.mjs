// @ts-check
// Connection: who this page is for the service, what the service refuses, and the question for the token.

import { h } from "./virtual_dom.mjs";

/** What the page says itself, for there was no answer of the service that says it. */
const CONNECTION_OWN = ["gone", "unanswered", "stopped", "strange", "unserved", "signed_out"];

/** Return the line that says who is signed in, with what can be done about it. */
export function viewConnection(ctx) {
  const { service } = ctx.state;
  const { t, act } = ctx;
  const button = (key, call, main) =>
    h(
      "button",
      {
        class: main ? "button main" : "button",
        type: "button",
        key: key,
        onclick: call,
      },
      t(key),
    );
  const known = service.caller !== null;
  const words = !service.reached
    ? h("strong", { class: "warn" }, t("service_gone"))
    : known
      ? callerSaid(ctx)
      : t(service.how === "tokens" ? "service_out" : "service_unknown");
  return h(
    "section",
    { class: "connection", "aria-label": t("service") },
    h("div", { class: "who", role: "status" }, h("span", { class: "muted" }, `${t("service")}${ctx.colon}`), words),
    !service.reached || (!known && service.how === "open") ? button("service_retry", act.signIn, !known) : null,
    service.reached && !known && service.how === "tokens" ? button("sign_in", act.signIn, true) : null,
    known && service.how === "tokens" ? button("sign_out", act.signOut) : null,
    !known && service.problem !== null && service.problem.kind !== "signed_out" && service.reached ? viewProblem(ctx, service.problem) : null,
  );
}

/** Return who is signed in, and what they may do. */
function callerSaid(ctx) {
  const { caller } = ctx.state.service;
  if (!caller.tokens) return ctx.t("service_anybody");
  return [
    h("strong", null, caller.name),
    " ",
    caller.roles.map((role) => [h("span", { class: "tag" }, ctx.t(`role_${role}`)), " "]),
  ];
}

/** Tell whether whoever is signed in has one of some roles. */
export function hasRole(ctx, ...roles) {
  const { caller } = ctx.state.service;
  return caller !== null && roles.some((role) => caller.roles.includes(role));
}

/** Return that a role is lacking, in words. */
export function viewLacking(ctx, ...roles) {
  const names = ctx.series(roles.map((role) => ctx.t(`role_${role}`)));
  return h("p", { class: "muted" }, ctx.t("role_lacking", names));
}

/** Return what the service refuses, and why, as a box. */
export function viewProblem(ctx, problem) {
  const { t } = ctx;
  if (CONNECTION_OWN.includes(problem.kind)) {
    return h("div", { class: "fault", role: "alert" }, h("p", null, t(`service_${problem.kind}`)));
  }
  const faults = problem.faults.map((fault) =>
    h(
      "li",
      null,
      fault.line > 0 ? h("strong", null, t("line", fault.line), " ") : null,
      ctx.pick(fault),
      " ",
      h("span", { class: "muted small" }, fault.code),
    ),
  );
  return h(
    "div",
    { class: "fault", role: "alert" },
    h("h3", null, ctx.pick(problem.title)),
    problem.kind === "role"
      ? h("p", null, t("role_lacking", ctx.series(problem.roles.map((role) => t(`role_${role}`)))))
      : faults.length === 0
        ? h("p", null, ctx.pick(problem.detail))
        : h("ul", { class: "list" }, faults),
    problem.more.fault_count > faults.length
      ? h("p", { class: "small" }, t("more_faults", problem.more.fault_count - faults.length))
      : null,
    problem.wait > 0 ? h("p", null, t("service_wait", problem.wait)) : null,
    problem.kind === "internal" ? h("p", { class: "small mono" }, String(problem.more.instance)) : null,
  );
}

/** The question for the token. */
export function signInDialog(ctx, dialog) {
  const { t, act } = ctx;
  const given = () => {
    const field = /** @type {HTMLInputElement} */ (document.getElementById("token"));
    if (field.value.trim() === "") field.focus();
    else dialog.given(field.value);
  };
  return {
    inside: h(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          given();
        },
      },
      dialog.problem === null ? null : viewProblem(ctx, dialog.problem),
      h("p", null, t("token_explained")),
      h("label", { class: "label", for: "token" }, t("token")),
      h("input", {
        class: "field mono",
        id: "token",
        type: "password",
        autocomplete: "off",
        spellcheck: "false",
        autofocus: true,
        maxlength: 200,
      }),
      h("p", { class: "muted small" }, t("token_kept")),
    ),
    foot: [
      h("button", { class: "button", type: "button", onclick: () => act.dialog(null) }, t("cancel")),
      h("button", { class: "button main", type: "button", onclick: given }, t("sign_in")),
    ],
  };
}
