// @ts-check
/** Faults: what is wrong in what was given, with a code, and what to write instead. */

/** @typedef {import("./vocabulary.mjs").Lang} Lang */
/**
 * @typedef {object} Fault
 * @property {string} code
 * @property {string} message what is wrong, in Chinese
 * @property {string} remedy what to write instead, in Chinese
 * @property {string} subject what is at fault: a fact, a group, an item
 * @property {string} english the message and the remedy in English
 * @property {string} near the nearest name that could have been meant, or nothing
 */

/**
 * @param {string} code
 * @param {string} message
 * @param {string} remedy
 * @param {string} subject
 * @param {string} english
 * @param {string} [near]
 * @returns {Fault}
 */
export function faultOf(code, message, remedy, subject, english, near) {
  return { code, message, remedy, subject, english, near: near || "" };
}

/**
 * Return a fault in words: its code, what is wrong and what to write instead.
 * @param {Fault} fault
 * @param {Lang} lang
 */
export function faultText(fault, lang) {
  if (lang === "en" && fault.english) return `${fault.code} ${fault.english}`;
  const stop = /[？。]$/.test(fault.message) ? "" : "。";
  const text = fault.remedy ? fault.message + stop + fault.remedy : fault.message;
  return `${fault.code} ${text}`;
}

/**
 * The given facts are wrong, or clash; `faults` lists every fault.
 *
 * Where they clash, `facts` names them and `combinations` the rules that say so.
 */
export class FactsError extends Error {
  /**
   * @param {Fault[]} faults
   * @param {{facts: string[], combinations: string[]}} [clash]
   */
  constructor(faults, clash) {
    super(faults.map((fault) => faultText(fault, "zh")).join("\n"));
    this.name = "FactsError";
    this.faults = faults;
    this.inconsistent = clash !== undefined;
    this.facts = clash ? clash.facts : [];
    this.combinations = clash ? clash.combinations : [];
  }
}

/** Something other than the facts was given wrong; `english` is its message in English. */
export class UsageError extends Error {
  /**
   * @param {string} kind one word a program may act on
   * @param {string} message
   * @param {string} english
   * @param {{[key: string]: unknown}} [fields]
   */
  constructor(kind, message, english, fields) {
    super(message);
    this.name = "UsageError";
    this.kind = kind;
    this.english = english;
    this.fields = fields || {};
  }
}
