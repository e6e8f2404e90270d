// @ts-check
/**
 * ZDD: families of sets as zero-suppressed decision diagrams, counted without being listed.
 *
 * An element is a small integer. A family is the number of a node: the smallest element in any of
 * its sets, the family of the sets without that element, and the family of the sets with it, each
 * less that element. Counts are exact as long as a number in JavaScript is: up to 2 ** 53.
 * S. Minato, Zero-suppressed BDDs for set manipulation in combinatorial problems (1993).
 */

/** The family of no set. */
export const EMPTY_FAMILY = 0;
/** The family of the empty set alone. */
export const UNIT_FAMILY = 1;

/** Makes families and combines them; a family means nothing outside the object that made it. */
export class Zdd {
  constructor() {
    /** @type {number[]} */
    this.elements = [-1, -1];
    this.withouts = [EMPTY_FAMILY, EMPTY_FAMILY];
    this.havings = [EMPTY_FAMILY, EMPTY_FAMILY];
    /** @type {Map<string, number>} */
    this.numbers = new Map();
    /** @type {Map<string, number>} */
    this.differences = new Map();
    /** @type {number[][]} */
    this.counts = [[], [1]];
  }

  /**
   * Return the sets of `without`, and those of `having` with the element added.
   *
   * The element is smaller than every element of both families.
   * @param {number} element
   * @param {number} without
   * @param {number} having
   * @returns {number}
   */
  node(element, without, having) {
    if (having === EMPTY_FAMILY) return without;
    const key = `${element},${without},${having}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.elements.length;
      this.numbers.set(key, number);
      this.elements.push(element);
      this.withouts.push(without);
      this.havings.push(having);
    }
    return number;
  }

  /**
   * Return the sets of a family that contain no set of the others, nor equal one.
   * @param {number} family
   * @param {number} others
   * @returns {number}
   */
  nonsupersets(family, others) {
    if (family === EMPTY_FAMILY || others === EMPTY_FAMILY) return family;
    if (others === family || others === UNIT_FAMILY) return EMPTY_FAMILY;
    const key = `${family},${others}`;
    let found = this.differences.get(key);
    if (found === undefined) {
      found = this.difference(family, others);
      this.differences.set(key, found);
    }
    return found;
  }

  /**
   * @param {number} family
   * @param {number} others
   * @returns {number}
   */
  difference(family, others) {
    const [element, other] = [this.elements[family], this.elements[others]];
    const [without, having] = [this.withouts[family], this.havings[family]];
    const [otherWithout, otherHaving] = [this.withouts[others], this.havings[others]];
    if (family === UNIT_FAMILY || (other >= 0 && other < element)) {
      return this.nonsupersets(family, otherWithout);
    }
    if (element < other) {
      return this.node(
        element,
        this.nonsupersets(without, others),
        this.nonsupersets(having, others),
      );
    }
    const left = this.nonsupersets(this.nonsupersets(having, otherHaving), otherWithout);
    return this.node(element, this.nonsupersets(without, otherWithout), left);
  }

  /**
   * Return how many sets of each size there are, by size.
   * @param {number} family
   * @returns {number[]}
   */
  counted(family) {
    if (this.counts[family] === undefined) {
      const one = this.counted(this.withouts[family]);
      const other = [0].concat(this.counted(this.havings[family]));
      const length = Math.max(one.length, other.length);
      this.counts[family] = Array.from(
        { length },
        (_, size) => (one[size] || 0) + (other[size] || 0),
      );
    }
    return this.counts[family];
  }

  /**
   * Return the sets of a size, each in order.
   * @param {number} family
   * @param {number} size
   * @returns {number[][]}
   */
  ofSize(family, size) {
    if (!this.counted(family)[size]) return [];
    if (family === UNIT_FAMILY) return [[]];
    const having = size === 0 ? [] : this.ofSize(this.havings[family], size - 1);
    const found = having.map((rest) => [this.elements[family]].concat(rest));
    return found.concat(this.ofSize(this.withouts[family], size));
  }
}
