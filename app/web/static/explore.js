// Explore: map, list and timeline of one filter; the URL holds it all.

import { counted, eventTypes, get, offered } from "./api.js";
import { announce, dotted, el, fill, link, problem, quoted, select, address } from "./dom.js";
import { facets, subtypeLabel, typeLabel, valueLabel } from "./facets.js";
import { number, percent, plural, PRECISION, toll, when, where, words } from "./format.js";
import { areaButton, makeMap, mapKey, Pins } from "./map.js";
import { searchForm } from "./search_form.js";
import { boxOf, filterOf, readState, withValue, without, writeState } from "./state.js";
import { showTimeline } from "./timeline.js";

const PAGE = 1000;
const MOST = 5000;
const LISTED = 50;
const FIELDS = "type,subtype,summary,places,about_places,time,factuality,confidence,figures,counted,review,article,incident_id";
const SORTS = [["", "latest first"], ["time", "earliest first"], ["-reported", "last reported"], ["killed", "most killed"]];
/** The forms of an export; GeoJSON comes in pages unless more is asked for. */
const EXPORTS = [
  ["CSV", "format=csv"], ["Excel", "format=csv&bom=true"], ["GeoJSON", "format=geojson", "limit=1000000000"], ["NDJSON", "format=ndjson"],
  ["Parquet", "format=parquet"], ["ACLED", "profile=acled"], ["UCDP", "profile=ucdp"],
];
const NAMES = {
  q: "words", date_from: "from", date_to: "to", min_killed: "killed at least", min_confidence: "sure at least", min_sources: "sources at least",
};
/** Filters that say all with their name, or with a value that is no words. */
const WHOLE = {
  counted: { true: "only counted", false: "only not counted" }, reviewed: { true: "reviewed", false: "not reviewed" },
  incident_id: "of one incident", article_id: "of one article", bbox: "in a part of the map",
};

/** A filter in words: "country: Iraq". */
function filterText(types, name, value) {
  const whole = WHOLE[name]?.[value] ?? WHOLE[name];
  return typeof whole === "string" ? whole : `${NAMES[name] ?? words(name)}: ${valueLabel(types, name, value)}`;
}

