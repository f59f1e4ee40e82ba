// What helps a reader, for both renderers: terms explained on hover and focus, and printing the
// chapter. Without this script a term is a link to the glossary, and the browser's menu prints.
"use strict";

(() => {
  // WCAG 1.4.13: the explanation can be dismissed (Escape), hovered, and stays until the reader
  // leaves the term and the explanation.
  const tip = document.createElement("div");
  tip.className = "ivp-uitleg";
  tip.id = "ivp-uitleg";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  let term = null;
  let leaving;

  const place = () => {
    const at = [...term.getClientRects()].at(-1);
    const width = Math.min(360, document.documentElement.clientWidth - 32);
    tip.style.width = `${width}px`;
    const left = Math.min(at.left, document.documentElement.clientWidth - width - 16);
    const below = at.bottom + 6 + tip.offsetHeight < innerHeight || at.top < tip.offsetHeight + 12;
    tip.style.left = `${Math.max(16, left) + scrollX}px`;
    tip.style.top = `${(below ? at.bottom + 4 : at.top - tip.offsetHeight - 4) + scrollY}px`;
  };
  const hide = () => {
    clearTimeout(leaving);
    tip.hidden = true;
    term?.removeAttribute("aria-describedby");
    term = null;
  };
  const show = (link) => {
    clearTimeout(leaving);
    if (term === link) return;
    hide();
    term = link;
    tip.textContent = link.dataset.uitleg;
    tip.hidden = false;
    link.setAttribute("aria-describedby", tip.id);
    place();
  };
  const leave = () => { clearTimeout(leaving); leaving = setTimeout(hide, 300); };
  const terms = document.querySelectorAll(".ivp-begrip");
  for (const link of terms) {
    link.addEventListener("mouseenter", () => show(link));
    link.addEventListener("mouseleave", () => { if (document.activeElement !== link) leave(); });
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", () => { if (!tip.matches(":hover")) hide(); });
  }
  if (terms.length) {
    tip.addEventListener("mouseenter", () => clearTimeout(leaving));
    tip.addEventListener("mouseleave", () => { if (document.activeElement !== term) leave(); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && term) hide(); });
    addEventListener("resize", hide);
    document.body.append(tip);
  }

  addEventListener("beforeprint", () => {
    for (const picture of document.images) picture.loading = "eager";
  });

  const head = document.querySelector("#title-block-header, main header");
  if (head) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ivp-knop ivp-print";
    button.textContent = "Print dit hoofdstuk";
    button.addEventListener("click", async () => {
      // Pictures that were not needed on the screen are needed on paper.
      const pictures = [...document.images];
      for (const picture of pictures) picture.loading = "eager";
      await Promise.allSettled(pictures.map((picture) => picture.decode()));
      print();
    });
    head.append(button);
  }
})();
