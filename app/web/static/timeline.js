// The timeline: how many events in each day, week or month; a bar is a button that narrows the dates.

import { get } from "./api.js";
import { el, fill } from "./dom.js";
import { day, month, plural } from "./format.js";
import { without } from "./state.js";

const MOST_BARS = 120;

const last = (unit, key) => {
  if (unit !== "week") return key;
  const [year, week] = key.split("-W").map(Number);
  const monday = new Date(Date.UTC(year, 0, 4));
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7) + 7 * (week - 1));
  const sunday = new Date(monday);
  sunday.setUTCDate(monday.getUTCDate() + 6);
  return [monday, sunday].map((one) => one.toISOString().slice(0, 10));
};

function named(unit, key) {
  if (unit === "month") return month(key);
  return unit === "day" ? day(key) : `week ${key}`;
}

async function groups(filter, signal) {
  for (const unit of ["day", "week", "month"]) {
    const query = new URLSearchParams(filter);
    query.set("group_by", unit);
    const found = await get(`/v1/events/summary?${query}`, signal);
    const known = found.groups.filter((group) => group.keys[unit]);
    if (known.length <= MOST_BARS || unit === "month") return [unit, known.slice(-MOST_BARS)];
  }
  return ["month", []];
}

/** Show the timeline of a filter; `changed` gets a filter with the dates of a bar. */
export async function showTimeline(parent, filter, signal, changed) {
  const [unit, bars] = await groups(filter, signal);
  if (bars.length < 2) return fill(parent);
  const most = Math.max(...bars.map((bar) => bar.events));
  const dated = (from, to) => {
    const made = without(filter, "date_from", "date_to", "datetime");
    made.set("date_from", from);
    made.set("date_to", to);
    return made;
  };
  const made = bars.map((bar) => {
    const key = bar.keys[unit];
    const span = last(unit, key);
    const [from, to] = Array.isArray(span) ? span : [span, span];
    const text = `${named(unit, key)}: ${plural(bar.events, "event")}${bar.killed ? `, ${bar.killed} killed` : ""}`;
    const shape = el("i");
    shape.style.blockSize = `${Math.max(4, (100 * bar.events) / most)}%`;
    return el("button", { type: "button", title: text, "aria-label": text, onclick: () => changed(dated(from, to)) }, shape);
  });
  const ends = [bars[0], bars.at(-1)].map((bar) => el("span", {}, named(unit, bar.keys[unit])));
  return fill(parent,
    el("div", { class: "bars", role: "group", "aria-label": `Events by ${unit}` }, made),
    el("div", { class: "ends", "aria-hidden": "true" }, ends));
}
