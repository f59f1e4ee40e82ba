// Figures and wide tables, for both renderers. The pages are complete without this script: every
// figure has a static image or a table. Here it becomes interactive, with the one plotly bundle of
// the book, which is fetched on pages with a figure only.
"use strict";

(() => {
  const here = document.currentScript.src;
  const bundle = new URL("../_executed/assets/plotly.min.js", here).href;

  // The palette of the figures (src/ivp/show/stijl.py) has contrast on white; these have it on dark.
  const DARK = {
    "#00508f": "#6db3f2", "#a34700": "#f0a35e", "#2b6e2f": "#7fcf85", "#7a2b8f": "#d9a6e6",
    "#9c1c2e": "#f593a0", "#4d5b66": "#b4c0ca", "#5f6b76": "#aab6c1", "#1b2733": "#e6ebf0",
    "#d9dee3": "#33404b", "rgba(0, 80, 143, 0.16)": "rgba(109, 179, 242, 0.22)",
  };
  const style = getComputedStyle(document.documentElement);
  const isDark = () => {
    const [r, g, b] = (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) || [255, 255, 255]);
    return 0.3 * r + 0.6 * g + 0.1 * b < 128;
  };
  const recolour = (value, surface) => {
    if (typeof value === "string") {
      if (value === "white" || value === "#fff" || value === "#ffffff") return surface;
      return DARK[value.toLowerCase()] || value;
    }
    if (Array.isArray(value)) return value.map((item) => recolour(item, surface));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, recolour(v, surface)]));
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
    const ink = style.getPropertyValue("--ivp-tekst").trim() || "#1b2733";
    const surface = style.getPropertyValue("--ivp-vlak").trim() || "#fff";
    layout = { paper_bgcolor: "white", plot_bgcolor: "white", ...layout };
    if (isDark()) {
      [traces, layout] = [recolour(traces, surface), recolour(layout, surface)];
    }
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    layout = {
      separators: ",.", ...layout, autosize: true, width: undefined,
      font: { color: ink, ...layout.font, family: getComputedStyle(document.body).fontFamily },
      ...(calm ? { transition: { duration: 0 } } : {}),
    };
    const target = document.createElement("div");
    target.style.height = `${layout.height || 360}px`;
    const still = [...plot.childNodes];
    plot.append(target);
    try {
      for (const node of still) if (node.style) node.style.display = "none";
      await Plotly.newPlot(target, traces, layout, { responsive: true, displayModeBar: false });
      plot.replaceChildren(target);
      target.setAttribute("role", "img");
      target.setAttribute("aria-label", plot.dataset.alt || "");
      plot.classList.add("getekend");
    } catch (error) {
      for (const node of still) if (node.style) node.style.display = "";
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
  const reach = () => {
    for (const frame of document.querySelectorAll(".table-responsive")) {
      const scrolls = frame.scrollWidth > frame.clientWidth;
      const title = frame.closest("figure")?.querySelector("figcaption") || frame.querySelector("caption");
      if (scrolls) {
        frame.tabIndex = 0;
        frame.setAttribute("role", "region");
        frame.setAttribute("aria-label", title ? title.textContent.trim() : "Tabel");
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
      }
    }
  };
  addEventListener("resize", reach);
  reach();
})();
