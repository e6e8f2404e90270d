// @ts-check
// Files: opening, saving and autosaving a case, and what guards changes that are not saved.
//
// Nothing leaves the machine. The browser keeps nothing, unless autosave is switched on: then the
// case in hand is kept in its local storage, and taken out again when autosave is switched off.

import { readCaseBytes, emptyCase } from "../../portable/javascript/case_file.mjs";
import { writeCaseFile } from "../../portable/javascript/case_writer.mjs";
import { nextDecide } from "./decide_state.mjs";
import { isUnsaved } from "./store.mjs";
import { uiWord } from "./words.mjs";

/** The largest file that is opened, in bytes. */
export const FILE_LARGEST = 1048576;
const POLICY_LARGEST = 8 * FILE_LARGEST;
const FILE_TYPES = [".yaml", ".yml", ".json"];
/** The names of files that a case is written into: what is written is YAML. */
const FILE_WRITTEN = /\.ya?ml$/i;
const AUTOSAVE_AFTER = 400;

export function makeFileActions(store, act, engine) {
  const { state } = store;
  const rules = () => engine.ruleset({ readings: {}, policy: null });
  const key = `tolerance-rules/${engine.bundle.ruleset.id}/autosave`;

  const files = {
    unlessUnsaved,
    blank: () => fromFile(emptyCase(rules())),
    /** Return {case, faults} of a file; days out of order are told of where the case is shown. */
    read(bytes, name) {
      const found = readCaseBytes(bytes, rules(), { json: /\.json$/i.test(name), inHand: true });
      const { faults } = found.case === null ? found : engine.handled({ case: fromFile(found.case) });
      const other = faults.filter((each) => each.code !== "C038");
      return other.length === 0 ? found : { case: null, faults: other };
    },
    written: (kept) => writeCaseFile(toFile(kept), rules(), { lang: state.lang }),
    askNew() {
      unlessUnsaved(() => {
        files.begin(files.blank(), { name: "", handle: null });
      });
    },
    /** Begin another case; `saved` is what its file holds, the case itself unless it is given. */
    begin(kept, file, saved) {
      const work = { case: kept, readings: state.work.readings, policy: state.work.policy };
      store.begin(work, {
        file: file,
        saved: saved === undefined ? kept : saved,
        base: null,
        scenarios: [],
        passed: [],
        oneByOne: false,
        several: {},
        unfolded: {},
        noted: "",
        touched: "",
        lit: "",
        search: "",
        filter: "all",
        group: "",
        view: "case",
        asOf: "",
        wrongDays: {},
        decide: nextDecide(state.decide),
      });
    },
    askOpen() {
      unlessUnsaved(() => {
        picked(false).then(
          (found) => found.length > 0 && files.openFile(found[0].file, found[0].handle),
          unreadable,
        );
      });
    },
    openFile(file, handle) {
      return opened(file).then(({ kept, faults }) => {
        if (kept === null) {
          act.dialog("faults", { file: file.name, faults: faults });
        } else {
          files.begin(kept, { name: file.name, handle: handle });
          act.say("opened", file.name);
        }
      });
    },
    /** Ask for several files; call with [{name, kept, faults}]. */
    askSeveral(call) {
      picked(true).then(
        (found) =>
          Promise.all(
            found.map(({ file }) =>
              opened(file).then(({ kept, faults }) => ({ name: file.name, kept, faults })),
            ),
          ).then((read) => read.length > 0 && call(read)),
        unreadable,
      );
    },
    /** Ask for a bundle made with another policy, and add its policy to those to choose from. */
    askPolicy() {
      picked(false).then((found) => {
        if (found.length === 0) return;
        textOf(found[0].file).then((text) => {
          const policy = policyIn(text, engine);
          if (policy === null) {
            act.complain(uiWord(state.lang, "no_policy_in", [found[0].file.name]));
          } else {
            const others = state.policies.filter((each) => each.sha256 !== policy.sha256);
            store.set({ policies: others.concat([policy]) });
          }
        }, unreadable);
      }, unreadable);
    },
    save() {
      const { handle } = state.file;
      if (handle === null || !FILE_WRITTEN.test(handle.name)) files.saveAs();
      else into(handle);
    },
    saveAs() {
      const name = suggestedName();
      const pickers = /** @type {any} */ (window);
      if (typeof pickers.showSaveFilePicker !== "function") {
        downloaded(name);
        return;
      }
      pickers
        .showSaveFilePicker({ suggestedName: name, types: [{ accept: { "text/yaml": [".yaml"] } }] })
        .then(into, (error) => {
          if (error.name !== "AbortError") downloaded(name);
        });
    },
    setAutosave(on) {
      store.set({ autosave: on, autosavedAt: "" });
      if (on) files.autosave();
      else forget();
    },
    autosave() {
      if (!state.autosave) return;
      const kept = { name: state.file.name, text: files.written(state.work.case) };
      try {
        window.localStorage.setItem(key, JSON.stringify(kept));
        store.set({ autosavedAt: new Date().toTimeString().slice(0, 5) });
      } catch (error) {
        forget();
        store.set({ autosave: false, autosavedAt: "" });
        act.complain(String(error));
      }
    },
    /** Take up what autosave kept, if it was on when the page was left. */
    resume() {
      let kept = null;
      try {
        kept = JSON.parse(window.localStorage.getItem(key) || "null");
      } catch (error) {
        return;
      }
      if (kept === null || typeof kept.text !== "string") return;
      store.set({ autosave: true });
      const { kept: found } = asKept(files.read(new TextEncoder().encode(kept.text), "autosave"));
      if (found !== null) {
        files.begin(found, { name: String(kept.name || ""), handle: null }, files.blank());
        act.say("resumed");
      }
    },
    keepLang(lang) {
      const hash = lang === "zh" ? "#zh" : "#en";
      window.history.replaceState(null, "", hash);
    },
  };

  function unlessUnsaved(call) {
    if (!isUnsaved(state)) {
      call();
      return;
    }
    act.dialog("unsaved", { then: call });
  }

  /** Take out what autosave kept. */
  function forget() {
    try {
      window.localStorage.removeItem(key);
    } catch (error) {
      // Where the browser refuses its storage, nothing is kept in it.
    }
  }

  function opened(file) {
    if (file.size > FILE_LARGEST) return Promise.resolve({ kept: null, faults: "too_large" });
    const bytes = file.arrayBuffer
      ? file.arrayBuffer().then((data) => new Uint8Array(data))
      : olderBytes(file);
    return bytes.then(
      (data) => asKept(files.read(data, file.name)),
      (error) => ({ kept: null, faults: [unread(error)] }),
    );
  }

  /** Return why a file could not be read, as a fault. */
  function unread(error) {
    const why = [String(error && error.message)];
    return { zh: uiWord("zh", "unread", why), en: uiWord("en", "unread", why) };
  }

  function unreadable(error) {
    act.complain(unread(error)[state.lang]);
  }

  /** Write the case in hand into a file; it may be changed, or another begun, before that is done. */
  function into(handle) {
    const { file } = state;
    const kept = state.work.case;
    const text = files.written(kept);
    return handle
      .createWritable()
      .then((stream) => stream.write(text).then(() => stream.close()))
      .then(
        () => {
          if (state.file === file) done(handle.name, handle, kept);
        },
        (error) => act.complain(String(error && error.message)),
      );
  }

  function downloaded(name) {
    download(files.written(state.work.case), name);
    done(name, null, state.work.case);
  }

  function done(name, handle, kept) {
    const same = state.file.name === name && state.file.handle === handle;
    store.set({ file: same ? state.file : { name: name, handle: handle }, saved: kept });
    act.say("saved_as", name);
  }

  function suggestedName() {
    if (state.file.name !== "") return state.file.name.replace(/\.(json|yml|yaml)$/i, "") + ".yaml";
    const { id, title } = state.work.case.info;
    const named = fileNameIn([id, title].filter((each) => each).join(" "));
    return `${named.slice(0, 60) || (state.lang === "zh" ? "案件" : "case")}.yaml`;
  }

  return files;
}