function asThing(found, show, types) {
  const incident = show === "incidents";
  const about = !incident && !found.places.length && found.about_places.length > 0;
  return {
    id: found.id,
    title: incident ? found.title : found.summary,
    kind: found.subtype ? subtypeLabel(types, found) : typeLabel(types, found.type),
    colour: types[found.type]?.colour ?? 7,
    places: about ? found.about_places : found.places,
    about,
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
  let markDay = () => {};

  const list = el("ol", { class: "results", id: "results", tabindex: "-1", "aria-label": "Results" });
  const count = el("p", { class: "count-line", role: "status" });
  const time = el("div", { class: "timeline" });
  const mapBox = el("div", { id: "map" });
  const filters = el("details", {}, el("summary", {}, "Filters"));
  const panel = el("aside", { class: "panel", "aria-label": "Filters" }, filters);
  const chips = el("div", { class: "chips", role: "group", "aria-label": "Active filters" });
  const tools = el("div", { class: "tools" });
  fill(main,
    el("a", { class: "skip", href: "#results" }, "Skip to the list"),
    el("h1", { class: "visually-hidden" }, "Explore"),
    el("div", { class: "explore" }, panel, el("div", { class: "map-side" }, mapBox, mapKey(), time), el("section", { class: "list-side", "aria-label": "List" }, tools, chips, count, list)));

  const map = makeMap(mapBox, { at: state.own.at, label: "Map of events" });
  const pins = new Pins(map, (id) => choose(id, { from: "map" }));
  let fitted = Boolean(state.own.at);
  areaButton(map, "Search this area", (bounds) => {
    const filter = withValue(state.filter, "bbox", boxOf(bounds));
    change(filter, {}, { move: false });
  });

  const narrow = matchMedia("(max-width: 760px)");
  const unfold = () => (filters.open = !narrow.matches);
  narrow.addEventListener("change", unfold);
  unfold();

  const change = (filter, changes = {}, { move = true } = {}) => {
    const own = { ...state.own, sel: "", ...changes };
    if (move && area(filter) !== area(state.filter)) fitted = false;
    state = { filter: filterOf(own.show, filter), own };
    writeState(state);
    refresh();
  };
  const controls = searchForm(filters, change);
  const showFacets = facets(filters, (filter) => change(filter));

  function choose(id, { from = "list", write = true } = {}) {
    state.own.sel = id;
    if (write) writeState(state, { replace: true });
    for (const row of list.querySelectorAll("[data-id]")) row.toggleAttribute("data-chosen", row.dataset.id === id);
    pins.select(id, { move: from === "list" });
    const n = things.findIndex((thing) => thing.id === id);
    markDay(things[n]?.time?.start?.slice(0, 10));
    if (from !== "map") return;
    if (n >= listed) {
      listed = n + LISTED;
      showList();
    }
    list.querySelector(`[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
  }

  function showList() {
    const rows = things.slice(0, listed).map((thing) => row(thing, state.own.show, choose));
    const more = things.length > listed &&
      el("li", {}, el("button", { type: "button", class: "more", onclick: () => { listed += LISTED; showList(); } }, `Show more (${number(things.length - listed)})`));
    fill(list, rows, more);
    for (const one of list.querySelectorAll("[data-id]")) one.toggleAttribute("data-chosen", one.dataset.id === state.own.sel);
  }

  function showTools() {
    const kinds = el("div", { class: "switch", role: "group", "aria-label": "Show" },
      ["events", "incidents"].map((kind) =>
        el("button", { type: "button", "aria-pressed": String(state.own.show === kind), onclick: () => change(state.filter, { show: kind, sort: "" }) }, kind === "events" ? "Events" : "Incidents")));
    const sort = select(SORTS, state.own.sort, { "aria-label": "Order", onchange: (event) => change(state.filter, { sort: event.target.value }) });
    const links = EXPORTS.map(([name, form, all]) =>
      el("a", { href: address(`/v1/${state.own.show}?${join(state.filter, all ? `${form}&${all}` : form)}`), download: true }, name));
    const check = () => links.forEach(async (one, n) => (one.hidden = !(await offered(`/v1/events?limit=1&${EXPORTS[n][1]}`))));
    fill(tools, kinds, sort,
      el("details", { class: "export", ontoggle: check }, el("summary", {}, "Export"), el("div", { class: "menu" }, links,
        state.own.show === "events" && el("a", { href: address(`/v1/events.atom?${state.filter}`) }, "Feed (Atom)"),
        el("a", { href: address(`/v1/${state.own.show}?${state.filter}`) }, "API address"))));
    fill(chips, [...state.filter].map(([name, value]) =>
      el("button", { type: "button", class: "chip", onclick: () => change(new URLSearchParams([...state.filter].filter(([n, v]) => n !== name || v !== value))) },
        filterText(types, name, value), el("span", { "aria-hidden": "true" }, " ×"), el("span", { class: "visually-hidden" }, " remove"))),
      state.filter.size > 1 && el("button", { type: "button", class: "chip", onclick: () => change(new URLSearchParams()) }, "Clear all"));
  }

  async function refresh() {
    stop?.abort();
    stop = new AbortController();
    const { signal } = stop;
    listed = LISTED;
    controls(state);
    showTools();
    fill(count, "Loading …");
    try {
      const extra = Promise.all([showTimeline(time, state.own.show, state.filter, signal, (filter) => change(filter)), showFacets(state.own.show, state.filter, signal)]);
      extra.then(([mark]) => {
        markDay = mark;
        if (state.own.sel) choose(state.own.sel, { write: false, from: "timeline" });
      }, () => fill(time));
      const { found, more } = await load(state, signal, (n) => n > PAGE / 2 && fill(count, `Loading … ${number(n)}`));
      things = found.map((one) => asThing(one, state.own.show, types));
      const placed = pins.show(things);
      if (!fitted) pins.fit();
      fitted = true;
      showList();
      const noun = state.own.show === "events" ? "event" : "incident";
      const missing = things.length - placed;
      const text = `${more ? "The first " : ""}${plural(things.length, noun)}${missing ? `, ${number(missing)} without a point on the map` : ""}`;
      fill(count, text);
      announce(text);
      performance.mark("dateline-shown");
      document.body.dataset.ready = String(things.length);
      if (!things.length) await showHints(list, types, state, change, signal);
      if (state.own.sel) choose(state.own.sel, { write: false });
    } catch (error) {
      if (error.name === "AbortError") return;
      fill(count, "");
      fill(time);
      pins.show([]);
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
    narrow.removeEventListener("change", unfold);
    delete document.body.dataset.ready;
    map.remove();
  };
}

/** The part of a filter that says where: when it changes, the map goes there. */
const area = (filter) => [...filter].filter(([name]) => ["country", "place", "bbox", "near"].includes(name)).join();

const join = (filter, form) => (filter.size ? `${filter}&${form}` : form);

function figures(raw, incident) {
  const source = incident ? raw.casualties : raw.figures;
  return ["killed", "injured"].filter((effect) => source?.[effect]?.best != null).map((effect) => {
    const { high, best } = source[effect];
    const text = incident ? toll(effect, source[effect]) : `${number(best)}${high === null ? "+" : ""} ${effect}`;
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
        dotted([thing.kind, when(thing.time), place && `${thing.about ? "about " : ""}${where(place)}${["city", "point"].includes(place.precision) ? "" : ` (${PRECISION[place.precision] ?? "unresolved"})`}`, quoted(by)])),
      el("span", { class: "row-line" }, figures(raw, incident),
        !incident && raw.factuality !== "asserted" && el("span", { class: "tag" }, raw.factuality),
        !incident && raw.review && el("span", { class: "tag good" }, raw.review.status),
        !incident && !raw.review && el("span", { class: "tag", title: "Probability that the whole record is right" }, `${percent(raw.confidence)} sure`))),
    link(thing.href, { class: "open", "aria-label": `${thing.open}: ${thing.title}` }, "Open"));
}

/** Nothing matches: how many there would be without each of the filters. */
async function showHints(list, types, { filter, own }, change, signal) {
  const names = [...new Set(filter.keys())];
  if (!names.length) {
    fill(list, el("li", { class: "empty" }, el("p", {}, "Nothing is stored yet."), link("/read", { class: "button primary" }, "Read a first article")));
    return;
  }
  const each = await Promise.all(names.map(async (name) => {
    const looser = without(filter, name);
    const found = await counted(own.show, join(looser, "limit=1"), signal);
    return { name, looser, count: found.total };
  }));
  const useful = each.filter((one) => one.count).sort((a, b) => a.count - b.count);
  fill(list, el("li", { class: "empty" }, el("p", {}, "Nothing matches all of these filters. Try without one of them:"),
    useful.map((one) => el("button", { type: "button", class: "chip", onclick: () => change(one.looser) },
      `without “${filter.getAll(one.name).map((value) => filterText(types, one.name, value)).join(", ")}”: ${plural(one.count, own.show.slice(0, -1))}`)),
    !useful.length && el("button", { type: "button", class: "chip", onclick: () => change(new URLSearchParams()) }, "Clear all filters")));
}
