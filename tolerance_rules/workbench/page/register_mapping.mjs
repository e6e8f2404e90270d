// @ts-check
// Register mapping: what the columns of a register stand for, and what its words mean, as chosen.

/** What a register says of a decision besides its facts. */
export const REGISTER_ITEMS = ["id", "authority", "title", "recorded"];
export const REGISTER_DATES = ["decided_on", "occurred_on", "notified_on", "filed_on"];
/** What becomes of a column that is neither. */
export const REGISTER_OTHER = ["keep", "ignore"];
/** The words for what is not chosen: a word is read as it stands, or says that nothing is known. */
export const WORD_AS_WRITTEN = "";
export const WORD_UNKNOWN = "null";

/**
 * @typedef {{header: string, name: string, why: string, sure: boolean, samples: string[],
 *   unread: string[]}} Column
 * @typedef {{names: string[], words: Array<Object<string, string>>}} Chosen `words` are, by column,
 *   what its words were said to mean
 */

/** Return what is proposed, as what is chosen at first. @param {Column[]} columns @returns {Chosen} */
export function proposedChoice(columns) {
  return { names: columns.map((each) => each.name), words: columns.map(() => ({})) };
}

/** Tell whether a person is to look at a column: it was not recognised for sure, or not all of it. */
export function isToCheck(column) {
  return !column.sure || column.unread.length > 0;
}

/** Return the words of a column to explain: of its proposed meaning those not understood. */
export function wordsToExplain(column, name) {
  if (name === column.name) return column.unread;
  // Of another meaning nobody has tried them; what is cut short is no word of the register.
  return column.samples.filter((word) => !word.endsWith("…"));
}

/** Return the meanings that a word of a column can have, as [written, label], or none. */
export function meaningsOf(engine, name, pick) {
  if (name === "recorded") {
    return engine.bundle.outcomes.map((each) => [each.code, pick(each.label)]);
  }
  const spec = engine.byName.get(name);
  if (spec === undefined) return [];
  return spec.values.map((each) => [String(each.value), pick(each.label)]);
}

/** Return the names that more than one column has, each with the places of its columns. */
export function doubledNames(names) {
  const places = new Map();
  names.forEach((name, at) => {
    if (REGISTER_OTHER.includes(name)) return;
    places.set(name, (places.get(name) || []).concat([at]));
  });
  return Array.from(places).filter(([, found]) => found.length > 1);
}

/** Return the mapping as the service reads it. @param {any} register @param {Chosen} chosen */
export function mappingText(register, chosen) {
  const lines = [];
  if (register.sheet) lines.push(`sheet: ${quoted(register.sheet)}`);
  if (register.header_row) lines.push(`header_row: ${register.header_row}`);
  lines.push("columns:");
  const values = [];
  const written = new Set();
  register.columns.forEach((column, at) => {
    // A header that stands there twice is the service's to refuse: it says where.
    if (written.has(column.header)) return;
    written.add(column.header);
    lines.push(`  ${quoted(column.header)}: ${chosen.names[at]}`);
    const said = Object.entries(chosen.words[at]).filter(([, meaning]) => meaning !== WORD_AS_WRITTEN);
    if (said.length === 0) return;
    const pairs = said.map(([word, meaning]) => `${quoted(word)}: ${meaning}`);
    values.push(`  ${quoted(column.header)}: {${pairs.join(", ")}}`);
  });
  if (values.length > 0) lines.push("values:", ...values);
  return `${lines.join("\n")}\n`;
}

/** Return a text as YAML has it in double quotes: JSON's, with nothing in it that YAML forbids. */
function quoted(text) {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
