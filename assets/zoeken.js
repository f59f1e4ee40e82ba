// Search over the whole book, for both renderers, from a server and from a file. The index and the
// stemmer are scripts (a page opened from a file may not fetch), loaded when search is first used.
"use strict";

(() => {
  const root = new URL("../", document.currentScript.src);
  const host = document.querySelector(".boek-kop, #quarto-sidebar, main");
  if (!host) return;

  const box = document.createElement("search");
  box.className = "ivp-zoeken";
  box.innerHTML = `
    <label for="ivp-zoekveld">Zoeken in het boek</label>
    <input id="ivp-zoekveld" type="search" autocomplete="off" spellcheck="false" aria-describedby="ivp-zoekuitleg">
    <span id="ivp-zoekuitleg" class="alleen-voorlezen">Met de pijltjes omhoog en omlaag gaat u door de gevonden plaatsen.</span>
    <div class="alleen-voorlezen" role="status"></div>
    <ul class="ivp-zoeklijst" aria-label="Gevonden plaatsen" hidden></ul>`;
  if (host.matches("main, #quarto-sidebar")) host.prepend(box);
  else host.append(box);
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  const status = box.querySelector("[role=status]");

  const load = (path) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(path, root).href;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  let loading;
  const ready = () => loading ||= Promise.all([
    load("assets/vendor/snowball-dutch.min.js"), load("site_libs/ivp/zoekindex.js"),
  ]);

  // As src/ivp/book/search.py does it; tests/book/test_search.py compares the two.
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "");
  const words = (text) =>
    text.replaceAll("\u2019", "'").toLowerCase().match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)?/gu) || [];
  let stemmer;
  const stems = (word) => {
    stemmer ||= new DutchStemmer();
    return [...new Set([word, bare(word)].map((form) => bare(stemmer.stemWord(form))))];
  };
  window.ivpZoeken = { ready, stems, words };

  // The whole word counts most, then its beginning (the reader is still typing), then a part of a
  // compound: inbraak finds woninginbraak.
  const likeness = (stem, wanted) => {
    if (stem === wanted) return 3;
    if (stem.startsWith(wanted)) return 2;
    return wanted.length > 3 && stem.includes(wanted) ? 1 : 0;
  };
  const scores = (term) => {
    const found = new Map();
    const wanted = stems(term);
    for (const [stem, places] of Object.entries(window.ivpZoekindex.stammen)) {
      const alike = Math.max(...wanted.map((one) => likeness(stem, one)));
      if (!alike) continue;
      for (let i = 0; i < places.length; i += 2) {
        found.set(places[i], (found.get(places[i]) || 0) + alike * Math.min(places[i + 1], 12));
      }
    }
    return found;
  };
  const find = (query) => {
    const all = words(query).map(scores);
    if (!all.length) return [];
    return [...all[0].keys()]
      .filter((place) => all.every((found) => found.has(place)))
      .map((place) => [place, all.reduce((sum, found) => sum + found.get(place), 0)])
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, 12)
      .map(([place]) => window.ivpZoekindex.plaatsen[place]);
  };

  const snippet = (text, query) => {
    const wanted = new Set(words(query).flatMap(stems));
    const hit = [...text.matchAll(/[\p{L}\p{N}]+/gu)]
      .find((m) => stems(m[0].toLowerCase()).some((stem) => [...wanted].some((w) => stem.includes(w))));
    const from = hit ? Math.max(0, text.lastIndexOf(" ", Math.max(0, hit.index - 50))) : 0;
    const part = text.slice(from, from + 150).trim();
    return (from ? "… " : "") + part + (from + 150 < text.length ? " …" : "");
  };
  const span = (name, text) => {
    const element = document.createElement("span");
    element.className = name;
    element.textContent = text;
    return element;
  };
  const close = () => { list.hidden = true; status.textContent = ""; };
  const item = (...content) => {
    const element = document.createElement("li");
    element.append(...content);
    return element;
  };
  const show = async () => {
    const query = input.value.trim();
    if (query.length < 2) return close();
    await ready();
    if (query !== input.value.trim()) return;
    const found = find(query);
    list.replaceChildren(...found.map((entry) => {
      const link = document.createElement("a");
      link.href = new URL(entry.p, root).href;
      if (entry.t !== entry.h) link.append(span("plaats", entry.h));
      link.append(span("vondst", entry.t), span("regel", snippet(entry.x, query)));
      link.addEventListener("click", close);
      return item(link);
    }));
    if (!found.length) list.append(item(span("niets", "Niets gevonden")));
    list.hidden = false;
    const count = found.length === 1 ? "1 plaats" : `${found.length} plaatsen`;
    status.textContent = found.length ? `${count} gevonden` : "Niets gevonden";
  };

  let timer;
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 120); });
  input.addEventListener("focus", () => { ready(); if (input.value.trim().length > 1) show(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); input.focus(); }
    const links = [input, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || list.hidden) return;
    event.preventDefault();
    const next = links.indexOf(document.activeElement) + step;
    links[Math.min(Math.max(next, 0), links.length - 1)].focus();
  });
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) close(); });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
})();
