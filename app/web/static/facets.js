// The facets: what there is under the filter, counted by the API, each value a filter of its own.

import { eventTypes, get } from "./api.js";
import { el, fill } from "./dom.js";
import { country, month, words } from "./format.js";
import { has, toggled, withValue, without } from "./state.js";

const SHOWN = 8;
const FACTUALITY = ["asserted", "alleged", "denied", "negated", "possible", "planned", "hypothetical"];

/** How each facet is counted and named. `name` is the parameter that a value sets. */
const FACETS = [
  { title: "Type", name: "type", by: ["type"], leave: ["type", "subtype"] },
  { title: "Sub-type", name: "subtype", by: ["subtype"], leave: ["subtype"] },
  { title: "Country", name: "country", by: ["country"], leave: ["country"], label: country },
  {
    title: "Division", name: "place", by: ["country", "admin1"], leave: ["place"],
    value: (keys) => keys.admin1 && keys.country && `${keys.admin1}, ${country(keys.country)}`,
    label: (value) => value,
  },
  { title: "Source", name: "source", by: ["source"], leave: ["source"], label: (value) => value },
  { title: "Factuality", name: "factuality", count: byFactuality },
  {
    title: "Month", name: "month", by: ["month"], leave: ["date_from", "date_to", "datetime"], label: month,
    order: (a, b) => b.value.localeCompare(a.value),
  },
];

async function byFactuality(filter, signal) {
  const base = without(filter, "factuality");
  const counts = await Promise.all(
    FACTUALITY.map((code) => get(`/v1/events/summary?${withValue(base, "factuality", code)}&limit=1`, signal)),
  );
  return counts.map((found, n) => ({ value: FACTUALITY[n], events: found.total.events })).filter((one) => one.events);
}

async function values(facet, filter, signal) {
  if (facet.count) return facet.count(filter, signal);
  const query = without(filter, ...facet.leave);
  for (const key of facet.by) query.append("group_by", key);
  query.set("limit", "200");
  const found = await get(`/v1/events/summary?${query}`, signal);
  const read = facet.value ?? ((keys) => keys[facet.by.at(-1)]);
  const listed = found.groups.map((group) => ({ value: read(group.keys), events: group.events })).filter((one) => one.value);
  return facet.order ? listed.sort(facet.order) : listed;
}

/** A panel of facets; `changed` gets the new filter. The returned function shows another filter. */
export function facets(parent, changed) {
  const parts = FACETS.map((facet, n) => {
    const list = el("ul", { class: "facet" });
    const box = el("details", { open: n < 3 }, el("summary", {}, facet.title), list);
    parent.append(box);
    return { facet, list, box };
  });
  let latest = null;
  let signal = null;

  async function load(part, filter, given) {
    const { facet, list, box } = part;
    if (!box.open) return;
    part.loaded = filter.toString();
    try {
      const [listed, types] = await Promise.all([values(facet, filter, given), eventTypes()]);
      show(part, listed, filter, types);
    } catch (error) {
      if (error.name !== "AbortError") fill(list, el("li", { class: "muted" }, error.message));
    }
  }

  function show({ facet, list }, listed, filter, types) {
    const label = facet.label ?? ((value) => typeLabel(types, value));
    const on = (value) => (facet.name === "month" ? filter.get("date_from") === value && filter.get("date_to") === value : has(filter, facet.name, value));
    const chosen = facet.name === "month" ? [] : filter.getAll(facet.name).filter((value) => !listed.some((one) => one.value === value));
    const all = [...chosen.map((value) => ({ value, events: 0 })), ...listed];
    const row = ({ value, events }) =>
      el("li", {},
        el("button", { type: "button", "aria-pressed": String(on(value)), onclick: () => changed(apply(facet, filter, value, on(value))) },
          el("span", {}, label(value)), el("span", { class: "count" }, events.toLocaleString("en"))));
    const few = all.filter((one, n) => n < SHOWN || on(one.value));
    const more = el("li", {}, el("button", { type: "button", class: "more", onclick: () => fill(list, all.map(row)) }, `All ${all.length}`));
    fill(list, few.map(row), all.length > few.length && more, !all.length && el("li", { class: "muted" }, "nothing"));
  }

  for (const part of parts) {
    part.box.addEventListener("toggle", () => {
      if (latest && part.box.open && part.loaded !== latest.toString()) load(part, latest, signal);
    });
  }
  return (filter, given) => {
    [latest, signal] = [filter, given];
    return Promise.all(parts.map((part) => load(part, filter, given)));
  };
}

function apply(facet, filter, value, on) {
  if (facet.name !== "month") return toggled(filter, facet.name, value);
  const cleared = without(filter, "date_from", "date_to", "datetime");
  if (!on) {
    cleared.set("date_from", value);
    cleared.set("date_to", value);
  }
  return cleared;
}

export function typeLabel(types, code) {
  const sub = Object.values(types).flatMap((type) => type.subtypes).find((one) => one.code === code);
  return types[code]?.label ?? sub?.label ?? words(code);
}
