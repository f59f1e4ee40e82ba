// The reader moves the weights and sees the ranking change. The page is complete without this
// script. It computes what src/ivp/stats/dirichlet.py and ranking.py compute, operation by
// operation, so that both give the same numbers to the last digit; a test compares them. So: no
// Math.log, Math.exp or Math.random, which may differ, and no other order of adding.
"use strict";

(() => {
  const LN2 = 0.6931471805599453;
  const ROOT2 = 1.4142135623730951;
  const LN_TERMS = 12;
  const EXP_TERMS = 18;

  const generator = (seed) => {
    let a = 0, b = seed >>> 0, c = 0, d = 1;
    const uniform = () => {
      const drawn = (a + b + d) >>> 0;
      d = (d + 1) >>> 0;
      a = (b ^ (b >>> 9)) >>> 0;
      b = (c + (c << 3)) >>> 0;
      c = (((c << 21) | (c >>> 11)) + drawn) >>> 0;
      return (drawn + 0.5) / 4294967296.0;
    };
    for (let i = 0; i < 12; i++) uniform();
    return uniform;
  };

  const ln = (x) => {
    let powers = 0;
    while (x < ROOT2 / 2) { x *= 2.0; powers -= 1; }
    while (x > ROOT2) { x *= 0.5; powers += 1; }
    const z = (x - 1.0) / (x + 1.0);
    const square = z * z;
    let total = 0.0;
    for (let n = LN_TERMS; n >= 0; n--) total = total * square + 1.0 / (2 * n + 1);
    return powers * LN2 + 2.0 * z * total;
  };

  const exp = (x) => {
    const halvings = Math.floor(0.5 - x / LN2);
    if (halvings > 1070) return 0.0;
    const rest = x + halvings * LN2;
    let total = 1.0;
    for (let n = EXP_TERMS; n > 0; n--) total = 1.0 + rest * total / n;
    for (let i = 0; i < halvings; i++) total *= 0.5;
    return total;
  };

  const gamma = (shape, uniform) => {
    let boost = 1.0;
    if (shape < 1.0) {
      boost = exp(ln(uniform()) / shape);
      shape = shape + 1.0;
    }
    const d = shape - 1.0 / 3.0;
    const c = 1.0 / Math.sqrt(9.0 * d);
    for (;;) {
      let square = 1.0, u = 0.0, v = 0.0;
      while (square >= 1.0) {
        u = 2.0 * uniform() - 1.0;
        v = 2.0 * uniform() - 1.0;
        square = u * u + v * v;
      }
      const x = u * Math.sqrt(-2.0 * ln(square) / square);
      let t = 1.0 + c * x;
      if (t <= 0.0) continue;
      t = t * t * t;
      if (ln(uniform()) < 0.5 * x * x + d - d * t + d * ln(t)) return d * t * boost;
    }
  };

  const score = (values, weights) => {
    let top = 0.0, present = 0.0;
    for (let j = 0; j < weights.length; j++) {
      if (values[j] === null) continue;
      top += weights[j] * values[j];
      present += weights[j];
    }
    return present > 0 ? top / present : null;
  };

  // Equal is what is equal in nine decimals; without a score last.
  const ranks = (scores) => {
    const keys = scores.map((value) => (value === null ? -Infinity : Math.floor(value * 1e9 + 0.5)));
    return keys.map((own) => keys.reduce((n, other) => n + (other > own ? 1 : 0), 1));
  };

  // null when no criterium has a weight.
  const weigh = (data, weights) => {
    let total = 0.0, used = 0;
    for (const weight of weights) { total += weight; used += weight > 0 ? 1 : 0; }
    if (!(total > 0)) return null;
    const scores = data.themas.map((thema) => score(thema.scores, weights));
    const places = ranks(scores);
    const shapes = weights.map((weight) => weight * used / total);
    const uniform = generator(data.zaad);
    const inTop = data.themas.map(() => 0);
    for (let done = 0; done < data.trekkingen;) {
      const drawn = shapes.map((shape) => (shape > 0 ? gamma(shape, uniform) : 0.0));
      if (!drawn.some((value) => value > 0)) continue;
      done += 1;
      const places = ranks(data.themas.map((thema) => score(thema.scores, drawn)));
      places.forEach((place, i) => { if (place <= data.aantal) inTop[i] += 1; });
    }
    return data.themas
      .map((thema, i) => ({
        id: thema.id, naam: thema.naam, score: scores[i], rang: places[i],
        aandeel: inTop[i] / data.trekkingen * 100,
      }))
      .filter((row) => row.score !== null)
      .sort((x, y) => x.rang - y.rang || y.aandeel - x.aandeel || (x.naam < y.naam ? -1 : 1));
  };

  // As src/ivp/show/getal.py: half away from zero on the shortest decimal notation.
  const number = (value, places) => {
    const [whole, part = ""] = String(value).split(".");
    if (part.includes("e")) return number(0, places);
    const digits = (whole + part.padEnd(places + 1, "0").slice(0, places + 1));
    const rounded = ((BigInt(digits) + 5n) / 10n).toString().padStart(places + 1, "0");
    const head = rounded.slice(0, rounded.length - places) || "0";
    return places ? `${head},${rounded.slice(-places)}` : head;
  };

  const element = (name, attributes = {}, text = "") => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };

  const start = (root) => {
    const data = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
    const chosen = data.criteria.map((criterium) => criterium.gewicht);
    const weights = [...chosen];
    const most = Math.max(50, ...chosen.map((weight) => Math.ceil(2 * weight)));
    const sliders = [];

    const form = element("fieldset", { class: "ivp-schuiven" });
    form.append(element("legend", {}, "Gewicht van elk criterium"));
    data.criteria.forEach((criterium, i) => {
      const id = `gewicht-${criterium.id}`;
      const row = element("div", { class: "ivp-schuif" });
      const slider = element("input", { type: "range", id, min: 0, max: most, step: 1 });
      // Screen readers hear it as the slider's value; an output would speak a second time.
      const shown = element("span", { "aria-hidden": "true" });
      slider.value = chosen[i];
      slider.addEventListener("input", () => { weights[i] = Number(slider.value); soon(); });
      row.append(element("label", { for: id }, criterium.naam), slider, shown);
      form.append(row);
      sliders.push([slider, shown]);
    });
    const back = element("button", { type: "button" }, "Terug naar de gekozen gewichten");
    back.addEventListener("click", () => {
      chosen.forEach((weight, i) => { weights[i] = weight; sliders[i][0].value = weight; });
      show();
    });

    const says = element("p", { role: "status", class: "ivp-uitkomst" });
    const frame = element("div", {
      class: "tabelvak", role: "region", tabindex: 0, "aria-label": "De volgorde bij deze gewichten",
    });
    const table = element("table");
    table.append(element("caption", {}, "De volgorde bij deze gewichten"));
    const head = element("tr");
    const names = ["Thema", "Plaats", "Gewogen score", `Bij de eerste ${data.aantal} (%)`];
    for (const name of names) head.append(element("th", { scope: "col" }, name));
    const thead = element("thead");
    thead.append(head);
    const body = element("tbody");
    table.append(thead, body);
    frame.append(table);

    const show = () => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      sliders.forEach(([slider, shown], i) => {
        const part = total > 0 ? `${number(100 * weights[i] / total, 1)}%` : "0%";
        shown.textContent = part;
        slider.setAttribute("aria-valuetext", part);
      });
      const rows = weigh(data, weights);
      if (!rows) {
        body.replaceChildren();
        says.textContent = "Geef ten minste één criterium een gewicht.";
        return;
      }
      body.replaceChildren(...rows.map((row, i) => {
        const line = element("tr", { "data-thema": row.id, "data-score": row.score, "data-aandeel": row.aandeel });
        if (i < data.aantal) line.className = "ivp-vooraan";
        line.append(
          element("th", { scope: "row" }, row.naam),
          element("td", { class: "getal" }, String(row.rang)),
          element("td", { class: "getal" }, number(row.score, 2)),
          element("td", { class: "getal" }, number(row.aandeel, 1)),
        );
        return line;
      }));
      const first = rows.slice(0, data.aantal).map((row) => row.naam);
      says.textContent = `Vooraan staan nu: ${first.join(", ")}.`;
    };
    let waiting;
    const soon = () => { clearTimeout(waiting); waiting = setTimeout(show, 60); };

    const mark = data.voorbeeld
      ? [element("p", { class: "voorbeeldcijfers" }, "Voorbeeldcijfers: deze cijfers zijn niet echt")]
      : [];
    show();
    root.replaceChildren(...mark, form, back, says, frame);
  };

  for (const root of document.querySelectorAll(".ivp-weging")) start(root);
})();
