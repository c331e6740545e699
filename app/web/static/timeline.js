// The timeline: how much began in each day, week, month or year; a bar is a button that narrows the dates.

import { counted } from "./api.js";
import { el, fill } from "./dom.js";
import { day, month, number, plural } from "./format.js";
import { without } from "./state.js";

/** Reports look back at the past: this share, the oldest, is one bar, or it would set the scale. */
const OLDEST = 0.03;
/** The months up to which a unit is used. */
const UNITS = [["day", 4], ["week", 27], ["month", 120], ["year", Infinity]];

const iso = (time) => new Date(time).toISOString().slice(0, 10);
const KEYS = {
  day: iso,
  week: (monday) => {
    const thursday = new Date(+monday + 3 * 864e5);
    const year = thursday.getUTCFullYear();
    return `${year}-W${String(1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / 6048e5)).padStart(2, "0")}`;
  },
  month: (time) => iso(time).slice(0, 7),
  year: (time) => iso(time).slice(0, 4),
};
const NEXT = {
  day: (time) => time.setUTCDate(time.getUTCDate() + 1),
  week: (time) => time.setUTCDate(time.getUTCDate() + 7),
  month: (time) => time.setUTCMonth(time.getUTCMonth() + 1),
  year: (time) => time.setUTCFullYear(time.getUTCFullYear() + 1),
};

/** Every unit from a month to another, also those in which nothing happened: `{key, from, to}`. */
function spans(unit, first, last) {
  const at = new Date(`${unit === "year" ? `${first.slice(0, 4)}-01` : first}-01`);
  if (unit === "week") at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  const end = NEXT.month(new Date(`${last}-01`));
  const made = [];
  while (+at < end) {
    const from = new Date(at);
    NEXT[unit](at);
    made.push({ key: KEYS[unit](from), from: iso(from), to: iso(at - 864e5) });
  }
  return made;
}

const sum = (listed, name) => listed.reduce((all, one) => all + (one[name] ?? 0), 0);

async function groups(kind, unit, filter, signal) {
  const query = new URLSearchParams(filter);
  query.set("group_by", unit);
  query.set("limit", "10000");
  const { groups: found } = await counted(kind, query, signal);
  return found.filter((one) => one.keys[unit]).map((one) => ({ ...one, key: one.keys[unit] }));
}

/** The bars of a filter: `{name, from, to, count, killed}`. */
async function bars(kind, filter, signal) {
  const months = await groups(kind, "month", filter, signal);
  if (!months.length) return [];
  const most = OLDEST * sum(months, "count");
  const old = months.findIndex((_, n) => sum(months.slice(0, n + 1), "count") > most);
  const [first, last] = [months[old].key, months.at(-1).key];
  const length = spans("month", first, last).length;
  const [unit] = UNITS.find(([, longest]) => length <= longest);
  const found = ["day", "week"].includes(unit) ? await groups(kind, unit, filter, signal) : months.slice(old);
  const made = spans(unit, first, last).map((span) => {
    const inside = found.filter((one) => one.key.startsWith(span.key));
    return { ...span, name: named(unit, span), count: sum(inside, "count"), killed: sum(inside, "killed") };
  });
  const full = made.filter((one) => one.count);
  const shown = made.slice(made.indexOf(full[0]), made.indexOf(full.at(-1)) + 1);
  if (!old || !full.length) return shown;
  const before = months.slice(0, old);
  const span = { from: before[0].key, to: before.at(-1).key };
  return [{ ...span, name: `before ${month(first)}`, count: sum(before, "count"), killed: sum(before, "killed"), old: true }, ...shown];
}

function named(unit, { key, from, to }) {
  return { day: () => day(key), week: () => `${day(from)} – ${day(to)}`, month: () => month(key), year: () => key }[unit]();
}

/** Left and right go from bar to bar; tab goes to one of them only. */
function byArrows(box) {
  const all = [...box.querySelectorAll("button")];
  all.forEach((one, n) => (one.tabIndex = n ? -1 : 0));
  box.addEventListener("keydown", (event) => {
    const next = all[all.indexOf(document.activeElement) + { ArrowLeft: -1, ArrowRight: 1 }[event.key]];
    if (!next) return;
    event.preventDefault();
    for (const one of all) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  });
}

/** Show the timeline of a filter; `changed` gets a filter with the dates of a bar. Returns how a day is marked in it. */
export async function showTimeline(parent, kind, filter, signal, changed) {
  const listed = await bars(kind, filter, signal);
  fill(parent);
  if (listed.length < 2) return () => {};
  const most = Math.max(...listed.map((bar) => bar.count));
  const dated = ({ from, to }) => {
    const made = without(filter, "date_from", "date_to", "datetime");
    made.set("date_from", from);
    made.set("date_to", to);
    return made;
  };
  const made = listed.map((bar) => {
    if (!bar.count) return el("span");
    const text = `${bar.name}: ${plural(bar.count, kind.slice(0, -1))}${bar.killed ? `, ${number(bar.killed)} killed` : ""}`;
    const shape = el("i");
    shape.style.blockSize = `${Math.max(4, (100 * bar.count) / most)}%`;
    return el("button", { type: "button", class: bar.old ? "old" : null, title: text, "aria-label": text, onclick: () => changed(dated(bar)) }, shape);
  });
  const box = el("div", { class: "bars", role: "group", "aria-label": `${kind === "events" ? "Events" : "Incidents"} by time` }, made);
  byArrows(box);
  parent.append(box, el("div", { class: "ends", "aria-hidden": "true" }, el("span", {}, listed[0].name), el("span", {}, listed.at(-1).name)));
  return (date) => made.forEach((bar, n) => bar.toggleAttribute("data-chosen", Boolean(date) && !listed[n].old && listed[n].from <= date && date <= listed[n].to));
}
