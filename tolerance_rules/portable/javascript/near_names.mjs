// @ts-check
// Near names: the name that was most likely meant, of those that there are.

const BETWEEN_NAMES = /[\s,，、;；()（）[\]【】]+/;
const NO_NAMES = ["true", "false", "yes", "no", "null", "none"];
const DENYING_SIGN = /不(?![良断仅])|[未无非没否勿免]/g;
const DENYING_WORDS = ["no", "not", "non", "none", "never", "without"];
/** What denies a name that it stands beside; to misspell `false` denies nothing. */
const DENYING_CROSS = /[×✗✘☒✕✖❌⨯]|(?:^|[^a-z])false(?![a-z])/i;
const CONTRARY_PAIRS = ["轻重", "减加", "有无", "主被", "大小", "多少", "高低", "宽严", "前后", "上下"];
const DENYING_PREFIXES = ["un", "in", "im", "ir", "il", "non", "dis", "mis", "de"];
const LONGEST_NAME = 60;
const MOST_LOOKED_FOR = 20;

/**
 * The name most like what was written, or null where nothing is near.
 * What says the opposite is never near, however alike it is written.
 * @param {string} name
 * @param {Iterable<string>} names
 * @returns {string | null}
 */
export function nearestName(name, names) {
  if (Array.from(name).length > LONGEST_NAME) return null;
  const pool = Array.from(names);
  const tails = new Map(pool.map((each) => [lastPart(each), each]));
  const found = closeMatches(name, pool, 5, 0.6);
  for (const each of closeMatches(lastPart(name), Array.from(tails.keys()), 3, 0.75)) {
    found.push(String(tails.get(each)));
  }
  const near = found.find((each) => !saysTheOpposite(name, each) && standsForAll(name, each));
  return near === undefined ? null : near;
}

/**
 * Tell whether a name stands for all that was written, be it several names in one: to propose one
 * of them would drop the others. A number is no name at all.
 * @param {string} name @param {string} other
 * @returns {boolean}
 */
function standsForAll(name, other) {
  const mine = lastPart(name), its = lastPart(other), joined = (/** @type {string} */ each) => each.split(BETWEEN_NAMES).join("");
  if (!/\p{L}/u.test(mine) && nameWords(its).length) return false;
  const words = nameWords(name), others = nameWords(other);
  if (words.length < 2 || joined(mine) === joined(its)) return true;
  return others.length >= words.length && words.every((word) => closeMatches(word, others, 1, 0.6).length > 0);
}

/**
 * The parts of a name that may be names: two letters and more, and no answer.
 * @param {string} name
 * @returns {string[]}
 */
function nameWords(name) {
  return name.split(BETWEEN_NAMES)
    .filter((each) => (each.match(/\p{L}/gu) || []).length > 1 && !NO_NAMES.includes(each.toLowerCase()));
}

/**
 * A finder of the nearest name to each of the first few unknown ones, and to no more: it takes long,
 * and nobody reads more.
 * @returns {(name: string, names: Iterable<string>) => string | null}
 */
export function someNearNames() {
  let left = MOST_LOOKED_FOR;
  return (name, names) => {
    left -= 1;
    return left >= 0 ? nearestName(name, names) : null;
  };
}

/**
 * The list of values that a text has with other marks between them, or nothing.
 * @param {unknown} value @param {string[]} codes @param {string[]} labels
 * @returns {string | null}
 */
export function listedValues(value, codes, labels) {
  const parts = typeof value === "string" && value.length < 1000 ? value.split(/[,，、;；/]/) : [];
  const found = parts.map((part) => part.trim()).map((part) => codes.includes(part) ? part : codes[labels.indexOf(part)]);
  return found.length > 1 && !found.includes(/** @type {any} */ (undefined)) ? "[" + found.join(", ") + "]" : null;
}

/** @param {string} name @returns {string} */
function lastPart(name) {
  return name.slice(name.lastIndexOf(".") + 1);
}

