// The facets: what there is under the filter, counted by the API, each value a filter of its own.

import { counted, eventTypes } from "./api.js";
import { el, fill } from "./dom.js";
import { country, month, number, words } from "./format.js";
import { filterOf, has, toggled, withValue, without } from "./state.js";

const SHOWN = 8;
const FACTUALITY = ["asserted", "alleged", "denied", "negated", "possible", "planned", "hypothetical"];

/** How each facet is counted and named. `name` is the parameter that a value sets; `only` is what is counted always. */
const FACETS = [
  { title: "Type", name: "type", by: ["type"], leave: ["type", "subtype"] },
  { title: "Sub-type", name: "subtype", by: ["subtype"], leave: ["subtype"] },
  { title: "Country", name: "country", by: ["country"], leave: ["country"], label: country },
  {
    title: "Division", name: "place", by: ["country", "admin1"], leave: ["place"],
    value: (keys) => keys.admin1 && keys.country && `${keys.admin1}, ${country(keys.country)}`,
    label: (value) => value,
  },
  { title: "Source", name: "source", by: ["source"], leave: ["source"], label: (value) => value, only: "events" },
  { title: "Factuality", name: "factuality", count: byFactuality },
  {
    title: "Month", name: "month", by: ["month"], leave: ["date_from", "date_to", "datetime"], label: month,
    order: (a, b) => b.value.localeCompare(a.value),
  },
];

/** Why a number may be lower than what the filter finds. */
const COUNTED = {
  events: "Places are counted by the main place of an event; it is also found by its others.",
  incidents: "Counted by the main type, place and month of an incident; it is also found by those of its other events.",
};

async function byFactuality(kind, filter, signal) {
  const each = FACTUALITY.map((code) => counted(kind, `${withValue(filter, "factuality", code)}&limit=1`, signal));
  const counts = await Promise.all(each);
  return counts.map((found, n) => ({ value: FACTUALITY[n], count: found.total })).filter((one) => one.count);
}

async function values(facet, kind, filter, signal) {
  if (facet.count) return facet.count(kind, filter, signal);
  const query = filterOf(facet.only ?? kind, without(filter, ...facet.leave));
  for (const key of facet.by) query.append("group_by", key);
  query.set("limit", "200");
  const found = await counted(facet.only ?? kind, query, signal);
  const read = facet.value ?? ((keys) => keys[facet.by.at(-1)]);
  const listed = found.groups.map((group) => ({ value: read(group.keys), count: group.count })).filter((one) => one.value);
  return facet.order ? listed.sort(facet.order) : listed;
}

/** A panel of facets; `changed` gets the new filter. The returned function shows another filter. */
export function facets(parent, changed) {
  const hint = el("p", { class: "hint" });
  parent.append(hint);
  const parts = FACETS.map((facet, n) => {
    const list = el("ul", { class: "facet" });
    const title = el("summary", {}, facet.title);
    const box = el("details", { open: n < 3 }, title, list);
    parent.append(box);
    return { facet, list, box, title };
  });
  let latest = null;

  async function load(part) {
    const { facet, list, box, title } = part;
    const { kind, filter, signal } = latest;
    title.textContent = facet.only && facet.only !== kind ? `${facet.title} (${facet.only})` : facet.title;
    if (!box.open) return;
    part.loaded = latest;
    try {
      const [listed, types] = await Promise.all([values(facet, kind, filter, signal), eventTypes()]);
      show(part, listed, filter, types);
    } catch (error) {
      if (error.name !== "AbortError") fill(list, el("li", { class: "muted" }, error.message));
    }
  }

  function show({ facet, list }, listed, filter, types) {
    const on = (value) => (facet.name === "month" ? filter.get("date_from") === value && filter.get("date_to") === value : has(filter, facet.name, value));
    const chosen = facet.name === "month" ? [] : filter.getAll(facet.name).filter((value) => !listed.some((one) => one.value === value));
    const all = [...chosen.map((value) => ({ value, count: 0 })), ...listed];
    const row = ({ value, count }) =>
      el("li", {},
        el("button", { type: "button", "aria-pressed": String(on(value)), onclick: () => changed(apply(facet, filter, value, on(value))) },
          el("span", { dir: "auto" }, valueLabel(types, facet.name, value)), el("span", { class: "count" }, number(count))));
    const few = all.filter((one, n) => n < SHOWN || on(one.value));
    const showAll = () => {
      fill(list, all.map(row));
      list.children[few.length].querySelector("button").focus();
    };
    const more = el("li", {}, el("button", { type: "button", class: "more", onclick: showAll }, `All ${all.length}`));
    fill(list, few.map(row), all.length > few.length && more, !all.length && el("li", { class: "muted" }, "none"));
  }

  for (const part of parts) {
    part.box.addEventListener("toggle", () => {
      if (latest && part.loaded !== latest) load(part);
    });
  }
  return (kind, filter, signal) => {
    latest = { kind, filter, signal };
    hint.textContent = COUNTED[kind];
    return Promise.all(parts.map(load));
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

/** The value of a filter in words. */
export function valueLabel(types, name, value) {
  const facet = FACETS.find((one) => one.name === name);
  if (!facet) return value;
  if (facet.label) return facet.label(value);
  if (name === "type") return typeLabel(types, value);
  const subtypes = Object.values(types).flatMap((type) => type.subtypes).filter((one) => one.code === value);
  return new Set(subtypes.map((one) => one.label)).size === 1 ? subtypes[0].label : words(value);
}

export const typeLabel = (types, type) => types[type]?.label ?? words(type);

/** The name of a sub-type; types may share a code, such as "other". */
export function subtypeLabel(types, { type, subtype }) {
  return types[type]?.subtypes.find((one) => one.code === subtype)?.label ?? words(subtype);
}
