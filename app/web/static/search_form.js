// The form of the explore view: words, place, dates and numbers.

import { get } from "./api.js";
import { el, field, fill, select } from "./dom.js";
import { withValue } from "./state.js";

const valueOf = (control) => (control.type === "checkbox" ? (control.checked ? "true" : "") : control.value.trim());

/** The first or last day of a year, month or day, which is all that a control for dates can show. */
function dayOf(name, value) {
  const [year, month, day] = value.slice(0, 10).split("-");
  if (day) return `${year}-${month}-${day}`;
  if (name === "date_from") return `${year}-${month ?? "01"}-01`;
  return new Date(Date.UTC(Number(year), month ? Number(month) : 12, 0)).toISOString().slice(0, 10);
}

/** A form for what is not a facet; `change` gets the new filter. The returned function shows another state. */
export function searchForm(panel, change) {
  const parts = {
    q: el("input", { type: "search", placeholder: "words, \"a phrase\", -without" }),
    place: el("input", { type: "text", list: "places", placeholder: "Iraq, Anbar, Basra …", autocomplete: "off" }),
    date_from: el("input", { type: "date" }),
    date_to: el("input", { type: "date" }),
    min_killed: el("input", { type: "number", min: "0", inputmode: "numeric" }),
    min_confidence: select([["", "any"], ["0.3", "30 %"], ["0.5", "50 %"], ["0.7", "70 %"]], ""),
    min_sources: el("input", { type: "number", min: "1", inputmode: "numeric" }),
    counted: el("input", { type: "checkbox" }),
  };
  const sources = field("Sources at least", parts.min_sources);
  const known = el("datalist", { id: "places" });
  let current = new URLSearchParams();
  const before = {};
  let timer = 0;
  parts.place.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (parts.place.value.trim().length < 2) return;
      const found = await get(`/v1/places?q=${encodeURIComponent(parts.place.value)}&limit=8`).catch(() => null);
      fill(known, found?.places.map((place) => el("option", { value: place.country && place.country !== place.name ? `${place.name}, ${place.country}` : place.name })) ?? []);
    }, 200);
  });
  const submit = (event) => {
    event.preventDefault();
    let made = current;
    for (const [name, control] of Object.entries(parts)) {
      if (valueOf(control) !== before[name]) made = withValue(made, name, valueOf(control));
    }
    if (made !== current) change(made);
  };
  panel.append(el("form", { class: "filters", role: "search", onsubmit: submit, onchange: submit },
    field("Search", parts.q), field("Place", parts.place), known,
    el("div", { class: "pair" }, field("From", parts.date_from), field("To", parts.date_to)),
    el("div", { class: "pair" }, field("Killed at least", parts.min_killed), field("Sure at least", parts.min_confidence)),
    sources,
    el("label", { class: "check", title: "Leave out events whose figures another event of the article already has" }, parts.counted, "Only counted"),
    el("button", { type: "submit", class: "primary" }, "Search")));
  return ({ filter: shown, own }) => {
    current = shown;
    sources.hidden = own.show !== "incidents";
    for (const [name, control] of Object.entries(parts)) {
      const value = shown.getAll(name).join("; ");
      if (control.type === "checkbox") control.checked = value === "true";
      else control.value = value && control.type === "date" ? dayOf(name, value) : value;
      before[name] = valueOf(control);
    }
  };
}
