// Explore: map, list and timeline of one filter; the URL holds it all.

import { eventTypes, get } from "./api.js";
import { announce, el, field, fill, link, problem, select, address } from "./dom.js";
import { facets, typeLabel } from "./facets.js";
import { figure, percent, plural, when, where, words, PRECISION } from "./format.js";
import { makeMap, Pins } from "./map.js";
import { readState, withValue, without, writeState } from "./state.js";
import { showTimeline } from "./timeline.js";

const PAGE = 1000;
const MOST = 5000;
const LISTED = 50;
const FIELDS = "type,subtype,summary,places,time,factuality,confidence,figures,counted,review,article,incident_id";
const SORTS = [["", "latest first"], ["time", "earliest first"], ["-reported", "last reported"], ["killed", "most killed"]];
const EXPORTS = [
  ["CSV", "format=csv"], ["Excel", "format=csv&bom=true"], ["GeoJSON", "format=geojson"], ["NDJSON", "format=ndjson"],
  ["Parquet", "format=parquet"], ["ACLED", "profile=acled"], ["UCDP", "profile=ucdp"],
];
const NAMES = { q: "words", date_from: "from", date_to: "to", min_killed: "killed at least", min_confidence: "confidence at least" };

function asThing(found, show, types) {
  const incident = show === "incidents";
  const main = found.places.length ? found.places : found.about_places ?? [];
  return {
    id: found.id,
    title: incident ? found.title : found.summary,
    kind: typeLabel(types, found.subtype ?? found.type),
    colour: types[found.type]?.colour ?? 7,
    places: main,
    time: found.time,
    href: incident ? `/incidents/${found.id}` : `/articles/${found.article.id}?event=${found.id}`,
    open: incident ? "Open the incident" : "Read the article",
    unsure: !incident && found.factuality !== "asserted",
    raw: found,
  };
}

/** Everything that matches, up to a number, a page at a time. */
async function load({ filter, own }, signal, progress) {
  const found = [];
  const query = new URLSearchParams(filter);
  if (own.sort) query.set("sort", own.sort);
  query.set("limit", String(PAGE));
  if (own.show === "events") query.set("fields", FIELDS);
  else if (own.min_sources) query.set("min_sources", own.min_sources);
  let more = null;
  do {
    if (more) query.set("cursor", more);
    const page = await get(`/v1/${own.show}?${query}`, signal);
    found.push(...page[own.show]);
    more = page.next_cursor;
    progress(found.length);
  } while (more && found.length < MOST);
  return { found, more: Boolean(more) };
}

