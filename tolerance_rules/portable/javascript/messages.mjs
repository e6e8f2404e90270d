// @ts-check
/**
 * Messages: the words of the catalogue in a bundle, and values put into them.
 */

/** @typedef {"zh" | "en"} Lang */
/** @typedef {{zh: string, en: string} | [string, string] | string[]} Pair */
/** @typedef {Array<string | number> | Object<string, string | number>} Values */

/**
 * Return the words of a pair in a language; in a decision a pair is a list of two.
 * @param {Lang} lang
 * @param {any} pair
 * @returns {string}
 */
export function pick(lang, pair) {
  return Array.isArray(pair) ? pair[lang === "zh" ? 0 : 1] : pair[lang];
}

/**
 * Return a template with values put in: a list for `{}` or `{0}`, an object for `{name}`.
 * @param {string} template
 * @param {Values} [values]
 * @returns {string}
 */
export function filled(template, values) {
  const given = /** @type {any} */ (values || []);
  let place = 0;
  return template.replace(/\{(\w*)\}/g, (_, name) => {
    const key = name === "" ? place : name;
    place += name === "" ? 1 : 0;
    return String(given[key]);
  });
}

/**
 * Return the words of a pair in a language, with values put in.
 * @param {Lang} lang
 * @param {any} pair
 * @param {Values} [values]
 * @returns {string}
 */
export function say(lang, pair, values) {
  return filled(pick(lang, pair), values);
}
