// @ts-check
// Document ids: what an evidence note names in brackets, the documents that it rests on.

import { foldedText, trimmedText } from "./human_values.mjs";

const LONGEST_ID = 64;

/**
 * The documents that a note names, in order: the id as it is compared, and as it is written.
 * @param {string} note
 * @returns {Map<string, string>}
 */
export function documentIds(note) {
  const found = new Map();
  for (const bracketed of note.match(/[\[［【]([^\[\]［］【】\r\n]*)[\]］】]/g) || []) {
    for (const part of bracketed.slice(1, -1).split(/[、,，;；]/)) {
      const written = trimmedText(part), key = foldedText(written);
      if (key && Array.from(written).length <= LONGEST_ID && !found.has(key)) found.set(key, written);
    }
  }
  return found;
}
