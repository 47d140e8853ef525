"use strict";
const search = document.getElementById("search");
const count = document.getElementById("count");
const cards = [...document.querySelectorAll("details.type")];
const nodes = [...document.querySelectorAll("svg.types a")];

function find() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const card of cards) {
    const isFound = words.every((word) => card.dataset.words.includes(word));
    card.hidden = !isFound;
    shown += isFound;
  }
  for (const node of nodes) {
    const card = document.getElementById(decodeURIComponent(node.getAttribute("href").slice(1)));
    const isFound = words.length > 0 && card && !card.hidden;
    node.classList.toggle("found", Boolean(isFound));
    node.classList.toggle("other", words.length > 0 && !isFound);
  }
  count.textContent = words.length > 0 ? `${shown} of ${cards.length}` : "";
}

// A link to a type opens it, also where the search has hidden it.
function follow() {
  const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!card || card.tagName !== "DETAILS") return;
  if (card.hidden) {
    search.value = "";
    find();
  }
  card.open = true;
  card.scrollIntoView();
}

function light(event) {
  const node = event.target.closest("a[data-node]");
  for (const path of document.querySelectorAll("svg.types path.lit")) path.classList.remove("lit");
  if (!node) return;
  for (const path of node.ownerSVGElement.querySelectorAll("path")) {
    path.classList.toggle("lit", path.dataset.ends.split(" ").includes(node.dataset.node));
  }
}

search.addEventListener("input", find);
addEventListener("hashchange", follow);
for (const graph of document.querySelectorAll("svg.types")) {
  graph.addEventListener("pointerover", light);
  graph.addEventListener("focusin", light);
}
find();
follow();
