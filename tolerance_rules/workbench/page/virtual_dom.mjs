// @ts-check
// Virtual DOM: what the page shows as plain values, and the least change of the document to show it.
//
// Text only ever becomes a text node and attributes are set by name: nothing is parsed as HTML.

/**
 * @typedef {{name: string, props: Object<string, any>, children: Array<VNode|string>}} VNode
 */

/** The attributes that are read back from the document, because a person changes them there. */
const VDOM_LIVE = ["value", "checked", "indeterminate", "selected"];

/**
 * Return an element; `null`, `false` and `undefined` among its children are left out.
 * @param {string} name
 * @param {Object<string, any>|null} props `class`, `key`, `on…` functions, attributes; `after` is
 *   called with the element once it stands in the document
 * @param {...any} children
 * @returns {VNode}
 */
export function h(name, props, ...children) {
  return { name: name, props: props || {}, children: flatChildren(children) };
}

/**
 * @param {Array<any>} children
 * @returns {Array<VNode|string>}
 */
function flatChildren(children) {
  const flat = [];
  for (const child of children.flat(5)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    flat.push(typeof child === "object" ? child : String(child));
  }
  return flat;
}

/**
 * Make the children of an element those given, keeping each node that stays the same kind of thing.
 * @param {Element} parent
 * @param {Array<VNode|string>} wanted
 */
export function patch(parent, wanted) {
  const kept = new Map();
  for (const node of Array.from(parent.childNodes)) {
    const key = nodeKey(node);
    if (key !== undefined && !kept.has(key)) kept.set(key, node);
  }
  let place = parent.firstChild;
  for (const each of wanted) {
    let node = null;
    if (typeof each === "object" && each.props.key !== undefined) {
      node = kept.get(each.props.key) || null;
      if (node !== null && !nodeFits(node, each)) node = null;
    } else if (place !== null && nodeKey(place) === undefined && nodeFits(place, each)) {
      node = place;
    }
    if (node === null) {
      node = makeNode(each, parent);
      parent.insertBefore(node, place);
    } else if (node === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(node, place);
    }
    fillNode(node, each);
  }
  while (place !== null) {
    const next = place.nextSibling;
    parent.removeChild(place);
    place = next;
  }
}

/** @param {any} node */
function nodeKey(node) {
  return node.shown === undefined ? undefined : node.shown.key;
}

/**
 * @param {any} node
 * @param {VNode|string} each
 */
function nodeFits(node, each) {
  if (typeof each === "string") return node.nodeType === 3;
  return node.nodeType === 1 && node.localName === each.name;
}

/**
 * @param {VNode|string} each
 * @param {Element} parent
 * @returns {any}
 */
function makeNode(each, parent) {
  if (typeof each === "string") return document.createTextNode(each);
  const drawn = each.name === "svg" || parent.namespaceURI === "http://www.w3.org/2000/svg";
  return drawn
    ? document.createElementNS("http://www.w3.org/2000/svg", each.name)
    : document.createElement(each.name);
}

/**
 * @param {any} node
 * @param {VNode|string} each
 */
function fillNode(node, each) {
  if (typeof each === "string") {
    if (node.data !== each) node.data = each;
    return;
  }
  const before = node.shown || {};
  for (const name of Object.keys(before)) {
    if (!(name in each.props)) setProp(node, name, null, before[name]);
  }
  // The children first: a list's value can only be one of its options.
  patch(node, each.children);
  for (const name of Object.keys(each.props)) setProp(node, name, each.props[name], before[name]);
  const first = node.shown === undefined;
  node.shown = each.props;
  if (first && each.props.after) each.props.after(node);
}

/**
 * @param {any} node
 * @param {string} name
 * @param {any} value
 * @param {any} before
 */
function setProp(node, name, value, before) {
  if (name === "key" || name === "after") return;
  if (VDOM_LIVE.includes(name)) {
    const now = value === null || value === undefined ? "" : value;
    if (node[name] !== now) node[name] = now;
  } else if (value === before) {
    return;
  } else if (name.startsWith("on")) {
    node[name] = value || null;
  } else if (value === null || value === undefined || value === false) {
    node.removeAttribute(name);
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}
