// Which view an address is, and the links between them.

import { loadSession } from "./api.js";
import { announce, el, fill, problem } from "./dom.js";
import { showArticle } from "./article.js";
import { showExplore } from "./explore.js";
import { showIncident } from "./incident.js";
import { showRead } from "./read.js";
import { showReview } from "./review.js";
import { showSession } from "./session.js";

const ROOT = document.querySelector("meta[name=dateline-root]").content;
const main = document.getElementById("main");
const VIEWS = [
  [/^\/incidents\/([^/]+)$/, showIncident, "incident"],
  [/^\/articles\/([^/]+)$/, showArticle, "article"],
  [/^\/read$/, showRead, "read"],
  [/^\/review$/, showReview, "review"],
  [/^\/?$/, showExplore, "explore"],
];
let leave = null;

export async function show() {
  leave?.();
  leave = null;
  const path = decodeURI(location.pathname.slice(ROOT.length)) || "/";
  const [pattern, view, name] = VIEWS.find(([known]) => known.test(path)) ?? VIEWS.at(-1);
  for (const one of document.querySelectorAll("nav [data-view]")) {
    if (one.dataset.view === name) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  document.body.dataset.view = name;
  fill(main);
  try {
    const found = path.match(pattern);
    leave = (await view(main, found?.[1])) ?? null;
    const title = main.querySelector("h1")?.textContent;
    document.title = title && name !== "explore" ? `${title} – Dateline` : "Dateline";
  } catch (error) {
    if (error.name === "AbortError") return;
    const [title, again] = error.status === 404 ? ["Not found", null] : ["This page could not be shown", show];
    fill(main, el("h1", {}, title), problem(error, again));
    document.title = `${title} – Dateline`;
    console.error(error);
  }
}

/** Go to a view without loading the page again. */
export function go(path) {
  history.pushState(null, "", ROOT + path);
  return show().then(() => {
    const shown = document.activeElement; // a view may lead to a part of it
    if (shown === main || !main.contains(shown)) {
      main.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    announce(document.title);
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.matches(".skip")) { // without a new address, which would show the view again
    event.preventDefault();
    document.querySelector(link.hash)?.focus();
    return;
  }
  const to = new URL(link.href);
  const path = to.pathname.slice(ROOT.length) || "/";
  const ours = to.origin === location.origin && to.pathname.startsWith(ROOT) && !link.download && !link.hash;
  if (!ours || !VIEWS.some(([known]) => known.test(path))) return;
  event.preventDefault();
  go(path + to.search);
});
addEventListener("popstate", show);

await loadSession().catch((error) => fill(main, problem(error)));
showSession(show);
await show();
