// @ts-check
/**
 * Hitting set: the cheapest set that shares an element with each of some sets.
 *
 * Exact, by branch and bound. Of several equally cheap sets it is always the same one. A set is a
 * list of numbers in ascending order.
 */

/**
 * Return a set of least weight that meets every one of the sets; null if one is empty.
 *
 * Weights are positive.
 * @param {number[][]} sets
 * @param {number[]} weights by element
 * @returns {number[] | null}
 */
export function cheapestHittingSet(sets, weights) {
  const search = new HittingSetSearch(weights);
  search.extend(minimalSets(sets), [], 0);
  return search.best;
}

class HittingSetSearch {
  /** @param {number[]} weights */
  constructor(weights) {
    this.weights = weights;
    /** @type {number[] | null} */
    this.best = null;
    this.bestWeight = weights.reduce((sum, weight) => sum + weight, 0) + 1;
  }

  /**
   * Extend what is chosen so as to meet the sets left, which contain none of each other.
   * @param {number[][]} sets
   * @param {number[]} before
   * @param {number} already
   */
  extend(sets, before, already) {
    let [left, chosen, weight] = [sets, before, already];
    while (left.length && left[0].length === 1) {
      const [only] = left[0];
      chosen = chosen.concat(only);
      weight += this.weights[only];
      left = left.filter((each) => !each.includes(only));
    }
    if (weight + this.lowerBound(left) >= this.bestWeight) return;
    if (left.length === 0) {
      this.best = chosen;
      this.bestWeight = weight;
      return;
    }
    /** @type {Map<number, number>} */
    const uses = new Map();
    for (const each of left) for (const one of each) uses.set(one, (uses.get(one) || 0) + 1);
    const worth = (/** @type {number} */ one) => -(uses.get(one) || 0) / this.weights[one];
    for (const element of left[0].slice().sort((a, b) => worth(a) - worth(b) || a - b)) {
      const rest = left.filter((each) => !each.includes(element));
      this.extend(rest, chosen.concat(element), weight + this.weights[element]);
      // The other branches do without this element, which makes the sets left smaller.
      left = minimalSets(left.map((each) => each.filter((one) => one !== element)));
      if (left[0].length === 0) return;
    }
  }

  /**
   * Return a weight below which the sets cannot be met: that of disjoint ones among them.
   * @param {number[][]} left
   */
  lowerBound(left) {
    const met = new Set();
    let weight = 0;
    for (const each of left) {
      if (each.some((one) => met.has(one))) continue;
      for (const one of each) met.add(one);
      weight += Math.min(...each.map((one) => this.weights[one]));
    }
    return weight;
  }
}

/**
 * Return the sets that contain no other, smallest first.
 * @param {number[][]} sets
 * @returns {number[][]}
 */
function minimalSets(sets) {
  /** @type {number[][]} */
  const kept = [];
  for (const each of sets.slice().sort(compareSets)) {
    const has = new Set(each);
    if (kept.some((smaller) => smaller.every((one) => has.has(one)))) continue;
    kept.push(each);
  }
  return kept;
}

/**
 * Compare by size, then element by element.
 * @param {number[]} one
 * @param {number[]} other
 */
function compareSets(one, other) {
  if (one.length !== other.length) return one.length - other.length;
  const place = one.findIndex((each, index) => each !== other[index]);
  return place < 0 ? 0 : one[place] - other[place];
}
