// @ts-check
// Service: the one client of the service that gave the page; a page from disk has none.
//
// What is sent goes to the address the page came from, and nowhere else. The token stays in this
// closure: it is in no storage, no address and no state, and is gone when the page is left.

/**
 * @typedef {{kind: string, status: number, title: {zh: string, en: string},
 *   detail: {zh: string, en: string}, faults: any[], roles: string[], wait: number,
 *   more: Object<string, any>}} Problem `wait` is in seconds
 * @typedef {{ok: true, status: number, data: any, name: string, replayed: boolean}} Answered
 * @typedef {{ok: false, problem: Problem}} Refused
 * @typedef {{method?: string, path: string, query?: Array<[string, string]>, body?: any,
 *   bytes?: Blob, type?: string, headers?: Object<string, string>, want?: "json"|"text"|"blob",
 *   seconds?: number, signal?: AbortSignal, quiet?: boolean, keepalive?: boolean}} Asked
 */

/** How long an answer is waited for, in seconds: the service itself gives up at 30. */
const SERVICE_PATIENCE = 45;
/** How often a service that is busy is asked again by itself, and after how long a wait at most. */
const SERVICE_AGAIN = 2;
const SERVICE_LONGEST_WAIT = 5;
const SERVICE_TYPE = "urn:tolerance-rules:problem:";

/**
 * Return the client.
 * @param {"" | "open" | "tokens"} how as the page was served: not at all, without or with tokens
 * @param {{lang: () => string, ask: (problem: Problem | null) => Promise<string | null>,
 *   told: (parts: Object<string, any>) => void}} page `ask` asks a person for the token
 */
export function makeService(how, page) {
  let token = "";
  let asking = null;

  /**
   * Ask the service. It never fails: what is wrong is a problem, also that nothing can be reached.
   * A token that is missing or wrong is asked for, and the question put again.
   * @param {Asked} asked
   * @returns {Promise<Answered | Refused>}
   */
  async function call(asked) {
    if (how === "") return { ok: false, problem: ownProblem("unserved", 0) };
    for (let attempt = 0; ; attempt += 1) {
      // Without a token nothing is answered: it is asked for before anything is sent.
      if (how === "tokens" && token === "" && !(!asked.quiet && (await askForToken(null)))) {
        return { ok: false, problem: ownProblem("signed_out", 401) };
      }
      const used = token;
      const found = await once(asked, used);
      if (found.ok) {
        page.told({ reached: true });
        return found;
      }
      const problem = /** @type {Refused} */ (found).problem;
      if (problem.kind === "gone") page.told({ reached: false });
      else if (problem.status > 0) page.told({ reached: true });
      if (problem.kind === "unauthorized" && !asked.quiet) {
        // Another question may have been given a token in the meantime.
        if (token === used && !(await askForToken(problem))) return found;
      } else if (problem.status === 503 && again(problem, attempt)) {
        if (!(await waited(problem.wait, asked.signal))) return found;
      } else {
        return found;
      }
    }
  }

  /** Ask for the token; several questions at once ask a person only once. */
  function askForToken(problem) {
    if (asking === null) {
      asking = page.ask(problem).then((given) => {
        asking = null;
        token = given === null ? "" : given.trim();
        if (token === "") page.told({ caller: null });
        return token !== "";
      });
    }
    return asking;
  }

  /** @param {Asked} asked @param {string} used @returns {Promise<Answered | Refused>} */
  async function once(asked, used) {
    const stop = new AbortController();
    let late = false;
    const timer = window.setTimeout(() => {
      late = true;
      stop.abort();
    }, 1000 * (asked.seconds || SERVICE_PATIENCE));
    const stopped = () => stop.abort();
    if (asked.signal) asked.signal.addEventListener("abort", stopped);
    try {
      if (asked.signal && asked.signal.aborted) return refused("stopped");
      const reply = await fetch(addressOf(asked), /** @type {any} */ (requestOf(asked, used, stop)));
      return await answerOf(reply, asked);
    } catch (error) {
      if (late) return refused("unanswered");
      return refused(asked.signal && asked.signal.aborted ? "stopped" : "gone");
    } finally {
      window.clearTimeout(timer);
      if (asked.signal) asked.signal.removeEventListener("abort", stopped);
    }
  }

  function requestOf(asked, used, stop) {
    const headers = Object.assign({ "Accept-Language": page.lang() }, asked.headers);
    if (used !== "") headers.Authorization = `Bearer ${used}`;
    let body;
    if (asked.bytes !== undefined) {
      headers["Content-Type"] = asked.type || "application/octet-stream";
      body = asked.bytes;
    } else if (asked.body !== undefined) {
      headers["Content-Type"] = "application/json";
      body = typeof asked.body === "string" ? asked.body : JSON.stringify(asked.body);
    }
    return {
      method: asked.method || (body === undefined ? "GET" : "POST"),
      headers: headers,
      body: body,
      cache: "no-store",
      credentials: "same-origin",
      mode: "same-origin",
      redirect: "error",
      // What is said on leaving is to arrive though the page is gone.
      keepalive: asked.keepalive === true,
      signal: stop.signal,
    };
  }

  /** Find out who this page is for the service: {name, roles, tokens, log}; null where it is nobody. */
  async function connect() {
    const found = await call({ path: "v1/caller" });
    page.told({
      caller: found.ok ? found.data : null,
      problem: found.ok ? null : /** @type {Refused} */ (found).problem,
    });
    return found.ok ? found.data : null;
  }

  /** Forget the token. */
  function leave() {
    token = "";
    page.told({ caller: null, problem: null });
  }

  return { how, call, connect, leave };
}

