// Search and menu of the embedded renderer's pages. Without it, everything is readable and the
// menu is simply open. The index comes from zoekindex.js, so search also works from a file.
"use strict";

(() => {
  const narrow = matchMedia("(max-width: 50rem)");
  const medium = matchMedia("(max-width: 72rem)");
  const follow = (query, details, closed) => {
    if (!details) return;
    const set = () => { details.open = !query.matches || !closed; };
    query.addEventListener("change", set);
    set();
  };
  follow(narrow, document.querySelector(".boek-menu"), true);
  follow(medium, document.querySelector(".pagina-inhoud details"), true);

  const box = document.querySelector(".zoeken");
  const entries = window.ivpZoekindex;
  if (!box || !entries) return;
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  const status = box.querySelector(".zoekuitkomst");
  box.hidden = false;

  // A light stem for Dutch: inbraak/inbraken, huis/huizen, melding/meldingen meet.
  const stem = (word) => {
    let w = word.length > 5 ? word.replace(/(heden|ingen|ing|en|es|s|e)$/, "") : word;
    if (w.length < 3) w = word;
    return w.replace(/(.)\1/g, "$1").replace(/z$/, "s").replace(/v$/, "f");
  };
  const words = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().match(/[a-z0-9]+/g) || [];

  let prepared = null;
  const prepare = () => prepared ||= entries.map((e) => ({
    entry: e,
    title: words(`${e.t} ${e.h}`).map(stem),
    text: words(e.x).map(stem),
  }));

  const hits = (tokens, term) => {
    let score = 0;
    for (const token of tokens) {
      if (token === term) score += 3;
      else if (token.startsWith(term)) score += 2;
      else if (term.length > 3 && token.includes(term)) score += 1;
    }
    return Math.min(score, 12);
  };
  const find = (query) => {
    const terms = words(query).map(stem);
    if (!terms.length) return [];
    return prepare()
      .map(({ entry, title, text }) => {
        let total = 0;
        for (const term of terms) {
          const score = 5 * hits(title, term) + hits(text, term);
          if (!score) return { entry, total: 0 };
          total += score;
        }
        return { entry, total };
      })
      .filter((found) => found.total)
      .sort((a, b) => b.total - a.total)
      .slice(0, 12)
      .map((found) => found.entry);
  };

  const snippet = (text, query) => {
    const lower = text.toLowerCase();
    const at = words(query)
      .map((w) => lower.indexOf(w.slice(0, Math.max(4, w.length - 2))))
      .find((i) => i >= 0) ?? 0;
    const from = Math.max(0, lower.lastIndexOf(" ", Math.max(0, at - 50)));
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
  const show = () => {
    const query = input.value.trim();
    if (query.length < 2) return close();
    const found = find(query);
    list.replaceChildren(...found.map((entry) => {
      const link = document.createElement("a");
      link.href = box.dataset.basis + entry.p;
      if (entry.t !== entry.h) link.append(span("plaats", entry.h));
      link.append(span("vondst", entry.t), span("regel", snippet(entry.x, query)));
      link.addEventListener("click", close);
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
    if (!found.length) {
      const item = document.createElement("li");
      item.className = "niets";
      item.textContent = "Niets gevonden";
      list.append(item);
    }
    list.hidden = false;
    const count = found.length === 1 ? "1 plaats" : `${found.length} plaatsen`;
    status.textContent = found.length ? `${count} gevonden` : "Niets gevonden";
  };

  let timer;
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 120); });
  input.addEventListener("focus", () => { if (input.value.trim().length > 1) show(); });
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
