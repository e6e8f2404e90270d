// @ts-check
// Service actions: signing in and out, and asking the service that gave the page.

import { makeService } from "./service.mjs";

/** Return how the page was given: "" from disk, "open" or "tokens" by a service. */
export function servedHow() {
  return document.body.getAttribute("data-service") || "";
}

/** What the page knows of the service at first. */
export function firstService() {
  return { how: servedHow(), reached: true, caller: null, problem: null };
}

export function makeServiceActions(store, act) {
  const { state } = store;
  const service = makeService(/** @type {any} */ (servedHow()), {
    lang: () => state.lang,
    ask: (problem) =>
      new Promise((resolve) => {
        act.dialog("sign_in", {
          problem: problem,
          given: (token) => {
            resolve(token);
            act.dialog(null);
          },
          closed: () => resolve(null),
        });
      }),
    told: (parts) => {
      const now = state.service;
      if (Object.keys(parts).some((name) => now[name] !== parts[name])) {
        store.set({ service: Object.assign({}, now, parts) });
      }
    },
  });

  return {
    /** Ask the service; see `call` of service.mjs. */
    ask: service.call,
    /** Find out who this page is, and what that lets it offer. */
    async signIn() {
      const caller = await service.connect();
      if (caller !== null && caller.roles.includes("investigator") && state.decide.forms === null) act.loadForms();
      refocus();
      return caller;
    },
    signOut() {
      // While the token is known: nothing of one person's is left for the next.
      act.auditLeft();
      service.leave();
      refocus();
    },
    /** Find out who this page is, where nothing need be typed for it. */
    startService() {
      if (service.how === "open") act.signIn();
    },
  };
}

/** Put the focus on what stands in the place of the button that is gone. */
function refocus() {
  if (document.activeElement !== document.body) return;
  const button = /** @type {HTMLElement|null} */ (document.querySelector(".connection .button"));
  if (button !== null) button.focus();
}
