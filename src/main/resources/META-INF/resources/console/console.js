// Keeps what is shown fresh, unless that would disturb the reader.
(() => {
  "use strict";
  const live = () => document.getElementById("live");
  const stale = document.getElementById("stale");
  const found = document.getElementById("found");
  let seen = Date.now();

  const disturbs = () =>
    document.hidden || !document.getSelection().isCollapsed;

  setInterval(() => {
    const shown = live();
    if (!shown || disturbs()) {
      return;
    }
    if (Date.now() - seen >= Number(shown.dataset.refresh) * 1000) {
      seen = Date.now();
      htmx.trigger(shown, "refresh");
    }
  }, 1000);

  document.addEventListener("htmx:afterSettle", () => {
    seen = Date.now();
    stale.hidden = true;
    // Said only when it changed: a refresh that found the same is not worth an interruption.
    const summary = live() && live().dataset.summary;
    if (found && summary && found.textContent !== summary) {
      found.textContent = summary;
    }
  });

  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => {
      stale.hidden = false;
    });
  }
})();
