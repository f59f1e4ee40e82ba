// The menus of the embedded renderer's pages on small screens; without this script they are open.
"use strict";

(() => {
  const narrow = matchMedia("(max-width: 50rem)");
  const medium = matchMedia("(max-width: 86rem)");
  const follow = (query, details, closed) => {
    if (!details) return;
    const set = () => { details.open = !query.matches || !closed; };
    query.addEventListener("change", set);
    set();
  };
  follow(narrow, document.querySelector(".boek-menu"), true);
  follow(medium, document.querySelector(".pagina-inhoud details"), true);
})();