/** Start what happens by itself: dropped files, the guard on leaving, autosave. */
export function startFiles(store, act) {
  store.begin({ case: act.blank(), readings: {}, policy: null }, {});
  act.resume();
  window.addEventListener("beforeunload", (event) => {
    if (!isUnsaved(store.state) && store.state.decide.attempt === null) return;
    event.preventDefault();
    event.returnValue = "";
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = event.dataTransfer === null ? [] : event.dataTransfer.files;
    if (files.length === 0) return;
    const open = () => act.openFile(files[0], null);
    if (isUnsaved(store.state)) act.dialog("unsaved", { then: open });
    else open();
  });
  let last = store.state.work.case;
  let waiting = 0;
  window.setInterval(() => {
    if (!store.state.autosave || store.state.work.case === last) return;
    last = store.state.work.case;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(act.autosave, AUTOSAVE_AFTER);
  }, AUTOSAVE_AFTER);
}

/** Return the language that the address names, or the one that the page was made in. */
export function rememberedLang() {
  if (window.location.hash === "#en") return "en";
  if (window.location.hash === "#zh") return "zh";
  return document.documentElement.lang === "en" ? "en" : "zh";
}

/** Return the case of a case file as the page keeps it. */
export function fromFile(read) {
  const info = {};
  for (const item of ["id", "title", "authority", "occurred_on", "decided_on"]) {
    if (read[item]) info[item] = read[item];
  }
  const { facts, evidence, handling, forms, analysis } = read;
  return { info, facts, evidence, handling, forms, analysis };
}

