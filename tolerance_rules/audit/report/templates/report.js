"use strict";
// Search: rows and comparisons without the words are not shown on the screen; print has them all.
const box = document.getElementById("search"), found = document.getElementById("found");
const entries = [...document.querySelectorAll("details tbody tr, details .comparison")]
  .filter((entry) => !entry.parentElement.closest(".comparison"));
const folds = [...document.querySelectorAll("details")];
const texts = entries.map((entry) => entry.textContent.toLowerCase());
function search() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  entries.forEach((entry, place) => {
    const hit = words.every((word) => texts[place].includes(word));
    entry.classList.toggle("missed", !hit);
    count += hit;
  });
  found.textContent = words.length ? found.dataset.found.replace("{0}", count) : "";
  if (words.length) folds.forEach((fold) => {
    fold.open = entries.some((entry) => fold.contains(entry) && !entry.matches(".missed"));
  });
}
box.addEventListener("input", search);
document.getElementById("open-all").addEventListener("click", () => {
  folds.forEach((fold) => { fold.open = true; });
});
document.getElementById("close-all").addEventListener("click", () => {
  folds.forEach((fold) => { fold.open = false; });
});
// A link to a part that is closed opens it.
window.addEventListener("hashchange", () => {
  const fold = document.getElementById(location.hash.slice(1))?.querySelector("details");
  if (fold) fold.open = true;
});
// What is closed is printed all the same.
let closed = [];
window.addEventListener("beforeprint", () => {
  closed = folds.filter((fold) => !fold.open);
  closed.forEach((fold) => { fold.open = true; });
});
window.addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));
box.value = new URLSearchParams(location.search).get("q") ?? "";
document.getElementById("finder").hidden = false;
if (box.value) search();
