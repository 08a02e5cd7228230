// Keeps what is shown fresh, unless that would disturb the reader.
(() => {
  "use strict";
  const live = () => document.getElementById("live");
  const stale = document.getElementById("stale");
  const found = document.getElementById("found");
  let seen = Date.now();

  // A form that somebody fills in would be emptied.
  const filling = (shown) =>
    shown.querySelector("details.act[open], #many input:checked") !== null ||
    [...shown.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue) ||
    (shown.contains(document.activeElement) && document.activeElement.matches("input, select, textarea"));

  let paused = false;
  const pause = document.getElementById("pause");
  if (pause && live() && live().dataset.refresh) {
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.setAttribute("aria-pressed", String(paused));
      pause.textContent = paused ? "Updates are paused" : "Pause updates";
    });
  }

  const disturbs = (shown) =>
    paused || document.hidden || !document.getSelection().isCollapsed || filling(shown);

  setInterval(() => {
    const shown = live();
    if (!shown || !shown.dataset.refresh || disturbs(shown)) {
      return;
    }
    if (Date.now() - seen >= Number(shown.dataset.refresh) * 1000) {
      seen = Date.now();
      htmx.trigger(shown, "refresh");
    }
  }, 1000);

  // What somebody began while the answer was on its way stays, too.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt === live() && disturbs(live())) {
      event.detail.shouldSwap = false;
    }
  });

  const rows = () => [...document.querySelectorAll("main tbody tr")].filter((row) => row.querySelector("a"));
  const at = () => rows().findIndex((row) => row.contains(document.activeElement));
  const go = (step) => {
    const all = rows();
    const next = all[Math.min(all.length - 1, Math.max(0, at() + step))];
    if (next) {
      next.querySelector("th a, a").focus();
    }
  };
  const help = document.getElementById("keys");
  const keys = {
    "/": () => document.querySelector("main input[type=search]")?.focus(),
    j: () => go(1),
    k: () => go(at() < 0 ? 1 : -1),
    x: () => rows()[at()]?.querySelector("input[name=ids]")?.click(),
    "?": () => help && (help.open ? help.close() : help.showModal()),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) {
      return;
    }
    event.preventDefault();
    keys[event.key]();
  });

  // Times are UTC on the page; a reader gets those of the reader's own zone, with UTC on hover.
  const zone = (root) => {
    for (const time of root.querySelectorAll("time[data-exact]")) {
      const moment = new Date(time.dateTime);
      time.title = time.dataset.exact;
      time.textContent = moment.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
    }
  };
  zone(document);
  document.addEventListener("htmx:afterSwap", (event) => zone(event.target));

  document.addEventListener("htmx:afterSettle", () => {
    seen = Date.now();
    stale.hidden = true;
    // Said only when it changed: a refresh that found the same is not worth an interruption.
    const summary = live() && live().dataset.summary;
    if (found && summary && found.textContent !== summary) {
      found.textContent = summary;
    }
  });

  const tell = (event) => {
    const ended = event.detail.xhr && event.detail.xhr.status === 401;
    stale.textContent = ended
      ? "Your session has ended. "
      : "This page is not up to date: the last refresh failed. Trying again.";
    if (ended) {
      const link = document.createElement("a");
      link.href = "/sign-in?to=" + encodeURIComponent(location.pathname + location.search);
      link.textContent = "Sign in again";
      stale.append(link);
    }
    stale.hidden = false;
  };
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, tell);
  }
})();
