// @ts-check
// Case fault: one thing wrong in a case file: where, what, and what to write instead.

/**
 * @typedef {{code: string, message: string, remedy: string, english: string, line: number,
 *   column: number, subject: string, near: string}} CaseFault
 * @typedef {{code: string, line: number, column: number, subject: string, where: string,
 *   zh: string, en: string}} ToldFault
 */

/**
 * A fault by what is wrong, what to do, and both in English.
 * @param {string} code
 * @param {string} message
 * @param {string} remedy
 * @param {string} english
 * @param {{line?: number, column?: number, subject?: string, near?: string | null}} [more]
 * @returns {CaseFault}
 */
export function caseFault(code, message, remedy, english, more) {
  const { line = 0, column = 0, subject = "", near = "" } = more || {};
  return { code, message, remedy, english, line, column, subject, near: near || "" };
}

/** What keeps a text from being read any further: its faults. */
export class CaseFileError extends Error {
  /** @param {CaseFault[]} faults */
  constructor(faults) {
    super(faults.map((each) => each.message).join("\n"));
    this.faults = faults;
  }
}

/**
 * A fault as whoever asked is told it, in both languages.
 * @param {CaseFault} fault
 * @returns {ToldFault}
 */
export function toldFault(fault) {
  const { code, message, remedy, english, line, column, subject } = fault;
  const stop = /[？。]$/.test(message) ? "" : "。";
  const zh = remedy ? message + stop + remedy : message;
  return { code, line, column, subject, where: subject, zh, en: english || zh };
}