/**
 * The clauses that propose a name, in both languages; nothing where there is none.
 * @param {string | null} near
 * @returns {{zh: string, en: string}}
 */
export function didYouMean(near) {
  if (!near) return { zh: "", en: "" };
  const named = /^[\x00-\x7f]*$/.test(near) ? near : "“" + near + "”";
  return { zh: "；您是否想写 " + near + "？", en: " (did you mean " + named + "?)" };
}

/**
 * Of candidates those at least so like a word, the likest first.
 * @param {string} word
 * @param {string[]} pool
 * @param {number} count
 * @param {number} cutoff
 * @returns {string[]}
 */
function closeMatches(word, pool, count, cutoff) {
  const wanted = Array.from(word);
  /** @type {[number, string][]} */
  const found = [];
  for (const each of pool) {
    const score = likeness(Array.from(each), wanted);
    if (score >= cutoff) found.push([score, each]);
  }
  found.sort((one, other) => other[0] - one[0] || (one[1] < other[1] ? 1 : one[1] > other[1] ? -1 : 0));
  return found.slice(0, count).map((each) => each[1]);
}

/**
 * How like two texts are, from 0 to 1: twice what they share in blocks, by their length.
 * @param {string[]} one
 * @param {string[]} other
 * @returns {number}
 */
function likeness(one, other) {
  const length = one.length + other.length;
  if (!length) return 1;
  if (2 * Math.min(one.length, other.length) / length < 0.6) return 0;
  return 2 * sharedBlocks(one, other, 0, one.length, 0, other.length) / length;
}

/**
 * @param {string[]} one @param {string[]} other
 * @param {number} from @param {number} to @param {number} low @param {number} high
 * @returns {number}
 */
function sharedBlocks(one, other, from, to, low, high) {
  let best = 0, bestI = from, bestJ = low;
  let before = new Map();
  for (let i = from; i < to; i++) {
    const here = new Map();
    for (let j = low; j < high; j++) {
      if (one[i] !== other[j]) continue;
      const run = (before.get(j - 1) || 0) + 1;
      here.set(j, run);
      if (run > best) {
        best = run;
        bestI = i - run + 1;
        bestJ = j - run + 1;
      }
    }
    before = here;
  }
  if (!best) return 0;
  return best + sharedBlocks(one, other, from, bestI, low, bestJ)
    + sharedBlocks(one, other, bestI + best, to, bestJ + best, high);
}

/** @param {string} text @param {string} part @returns {number} */
function countOf(text, part) {
  return text.split(part).length - 1;
}

/** @param {string} name @returns {string[]} */
function englishWords(name) {
  return name.toLowerCase().match(/[a-z]+/g) || [];
}

/** @param {string} name @returns {number} */
function denialsIn(name) {
  const words = englishWords(name).filter((each) => DENYING_WORDS.includes(each));
  return (name.match(DENYING_SIGN) || []).length + words.length;
}

/**
 * Tell whether one of two names denies the other: 予以容错, 不予容错.
 * @param {string} name
 * @param {string} other
 * @returns {boolean}
 */
function saysTheOpposite(name, other) {
  if (denialsIn(name) !== denialsIn(other)) return true;
  if (DENYING_CROSS.test(name) && !DENYING_CROSS.test(other)) return true;
  for (const pair of CONTRARY_PAIRS) {
    const more = countOf(name, pair[0]) - countOf(other, pair[0]);
    if (more && more === countOf(other, pair[1]) - countOf(name, pair[1])) return true;
  }
  const mine = new Set(englishWords(name));
  const others = new Set(englishWords(other));
  for (const a of mine) {
    for (const b of others) {
      if (others.has(a) || mine.has(b)) continue;
      if (DENYING_PREFIXES.some((each) => each + a === b || a === each + b)) return true;
    }
  }
  return false;
}