export async function showExplore(main) {
  const types = await eventTypes();
  let state = readState();
  let stop = null;
  let things = [];
  let listed = LISTED;

  const list = el("ol", { class: "results", "aria-label": "Results" });
  const count = el("p", { class: "count-line", role: "status" });
  const time = el("div", { class: "timeline" });
  const mapBox = el("div", { id: "map" });
  const panel = el("aside", { class: "panel", "aria-label": "Filters" });
  const chips = el("div", { class: "chips", role: "group", "aria-label": "Active filters" });
  const tools = el("div", { class: "tools" });
  fill(main,
    el("h1", { class: "visually-hidden" }, "Explore"),
    el("div", { class: "explore" }, panel, el("div", { class: "map-side" }, mapBox, time), el("section", { class: "list-side", "aria-label": "List" }, tools, chips, count, list)));

  const map = makeMap(mapBox, { at: state.own.at, label: "Map of events" });
  const pins = new Pins(map, (id) => choose(id, { from: "map" }));
  let fitted = Boolean(state.own.at);

  const change = (filter, own = {}) => {
    state = { filter, own: { ...state.own, sel: "", ...own } };
    writeState(state);
    refresh();
  };
  const controls = searchForm(panel, state, change);
  const showFacets = facets(panel, (filter) => change(filter));

  function choose(id, { from = "list", write = true } = {}) {
    state.own.sel = id;
    if (write) writeState(state, { replace: true });
    for (const row of list.querySelectorAll("[data-id]")) row.toggleAttribute("data-chosen", row.dataset.id === id);
    pins.select(id, { move: from === "list" });
    if (from !== "map") return;
    const n = things.findIndex((thing) => thing.id === id);
    if (n >= listed) {
      listed = n + LISTED;
      showList();
    }
    list.querySelector(`[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
  }

  function showList() {
    const rows = things.slice(0, listed).map((thing) => row(thing, state.own.show, choose));
    const more = things.length > listed &&
      el("li", {}, el("button", { type: "button", class: "more", onclick: () => { listed += LISTED; showList(); } }, `Show more (${things.length - listed})`));
    fill(list, rows, more);
    for (const one of list.querySelectorAll("[data-id]")) one.toggleAttribute("data-chosen", one.dataset.id === state.own.sel);
  }

  function showTools() {
    const kinds = el("div", { class: "switch", role: "group", "aria-label": "Show" },
      ["events", "incidents"].map((kind) =>
        el("button", { type: "button", "aria-pressed": String(state.own.show === kind), onclick: () => change(state.filter, { show: kind, sort: "" }) }, kind === "events" ? "Events" : "Incidents")));
    const sort = select(SORTS, state.own.sort, { "aria-label": "Order", onchange: (event) => change(state.filter, { sort: event.target.value }) });
    const links = EXPORTS.map(([name, form]) =>
      el("a", { href: address(`/v1/${state.own.show}?${join(state.filter, form)}`), download: true }, name));
    fill(tools, kinds, sort,
      el("details", { class: "export" }, el("summary", {}, "Export"), el("div", { class: "menu" }, links,
        el("a", { href: address(`/v1/${state.own.show}?${state.filter}`) }, "API address"))));
    fill(chips, [...state.filter].map(([name, value]) =>
      el("button", { type: "button", class: "chip", onclick: () => change(new URLSearchParams([...state.filter].filter(([n, v]) => n !== name || v !== value))) },
        `${NAMES[name] ?? words(name)}: ${value}`, el("span", { "aria-hidden": "true" }, " ×"), el("span", { class: "visually-hidden" }, " remove"))),
      state.filter.size > 1 && el("button", { type: "button", class: "chip", onclick: () => change(new URLSearchParams()) }, "Clear all"));
  }

  async function refresh() {
    stop?.abort();
    stop = new AbortController();
    const { signal } = stop;
    listed = LISTED;
    controls(state.filter);
    showTools();
    fill(count, "Loading …");
    try {
      const extra = Promise.all([showTimeline(time, state.filter, signal, (filter) => change(filter)), showFacets(state.filter, signal)]);
      extra.catch(() => {});
      const { found, more } = await load(state, signal, (n) => n > PAGE / 2 && fill(count, `Loading … ${n.toLocaleString("en")}`));
      things = found.map((one) => asThing(one, state.own.show, types));
      const placed = pins.show(things);
      if (!fitted) pins.fit();
      fitted = true;
      showList();
      const noun = state.own.show === "events" ? "event" : "incident";
      const missing = things.length - placed;
      const text = `${more ? "The first " : ""}${plural(things.length, noun)}${missing ? `, ${missing} without a point on the map` : ""}`;
      fill(count, text);
      announce(text);
      performance.mark("dateline-shown");
      document.body.dataset.ready = String(things.length);
      if (!things.length) await showHints(list, state, change, signal);
      if (state.own.sel) choose(state.own.sel, { write: false });
    } catch (error) {
      if (error.name === "AbortError") return;
      fill(count, "");
      fill(list, el("li", {}, problem(error, refresh), error.candidates?.map((one) =>
        el("button", { type: "button", class: "chip", onclick: () => change(withValue(state.filter, "place", String(one.geonames_id))) },
          [one.name, one.admin1, one.country].filter(Boolean).join(", ")))));
    }
  }

  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    state.own.at = `${lat.toFixed(2)},${lng.toFixed(2)},${map.getZoom()}`;
    writeState(state, { replace: true });
  });
  refresh();
  return () => {
    stop?.abort();
    delete document.body.dataset.ready;
    map.remove();
  };
}

const join = (filter, form) => (filter.size ? `${filter}&${form}` : form);

function searchForm(panel, { filter }, change) {
  const input = (attributes) => el("input", attributes);
  const parts = {
    q: input({ type: "search", placeholder: "words, \"a phrase\", -without" }),
    place: input({ type: "text", list: "places", placeholder: "Iraq, Anbar, Basra …", autocomplete: "off" }),
    date_from: input({ type: "date" }),
    date_to: input({ type: "date" }),
    min_killed: input({ type: "number", min: "0", inputmode: "numeric" }),
    min_confidence: select([["", "any"], ["0.3", "30 %"], ["0.5", "50 %"], ["0.7", "70 %"]], ""),
    counted: input({ type: "checkbox" }),
  };
  const known = el("datalist", { id: "places" });
  let current = filter;
  const read = () => {
    let made = new URLSearchParams(current);
    for (const [name, control] of Object.entries(parts)) {
      const value = control.type === "checkbox" ? (control.checked ? "true" : "") : control.value.trim();
      if (value !== (made.getAll(name).join("; ") || "")) made = withValue(made, name, value);
    }
    return made;
  };
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
    change(read());
  };
  panel.append(el("form", { class: "filters", role: "search", onsubmit: submit, onchange: submit },
    field("Search", parts.q), field("Place", parts.place), known,
    el("div", { class: "pair" }, field("From", parts.date_from), field("To", parts.date_to)),
    el("div", { class: "pair" }, field("Killed at least", parts.min_killed), field("Confidence", parts.min_confidence)),
    el("label", { class: "check" }, parts.counted, "Only counted once"),
    el("button", { type: "submit", class: "primary" }, "Search")));
  return (shown) => {
    current = shown;
    for (const [name, control] of Object.entries(parts)) {
      const value = shown.getAll(name).join("; ");
      if (control.type === "checkbox") control.checked = value === "true";
      else if (control !== document.activeElement || !control.value) control.value = control.type === "date" && value.length < 10 ? "" : value;
    }
  };
}

function figures(raw, incident) {
  const source = incident ? raw.casualties : raw.figures;
  return ["killed", "injured"].filter((effect) => source?.[effect]?.best != null).map((effect) => {
    const { low, high, best } = source[effect];
    const text = incident && low !== high ? `${best} ${effect} (${figure(source[effect])})` : `${best}${high === null ? "+" : ""} ${effect}`;
    return el("span", { class: `figure ${effect}` }, text);
  });
}

function row(thing, show, choose) {
  const { raw } = thing;
  const incident = show === "incidents";
  const place = thing.places[0];
  const by = incident ? `${plural(raw.articles, "report")}, ${plural(raw.sources, "source")}` : raw.article.source;
  return el("li", { dataset: { id: thing.id } },
    el("button", { type: "button", class: "row", onclick: () => choose(thing.id) },
      el("span", { class: `dot c${thing.colour}`, "aria-hidden": "true" }),
      el("span", { class: "row-title", dir: "auto" }, thing.title),
      el("span", { class: "row-line" },
        [thing.kind, when(thing.time), place && `${where(place)}${["city", "point"].includes(place.precision) ? "" : ` (${PRECISION[place.precision] ?? "unresolved"})`}`, by]
          .filter(Boolean).join(" · ")),
      el("span", { class: "row-line" }, figures(raw, incident),
        !incident && raw.factuality !== "asserted" && el("span", { class: "tag" }, raw.factuality),
        !incident && raw.review && el("span", { class: "tag good" }, raw.review.status),
        !incident && !raw.review && el("span", { class: "tag", title: "Probability that the whole record is right" }, percent(raw.confidence)))),
    link(thing.href, { class: "open", "aria-label": `${thing.open}: ${thing.title}` }, "Open"));
}

/** Nothing matches: how many there would be without each of the filters. */
async function showHints(list, { filter, own }, change, signal) {
  const names = [...new Set(filter.keys())];
  if (!names.length && !own.min_sources) {
    fill(list, el("li", { class: "empty" }, el("p", {}, "Nothing is stored yet."), link("/read", { class: "button primary" }, "Read a first article")));
    return;
  }
  const counted = await Promise.all(names.map(async (name) => {
    const looser = without(filter, name);
    const found = await get(`/v1/events/summary?${looser.size ? `${looser}&` : ""}limit=1`, signal);
    return { name, looser, events: found.total.events };
  }));
  const useful = counted.filter((one) => one.events).sort((a, b) => a.events - b.events);
  fill(list, el("li", { class: "empty" }, el("p", {}, "Nothing matches all of these filters. Try without one of them:"),
    useful.map((one) => el("button", { type: "button", class: "chip", onclick: () => change(one.looser) },
      `without ${NAMES[one.name] ?? words(one.name)} (${filter.getAll(one.name).join(", ")}): ${plural(one.events, "event")}`)),
    !useful.length && el("button", { type: "button", class: "chip", onclick: () => change(new URLSearchParams()) }, "Clear all filters")));
}
