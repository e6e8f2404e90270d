// @ts-check
/**
 * Vocabulary: the facts of a ruleset, and what is known of one as bits.
 *
 * What is known of a fact is the set of its values still possible: a number with bit i set while
 * the value i is still possible. A case is such a number for every fact, in their order.
 */

/** @typedef {boolean | string} Value */
/** @typedef {Value | Value[] | null} Known */
/** @typedef {{zh: string, en: string}} Pair */
/** @typedef {"zh" | "en"} Lang */
/** @typedef {{name: string, label: Pair}} GroupSpec */
/**
 * @typedef {object} FactData
 * @property {string} name
 * @property {string} group
 * @property {Pair} label
 * @property {Pair} question
 * @property {string} evidence
 * @property {"mitigating" | "aggravating" | "neutral"} direction
 * @property {"doable" | "establishable" | "fixed"} mutability
 * @property {boolean} finding
 * @property {boolean} boolean
 * @property {{value: Value, label: Pair}[]} values
 * @property {Value[]} presumed
 * @property {Value[]} order
 * @property {Value[]} adverse
 * @property {string[]} used_by the clauses, then the rows, that ask for it
 */
/** @typedef {{not_established: Pair, groups: GroupSpec[], facts: FactData[]}} VocabularyData */
/**
 * @typedef {object} FactSpec
 * @property {string} name the dotted name
 * @property {string} group
 * @property {string} key the name within its group
 * @property {number} index the place of the fact in the vocabulary
 * @property {Pair} label
 * @property {Pair} question
 * @property {boolean} finding
 * @property {boolean} boolean
 * @property {Value[]} values
 * @property {Pair[]} labels of the values, in their order
 * @property {number[]} preference indexes of the values, in the order in which they are presumed
 * @property {number} adverse bits of the values that count against the person
 * @property {number} every bits of all values
 * @property {FactData} data as the bundle has it
 */
/**
 * @typedef {object} Vocabulary
 * @property {GroupSpec[]} groups
 * @property {FactSpec[]} facts
 * @property {Map<string, FactSpec>} named
 * @property {Pair} notEstablished
 */

/** @typedef {ArrayLike<number> & {[index: number]: number}} Bits */

const MOST_VALUES = 30;

/**
 * Return the vocabulary of a bundle.
 * @param {VocabularyData} data
 * @returns {Vocabulary}
 */
export function openVocabulary(data) {
  const facts = data.facts.map(openFact);
  return {
    groups: data.groups,
    facts,
    named: new Map(facts.map((spec) => /** @type {[string, FactSpec]} */ ([spec.name, spec]))),
    notEstablished: data.not_established,
  };
}

/**
 * @param {FactData} data
 * @param {number} index
 * @returns {FactSpec}
 */
function openFact(data, index) {
  const values = data.values.map((each) => each.value);
  if (values.length > MOST_VALUES) throw new RangeError(data.name + ": too many values");
  const place = (/** @type {Value} */ value) => values.indexOf(value);
  return {
    name: data.name,
    group: data.group,
    key: data.name.slice(data.name.indexOf(".") + 1),
    index,
    label: data.label,
    question: data.question,
    finding: data.finding,
    boolean: data.boolean,
    values,
    labels: data.values.map((each) => each.label),
    preference: data.presumed.map(place),
    adverse: data.adverse.reduce((bits, value) => bits | (1 << place(value)), 0),
    every: (1 << values.length) - 1,
    data,
  };
}

/**
 * Return the bits of values of a fact.
 * @param {FactSpec} spec
 * @param {Value[]} values
 */
export function bitsOfValues(spec, values) {
  return values.reduce((bits, value) => bits | (1 << spec.values.indexOf(value)), 0);
}

/**
 * Return the bits of what is known of a fact.
 * @param {FactSpec} spec
 * @param {Known} known
 */
export function bitsOfKnown(spec, known) {
  if (known === null) return spec.every;
  return bitsOfValues(spec, Array.isArray(known) ? known : [known]);
}

/** Tell whether bits are of one value alone. @param {number} bits */
export function isSingle(bits) {
  return (bits & (bits - 1)) === 0;
}

/**
 * Return the values still possible, in the order of the vocabulary.
 * @param {FactSpec} spec
 * @param {number} bits
 */
export function possibleValues(spec, bits) {
  return spec.values.filter((_, index) => (bits >> index) & 1);
}

/**
 * Return what is known of a fact: its value, the values still possible, or null.
 * @param {FactSpec} spec
 * @param {number} bits
 * @returns {Known}
 */
export function knownOfBits(spec, bits) {
  if (isSingle(bits)) return spec.values[31 - Math.clz32(bits)];
  return bits === spec.every ? null : possibleValues(spec, bits);
}

/**
 * Return the bits of the first of the preferred values still possible.
 * @param {FactSpec} spec
 * @param {number} bits
 */
export function presumedBits(spec, bits) {
  if (isSingle(bits)) return bits;
  for (const index of spec.preference) if ((bits >> index) & 1) return 1 << index;
  return bits;
}

/**
 * Return how what is known of a fact is written for people.
 * @param {Vocabulary} vocabulary
 * @param {FactSpec} spec
 * @param {number} bits
 * @param {Lang} lang
 */
export function labelOfBits(vocabulary, spec, bits, lang) {
  if (bits === spec.every && !isSingle(bits)) return vocabulary.notEstablished[lang];
  const labels = spec.labels.filter((_, index) => (bits >> index) & 1);
  return labels.map((label) => label[lang]).join(lang === "zh" ? "或" : " or ");
}