/** Return the case that the page keeps as the writer of case files takes it. */
export function toFile(kept) {
  const read = { id: "", title: "", authority: "", occurred_on: "", decided_on: "" };
  const { facts, evidence, handling, forms, analysis } = kept;
  return Object.assign(read, kept.info, { facts, evidence, handling, forms, analysis });
}

function asKept({ case: read, faults }) {
  return read === null ? { kept: null, faults: faults } : { kept: fromFile(read), faults: [] };
}

/** Ask for files; return [{file, handle}], none where nothing was chosen; fails where one is not there. */
function picked(several) {
  const pickers = /** @type {any} */ (window);
  if (typeof pickers.showOpenFilePicker !== "function") return pickedByField(several);
  return pickers
    .showOpenFilePicker({ multiple: several })
    .then(
      (handles) =>
        Promise.all(handles.map((handle) => handle.getFile().then((file) => ({ file, handle })))),
      (error) => (error.name === "AbortError" ? [] : pickedByField(several)),
    );
}

function pickedByField(several) {
  return new Promise((resolve) => {
    const field = document.createElement("input");
    field.type = "file";
    field.multiple = several;
    field.accept = FILE_TYPES.join(",");
    field.addEventListener("change", () =>
      resolve(Array.from(field.files || []).map((file) => ({ file: file, handle: null }))),
    );
    field.click();
  });
}

function olderBytes(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(new Uint8Array(/** @type {ArrayBuffer} */ (reader.result)));
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(file);
  });
}

/** Return the policy in the text of a bundle of these rules, or null if it has none that fits. */
function policyIn(text, engine) {
  try {
    const given = JSON.parse(text);
    if (given.format !== engine.bundle.format || given.ruleset.id !== engine.bundle.ruleset.id) {
      return null;
    }
    engine.ruleset({ readings: {}, policy: given.policy });
    return given.policy;
  } catch (error) {
    return null;
  }
}

function textOf(file) {
  if (file.size > POLICY_LARGEST) return Promise.resolve("");
  return olderBytes(file).then((data) => new TextDecoder().decode(data));
}

/** Return what may stand in the name of a file on any system. */
export function fileNameIn(text) {
  return text.replace(/[\\/:*?"<>|\u0000-\u001f]/g, "").trim();
}

/** Hand a person a file: text of a case file, or what has a type of its own. */
export function download(content, name) {
  const made = content instanceof Blob ? content : new Blob([content], { type: "application/x-yaml" });
  const address = URL.createObjectURL(made);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  window.setTimeout(() => URL.revokeObjectURL(address), 10000);
}
