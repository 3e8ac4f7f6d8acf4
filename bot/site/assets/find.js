// A link to a fact names its source's first page. When the fact stands on a later one, this leads there.
"use strict";

(() => {
  const main = document.querySelector("main[data-places]");

  function follow() {
    const found = /^#f-([0-9a-f]{12})$/.exec(location.hash);
    if (!found || document.getElementById(location.hash.slice(1))) return;
    window.factbot = {
      places(handles) {
        const page = Object.keys(handles).find((name) => handles[name].includes(found[1]));
        if (page) location.replace(page + location.hash);
      },
    };
    const script = document.createElement("script");
    script.src = main.dataset.places;
    document.head.append(script);
  }

  addEventListener("hashchange", follow);
  follow();
})();