/** Return the address of a question, beside the page's own. */
function addressOf(asked) {
  const query = (asked.query || []).map((pair) => pair.map(encodeURIComponent).join("="));
  return asked.path + (query.length === 0 ? "" : `?${query.join("&")}`);
}

/** @param {Response} reply @param {Asked} asked @returns {Promise<Answered | Refused>} */
async function answerOf(reply, asked) {
  if (!reply.ok) return { ok: false, problem: await problemOf(reply) };
  const want = asked.want || "json";
  const data = want === "json" ? await jsonOf(reply) : await reply[want]();
  if (data === undefined) return refused("strange");
  return {
    ok: true,
    status: reply.status,
    data: data,
    name: fileNameOf(reply.headers.get("Content-Disposition") || ""),
    replayed: reply.headers.get("Idempotency-Replayed") === "true",
  };
}

/** Return the JSON of an answer; undefined where it is none, nothing where there is none. */
async function jsonOf(reply) {
  const text = await reply.text();
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    return undefined;
  }
}

/** @param {Response} reply @returns {Promise<Problem>} */
async function problemOf(reply) {
  const told = await jsonOf(reply);
  if (told === null || typeof told !== "object" || !String(told.type).startsWith(SERVICE_TYPE)) {
    // A proxy between speaks for the service: it is not there, or what was sent is refused.
    return ownProblem(reply.status >= 502 ? "gone" : "strange", reply.status);
  }
  return problemIn(told, Number(reply.headers.get("Retry-After")));
}

/** Return the problem that a document of the service tells. @returns {Problem} */
export function problemIn(told, wait) {
  return {
    kind: String(told.type).slice(SERVICE_TYPE.length),
    status: Number(told.status),
    title: inLanguages(told, "title"),
    detail: inLanguages(told, "detail"),
    faults: Array.isArray(told.faults) ? told.faults : [],
    roles: Array.isArray(told.roles) ? told.roles : [],
    wait: wait > 0 ? wait : 0,
    more: told,
  };
}

/** Return what is told in either language: the page may be switched while it is shown. */
function inLanguages(told, name) {
  const { zh, en } = Object.assign({ zh: told, en: told }, told.languages);
  return { zh: String(zh[name]), en: String(en[name]) };
}

/** Return a problem of the page's own; its words are those of `service_…` in the catalogue. */
function ownProblem(kind, status) {
  const nothing = { zh: "", en: "" };
  return { kind, status, title: nothing, detail: nothing, faults: [], roles: [], wait: 0, more: {} };
}

/** @returns {Refused} */
function refused(kind) {
  return { ok: false, problem: ownProblem(kind, 0) };
}

function again(problem, attempt) {
  return attempt < SERVICE_AGAIN && problem.wait > 0 && problem.wait <= SERVICE_LONGEST_WAIT;
}

/** Wait; tell whether it was not given up meanwhile. */
function waited(seconds, signal) {
  return new Promise((resolve) => {
    const timer = window.setTimeout(() => resolve(true), 1000 * seconds);
    if (signal) {
      signal.addEventListener("abort", () => {
        window.clearTimeout(timer);
        resolve(false);
      });
    }
  });
}

function fileNameOf(disposition) {
  const found = /filename="([^"]*)"/.exec(disposition);
  return found === null ? "" : decodeURIComponent(found[1]);
}

/** Return a key that no other request has: of 128 random bits. */
export function requestKey() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Tell whether a request with this problem may have been done all the same, unheard of. */
export function mayHaveBeenDone(problem) {
  return ["gone", "unanswered", "stopped", "strange"].includes(problem.kind) || problem.status >= 500;
}
