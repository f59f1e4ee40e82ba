// Figures and wide tables, for both renderers. The pages are complete without this script: every
// figure has a static image or a table. Here it becomes interactive, with the one plotly bundle of
// the book, which is fetched on pages with a figure only.
"use strict";

(() => {
  const here = document.currentScript.src;
  const bundle = new URL("../_executed/assets/plotly.min.js", here).href;

  // Per colour of a figure its colour on a dark page; merk.css has them from _brand.yml.
  const style = getComputedStyle(document.documentElement);
  const property = (name) => style.getPropertyValue(name).trim();
  const DARK = JSON.parse(property("--ivp-donker").slice(1, -1) || "{}");
  const isDark = () => {
    const [r, g, b] = (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) || [255, 255, 255]);
    return 0.3 * r + 0.6 * g + 0.1 * b < 128;
  };
  const hex = (parts) => "#" + parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("");
  const recolour = (value) => {
    if (typeof value === "string") {
      const found = value.match(/^rgba\((\d+), (\d+), (\d+),(.*)$/);
      if (!found) return DARK[value.toLowerCase()] || value;
      const dark = DARK[hex(found.slice(1, 4))];
      return dark ? `rgba(${[1, 3, 5].map((i) => parseInt(dark.slice(i, i + 2), 16)).join(", ")},${found[4]}` : value;
    }
    if (Array.isArray(value)) return value.map(recolour);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, recolour(v)]));
    }
    return value;
  };

  let loading;
  const plotly = () => loading ||= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = bundle;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });

  const draw = async (figure) => {
    const plot = figure.querySelector(".ivp-plot");
    let { data: traces, layout = {} } = contents.get(figure);
    const Plotly = await plotly();
    const ink = property("--utrecht-document-color");
    if (isDark()) [traces, layout] = [recolour(traces), recolour(layout)];
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    layout = {
      separators: ",.", ...layout, autosize: true, width: undefined,
      font: { color: ink, ...layout.font, family: getComputedStyle(document.body).fontFamily },
      ...(calm ? { transition: { duration: 0 } } : {}),
    };
    const target = document.createElement("div");
    target.className = "ivp-getekend";
    target.style.height = `${layout.height || 360}px`;
    plot.querySelector(".ivp-getekend")?.remove();
    plot.append(target);
    try {
      plot.classList.add("bezig");
      await Plotly.newPlot(target, traces, layout, { responsive: true, displayModeBar: false });
      target.setAttribute("role", "img");
      target.setAttribute("aria-label", plot.dataset.alt || "");
      plot.classList.add("getekend");
    } catch (error) {
      plot.classList.remove("bezig");
      target.remove();
      console.error(error);
    }
  };

  // Read at once, so that the page keeps room for each figure and does not jump when it is drawn.
  const contents = new Map();
  for (const figure of document.querySelectorAll(".ivp-figuur")) {
    const data = figure.querySelector('script[type="application/json"]');
    const plot = figure.querySelector(".ivp-plot");
    if (!data || !plot) continue;
    const content = JSON.parse(data.textContent);
    plot.style.minHeight = `${content.layout?.height || 360}px`;
    contents.set(figure, content);
  }
  // Enlarged: the same drawing, scaled to the window, in a dialog that Escape closes.
  const dialog = document.createElement("dialog");
  dialog.className = "ivp-groot";
  dialog.innerHTML = `<form method="dialog"><button class="ivp-knop">Sluiten</button></form><div class="ivp-groot-beeld"></div><p></p>`;
  const enlarge = (figure) => {
    const plot = figure.querySelector(".ivp-plot");
    const caption = figure.closest("figure")?.querySelector("figcaption");
    const [still, text] = [dialog.querySelector(".ivp-groot-beeld"), dialog.querySelector("p")];
    const drawn = plot.querySelectorAll(".ivp-getekend .main-svg");
    still.setAttribute("role", "img");
    still.setAttribute("aria-label", plot.dataset.alt || "");
    still.replaceChildren(...[...(drawn.length ? drawn : plot.querySelectorAll("img, svg"))].map((node, i) => {
      const copy = node.cloneNode(true);
      if (copy.tagName === "svg") {
        const [width, height] = [node.clientWidth || 680, node.clientHeight || 360];
        copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
        copy.removeAttribute("style");
        if (i === 0) still.style.aspectRatio = `${width} / ${height}`;
      }
      return copy;
    }));
    text.textContent = caption ? caption.textContent : "";
    dialog.setAttribute("aria-label", caption ? caption.textContent : "Figuur");
    dialog.showModal();
  };
  for (const figure of contents.keys()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ivp-knop ivp-vergroot";
    button.textContent = "Vergroot";
    const caption = figure.closest("figure")?.querySelector("figcaption")?.textContent.trim();
    button.setAttribute("aria-label", `Vergroot ${(caption || "de figuur").split(":")[0]}`);
    button.addEventListener("click", () => enlarge(figure));
    figure.querySelector(".ivp-plot").after(button);
  }
  if (contents.size) document.body.append(dialog);

  // One after another, when the browser has nothing better to do.
  const idle = (task) => window.requestIdleCallback
    ? requestIdleCallback(task, { timeout: 300 })
    : setTimeout(task, 1);
  const drawAll = async () => {
    for (const figure of contents.keys()) {
      await new Promise(idle);
      await draw(figure).catch(console.error);
    }
  };
  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (window.Plotly) drawAll();
  });

  // A table that is wider than the screen scrolls in its own region, which the keyboard can reach.
  for (const table of document.querySelectorAll("main table")) {
    if (table.closest(".table-responsive, .tabelvak")) continue;
    const frame = document.createElement("div");
    frame.className = "table-responsive";
    table.replaceWith(frame);
    frame.append(table);
  }
  // A table without a caption is named by the heading above it; a second one there by its number too.
  const headings = [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")];
  const above = (frame) =>
    headings.filter((h) => h.compareDocumentPosition(frame) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  const reach = () => {
    const names = new Map();
    for (const frame of document.querySelectorAll(".table-responsive")) {
      const scrolls = frame.scrollWidth > frame.clientWidth;
      const title =
        frame.closest("figure")?.querySelector("figcaption") || frame.querySelector("caption") || above(frame);
      if (scrolls) {
        frame.tabIndex = 0;
        frame.setAttribute("role", "region");
        const name = title ? title.textContent.trim() : "Tabel";
        names.set(name, (names.get(name) || 0) + 1);
        frame.setAttribute("aria-label", names.get(name) > 1 ? `${name} (${names.get(name)})` : name);
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
      }
    }
  };
  addEventListener("resize", reach);
  reach();
})();
