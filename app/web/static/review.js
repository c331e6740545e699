// The review queue: unsure events, conflicting claims, new incidents.

import { eventTypes, get, may, post } from "./api.js";
import { actionsOf } from "./corrections.js";
import { announce, dotted, el, fill, link, problem } from "./dom.js";
import { eventCard } from "./event_card.js";
import { day, plural, toll, when, where } from "./format.js";
import { FILTERS } from "./state.js";

const QUEUES = [
  ["low_confidence", "Unsure events", "Events that nobody has reviewed and of which the machine is least sure."],
  ["conflicting_claims", "Conflicting claims", "Incidents whose reports give different figures, times or places."],
  ["new_incidents", "New incidents", "Incidents with an event that nobody has reviewed."],
];

export async function showReview(main) {
  const types = await eventTypes();
  const list = el("div", { class: "cards queue" });
  const about = el("p", { class: "muted" });
  const more = el("div");
  const tabs = el("div", { class: "switch", role: "group", "aria-label": "Queue" });
  const country = el("input", { placeholder: "Country", "aria-label": "Country" });
  const source = el("input", { placeholder: "Source", "aria-label": "Source" });
  const kind = el("select", { "aria-label": "Type" }, el("option", { value: "" }, "every type"), Object.values(types).map((one) => el("option", { value: one.code }, one.label)));
  const asked = () => new URLSearchParams(location.search);
  const set = (changes) => {
    const query = asked();
    for (const [name, value] of Object.entries(changes)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
    load();
  };

  async function load(cursor = null) {
    const now = asked();
    const queue = now.get("kind") ?? QUEUES[0][0];
    fill(tabs, QUEUES.map(([code, name]) => el("button", { type: "button", "aria-pressed": String(code === queue), onclick: () => set({ kind: code }) }, name)));
    fill(about, QUEUES.find(([code]) => code === queue)?.[2] ?? "");
    [country.value, source.value, kind.value] = ["country", "source", "type"].map((name) => now.get(name) ?? "");
    const query = new URLSearchParams([...now].filter(([name]) => FILTERS.includes(name)));
    query.set("kind", queue);
    query.set("limit", "20");
    if (cursor) query.set("cursor", cursor);
    try {
      const page = await get(`/v1/review?${query}`);
      const made = [...page.events.map(eventEntry), ...page.incidents.map(incidentEntry)];
      if (cursor) list.append(...made);
      else fill(list, made, !made.length && el("p", { class: "empty" }, "Nothing to review here."));
      fill(more, page.next_cursor && el("button", { type: "button", class: "more", onclick: () => load(page.next_cursor) }, "Show more"));
    } catch (error) {
      fill(list, problem(error, () => load()));
    }
  }

  function eventEntry(event) {
    const entry = el("div", { class: "entry" });
    const gone = (_, done) => {
      if (!done) return load();
      const others = [...list.querySelectorAll(".entry")];
      const next = others[others.indexOf(entry) + 1] ?? others[others.indexOf(entry) - 1];
      entry.replaceWith(doneEntry(event, done));
      next?.querySelector(".card").focus();
      if (!next) fill(more, el("button", { type: "button", onclick: () => load() }, "Look for more"));
      return undefined;
    };
    fill(entry, el("p", { class: "sentence", dir: "auto" }, event.sentence.text),
      eventCard(event, types, { actions: actionsOf("", gone) }),
      link(`/articles/${event.article.id}?event=${event.id}`, {}, `Read the article${event.article.source ? ` (${event.article.source})` : ""}`));
    return entry;
  }

  /** What was done with an event, which can be taken back. */
  function doneEntry(event, done) {
    const note = el("p", { class: "done muted" });
    const undo = async () => {
      try {
        await post(`/v1/events/${event.id}/undo`);
        announce("Undone.");
        note.replaceWith(eventEntry(await get(`/v1/events/${event.id}`)));
      } catch (error) {
        fill(note, problem(error));
      }
    };
    fill(note, `${done}: `, link(`/articles/${event.article.id}?event=${event.id}`, { dir: "auto" }, event.summary), " ",
      el("button", { type: "button", class: "more", onclick: undo }, "Undo"));
    return note;
  }

  function incidentEntry(incident) {
    const figures = Object.entries(incident.casualties).map(([effect, one]) => toll(effect, one)).join(", ");
    const rivals = incident.rivals.map((one) => (one.field_name === "time" ? day(one.value) : one.value)).join(", ");
    return el("article", { class: "card" },
      el("h3", {}, link(`/incidents/${incident.id}`, { dir: "auto" }, incident.title)),
      el("p", { class: "muted" }, dotted([when(incident.time), incident.places[0] && where(incident.places[0]), plural(incident.articles, "report")])),
      figures && el("p", {}, figures),
      rivals && el("p", {}, `Other reports say: ${rivals}`));
  }

  for (const [name, control] of [["country", country], ["source", source], ["type", kind]]) {
    control.addEventListener("change", () => set({ [name]: control.value.trim() }));
  }
  fill(main, el("h1", {}, "Review"), tabs, about,
    el("div", { class: "queue-filters" }, kind, country, source),
    !may("edit") && el("p", { class: "muted" }, "Correcting needs a key with the scope edit: sign in."),
    el("h2", { class: "visually-hidden" }, "Queue"), list, more);
  await load();
}
