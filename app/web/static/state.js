// The filter of the explore view, as the URL has it: the names and values of the API's own parameters.

export const FILTERS = [
  "type", "subtype", "country", "place", "source", "factuality", "q", "date_from", "date_to", "actor", "min_killed",
  "min_confidence", "max_confidence", "counted", "reviewed", "incident_id", "article_id", "bbox", "near", "radius_km",
  "datetime", "published_from", "published_to", "role", "speaker", "weapon", "min_injured", "place_match",
];
/** What only incidents can be filtered by. */
export const INCIDENTS_ONLY = ["min_sources", "min_articles"];
const OWN = ["show", "sort", "at", "sel"];

/** The state of an address: `filter` for the API, `own` for the page alone. */
export function readState() {
  const filter = new URLSearchParams();
  const own = { show: "events", sort: "", at: "", sel: "" };
  for (const [name, value] of new URLSearchParams(location.search)) {
    if ([...FILTERS, ...INCIDENTS_ONLY].includes(name) && value) filter.append(name, value);
    else if (OWN.includes(name)) own[name] = value;
  }
  return { filter: filterOf(own.show, filter), own };
}

/** The part of a filter that holds for events or for incidents. */
export const filterOf = (kind, filter) => (kind === "incidents" ? filter : without(filter, ...INCIDENTS_ONLY));

export function writeState({ filter, own }, { replace = false } = {}) {
  const query = new URLSearchParams(filter);
  for (const [name, value] of Object.entries(own)) if (value && !(name === "show" && value === "events")) query.set(name, value);
  const address = location.pathname + (query.size ? `?${query}` : "");
  if (address !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"](null, "", address);
}

export const has = (filter, name, value) => filter.getAll(name).includes(value);

/** The same filter with a value added, or taken away where it is there. */
export function toggled(filter, name, value) {
  const made = new URLSearchParams([...filter].filter(([key, had]) => key !== name || had !== value));
  if (!has(filter, name, value)) made.append(name, value);
  return made;
}

/** The part of a map that is seen, as `bbox` has it; null where it is the whole world. */
export function boxOf(bounds) {
  const wide = bounds.getEast() - bounds.getWest();
  if (wide >= 360) return null;
  const turned = (longitude) => ((((longitude + 180) % 360) + 360) % 360) - 180;
  const clipped = (latitude) => Math.min(90, Math.max(-90, latitude));
  const corners = [turned(bounds.getWest()), clipped(bounds.getSouth()), turned(bounds.getEast()), clipped(bounds.getNorth())];
  return corners.map((one) => String(Number(one.toFixed(3)))).join();
}

export function without(filter, ...names) {
  return new URLSearchParams([...filter].filter(([name]) => !names.includes(name)));
}

export function withValue(filter, name, value) {
  const made = without(filter, name);
  if (value) made.set(name, value);
  return made;
}
