// @ts-check
/** Shown text: what is put into a message: values cut short and made visible. */

/** A hostile value may be megabytes long; a message quotes only so many characters of it. */
const MOST_SHOWN = 60;

/** Return a value as a file of JSON would write it. @param {unknown} value @returns {string} */
export function asText(value) {
  if (typeof value === "string") return value;
  try {
    return spacedJson(value);
  } catch (error) {
    return "（过长的值）"; // nested too deep, or in itself
  }
}

/** @param {unknown} value @returns {string} */
function spacedJson(value) {
  if (Array.isArray(value)) return "[" + value.map(spacedJson).join(", ") + "]";
  if (value !== null && typeof value === "object") {
    const held = /** @type {{[key: string]: unknown}} */ (value);
    const items = Object.keys(held).map((key) => JSON.stringify(key) + ": " + spacedJson(held[key]));
    return "{" + items.join(", ") + "}";
  }
  const text = JSON.stringify(value);
  return text === undefined ? String(value) : text;
}

/** Return a value as printable text of at most `MOST_SHOWN` characters. @param {unknown} value */
export function shortened(value) {
  // A character may be two units long.
  const units = asText(value).slice(0, 2 * MOST_SHOWN + 2);
  let text = Array.from(units).slice(0, MOST_SHOWN + 1);
  if (text.some((each) => visibly(each) !== each)) text = Array.from(text.map(visibly).join(""));
  return text.length <= MOST_SHOWN ? text.join("") : text.slice(0, MOST_SHOWN).join("") + "…";
}

/** Return a character, or its code where it is none that is printed. @param {string} character */
function visibly(character) {
  return character === " " || !/[\p{C}\p{Z}]/u.test(character) ? character : characterEscape(character);
}

/** Return the code of a character as Python writes it. @param {string} character */
function characterEscape(character) {
  const short = ["\t", "\n", "\r"].indexOf(character);
  if (short >= 0) return ["\\t", "\\n", "\\r"][short];
  const code = Number(character.codePointAt(0));
  const hex = code.toString(16);
  if (code < 0x100) return "\\x" + hex.padStart(2, "0");
  return code < 0x10000 ? "\\u" + hex.padStart(4, "0") : "\\U" + hex.padStart(8, "0");
}
