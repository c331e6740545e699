// Correcting: confirm, reject, edit, add, undo, history. Every step has a reason, and the last one seen is locked.

import { eventTypes, get, getTagged, patch, post } from "./api.js";
import { announce, dialog, el, field, fill, problem, select } from "./dom.js";
import { figure, moment, when, words } from "./format.js";

const FACTUALITY = ["asserted", "alleged", "denied", "negated", "possible", "planned", "hypothetical"].map((code) => [code, code]);
const EFFECTS = ["killed", "injured", "missing", "captured", "displaced", "sickened"].map((code) => [code, code]);
const KINDS = ["person", "military", "government", "armed_group", "police", "civilians", "organization", "facility", "vehicle", "weapon", "media", "other"].map((code) => [code, words(code)]);

const reasonField = (required) => el("textarea", { rows: "2", required, maxlength: "1000", name: "reason" });

/** A dialog with a form; `send` does the work and may throw a problem, which is shown. `done` gets whether it was saved. */
function ask(title, build, send, verb = "Save", done = () => {}) {
  dialog(title, (close) => {
    const message = el("div", { "aria-live": "assertive" });
    const { parts, read } = build();
    const submit = async (event) => {
      event.preventDefault();
      try {
        await send(read());
        close();
        announce("Saved.");
        done(true);
      } catch (error) {
        const stale = error.status === 409;
        fill(message, problem(error), stale && el("button", { type: "button", onclick: () => { close(); done(false); } }, "Show how it is now"));
      }
    };
    return el("form", { onsubmit: submit }, parts, message,
      el("div", { class: "buttons" }, el("button", { type: "submit", class: "primary" }, verb), el("button", { type: "button", onclick: close }, "Cancel")));
  });
}

const tagOf = async (id) => (await getTagged(`/v1/events/${id}`)).etag;

/** The buttons of a card. The ETags are those of the moment when the card was made.

`changed` gets the id of the event and what was done, such as "Confirmed"; null when somebody else has done something. */
export function actionsOf(text, changed) {
  return (event) => {
    const tag = tagOf(event.id).catch(() => null);
    const button = (name, onclick) => el("button", { type: "button", onclick }, name);
    return el("div", { class: "buttons small", role: "group", "aria-label": "Correct" },
      button("Confirm", async () => {
        try {
          await post(`/v1/events/${event.id}/confirm`, null, await tag);
          announce("Confirmed.");
          changed(event.id, "Confirmed");
        } catch (error) {
          dialog("Not confirmed", (close) => [problem(error), el("button", { type: "button", onclick: () => { close(); changed(event.id, null); } }, "Show how it is now")]);
        }
      }),
      button("Correct", () => edit(event, text, tag, changed)),
      button("Reject", () => reject(event, tag, changed)),
      event.review && button("Undo", () => undo(event, changed)),
      button("History", () => showHistory(event.id, changed)));
  };
}

function reject(event, tag, changed) {
  ask("No such happening", () => {
    const reason = reasonField(true);
    return { parts: [el("p", {}, event.summary), field("Why", reason, "It is no longer found, counted or exported. This can be undone.")], read: () => reason.value };
  }, async (reason) => post(`/v1/events/${event.id}/reject`, { reason }, await tag), "Reject", (saved) => changed(event.id, saved ? "Rejected" : null));
}

async function undo(event, changed) {
  await post(`/v1/events/${event.id}/undo`);
  announce("Undone.");
  changed(event.id, "Undone");
}

/** Rows of one list, each with its controls and a button that removes it. */
function rows(title, listed, make, blank) {
  const box = el("fieldset", { class: "rows" }, el("legend", {}, title));
  const all = [];
  const add = (value) => {
    const one = make(value);
    const row = el("div", { class: "form-row" }, one.controls,
      el("button", { type: "button", "aria-label": `Remove from ${title}`, onclick: () => { row.remove(); all.splice(all.indexOf(one), 1); } }, "×"));
    all.push(one);
    box.insertBefore(row, adder);
  };
  const adder = el("button", { type: "button", class: "more", onclick: () => add(blank) }, "Add");
  box.append(adder);
  listed.forEach(add);
  return { box, read: () => all.map((one) => one.read()).filter(Boolean) };
}

const labelled = (label, control) => {
  control.setAttribute("aria-label", label);
  if (control.tagName === "INPUT") control.placeholder = label;
  return control;
};

function placeRow(place) {
  const name = labelled("Place", el("input", { value: place ? [place.name, place.country !== place.name && place.country].filter(Boolean).join(", ") : "", list: "edit-places", autocomplete: "off" }));
  const before = name.value;
  name.addEventListener("input", () => suggest(name));
  const same = () => ({ geonames_id: place.geonames_id, name: place.name, span: place.span, latitude: place.latitude, longitude: place.longitude, precision: place.precision, country_code: place.country_code, admin1: place.admin1 });
  return { controls: [name], read: () => (!name.value.trim() ? null : place && name.value === before ? same() : { name: name.value.trim() }) };
}

let timer = 0;
function suggest(input) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const found = await get(`/v1/places?q=${encodeURIComponent(input.value)}&limit=8`).catch(() => ({ places: [] }));
    const known = document.getElementById("edit-places");
    if (known) fill(known, found.places.map((one) => el("option", { value: one.country && one.country !== one.name ? `${one.name}, ${one.country}` : one.name })));
  }, 200);
}

const number = (control) => (control.value === "" ? null : Number(control.value));
const numeric = (label, value) => labelled(label, el("input", { type: "number", min: "0", value: value ?? "" }));

function casualtyRow(claim) {
  const effect = labelled("Effect", select(EFFECTS, claim?.effect));
  const [low, high] = [numeric("at least", claim?.low), numeric("at most", claim?.high)];
  const by = labelled("according to", el("input", { value: claim?.claimed_by?.name ?? "" }));
  return {
    controls: [effect, low, high, by],
    read: () => {
      const name = by.value.trim();
      const source = !name ? null : name === claim?.claimed_by?.name ? claim.claimed_by : { name };
      const bounds = { effect: effect.value, low: number(low), high: number(high), claimed_by: source };
      return bounds.low === null && bounds.high === null ? null : { ...(claim ?? {}), ...bounds };
    },
  };
}

const personRow = (roles) => (who) => {
  const role = labelled("Role", select(Object.entries(roles).map(([code, one]) => [code, one.label]), who?.role));
  const name = labelled("Name", el("input", { value: who?.name ?? "", maxlength: "300" }));
  const kind = labelled("Kind", select(KINDS, who?.kind ?? "other"));
  return { controls: [role, name, kind], read: () => (name.value.trim() ? { ...(who ?? {}), role: role.value, name: name.value.trim(), kind: kind.value } : null) };
};

/** Fields that have no control, as people who know the API write them. */
function otherFields(text) {
  try {
    return text.trim() ? JSON.parse(text) : {};
  } catch {
    throw Object.assign(new Error('Write them as a JSON object, such as {"counted": false}.'), { title: "Other fields are not JSON" });
  }
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** The form of all fields; `read` gives those that were changed. */
function eventForm(event, types) {
  const type = select(Object.values(types).map((one) => [one.code, one.label]), event.type);
  const subtype = el("select");
  const setSubtypes = () => fill(subtype, [["", "none"], ...(types[type.value]?.subtypes ?? []).map((one) => [one.code, one.label])].map(([code, text]) =>
    el("option", { value: code, selected: code === (event.subtype ?? "") }, text)));
  setSubtypes();
  const factuality = select(FACTUALITY, event.factuality);
  const shown = event.time?.value && /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d)?)?)?$/.test(event.time.value) ? event.time.value : event.time?.start?.slice(0, 10) ?? "";
  const time = el("input", { value: shown, placeholder: "2024-02-02", pattern: "\\d{4}(-\\d\\d(-\\d\\d(T\\d\\d:\\d\\d)?)?)?" });
  const places = rows("Where", event.places, placeRow, null);
  let people = rows("Who", event.participants, personRow(types[event.type]?.roles ?? {}), null);
  const figures = rows("Figures", event.casualties, casualtyRow, null);
  const summary = el("input", { value: event.review?.fields.includes("summary") ? event.summary : "", maxlength: "300", placeholder: "made from the fields" });
  const other = el("textarea", { rows: "2", placeholder: '{"counted": false}', spellcheck: "false" });
  type.addEventListener("change", () => {
    setSubtypes();
    const fresh = rows("Who", people.read(), personRow(types[type.value].roles), null);
    people.box.replaceWith(fresh.box);
    people = fresh;
  });
  const before = { places: places.read(), participants: people.read(), casualties: figures.read() };
  const read = () => {
    const fields = {};
    if (type.value !== event.type) fields.type = type.value;
    if (fields.type || subtype.value !== (event.subtype ?? "")) fields.subtype = subtype.value || null;
    if (factuality.value !== event.factuality) fields.factuality = factuality.value;
    if (time.value !== shown) fields.time = time.value ? { value: time.value } : null;
    for (const [name, list] of [["places", places], ["participants", people], ["casualties", figures]]) {
      const now = list.read();
      if (!same(now, before[name])) fields[name] = now;
    }
    if (summary.value.trim()) fields.summary = summary.value.trim();
    return Object.assign(fields, otherFields(other.value));
  };
  const parts = [
    el("div", { class: "pair" }, field("Type", type), field("Sub-type", subtype)),
    el("div", { class: "pair" }, field("Factuality", factuality), field("When", time, "Year, month, day or minute")),
    places.box, people.box, figures.box, field("Summary", summary),
    el("details", {}, el("summary", {}, "Other fields"), field("As JSON", other, "The fields of PATCH /v1/events/{event_id}")),
    el("datalist", { id: "edit-places" }),
  ];
  return { parts, read };
}

async function edit(event, text, tag, changed) {
  const types = await eventTypes();
  ask("Correct the event", () => {
    const form = eventForm(event, types);
    const reason = reasonField(true);
    return { parts: [form.parts, field("Why", reason)], read: () => ({ reason: reason.value, fields: form.read() }) };
  }, async (body) => patch(`/v1/events/${event.id}`, body, await tag), "Save", (saved) => changed(event.id, saved ? "Corrected" : null));
}

const EMPTY = { type: "", subtype: null, factuality: "asserted", time: null, places: [], participants: [], casualties: [], review: null };

/** Add an event that was missed; `selected` are its words, `{start, end, text}`, or null to type them. */
export async function addEvent(articleId, text, selected, changed) {
  const types = await eventTypes();
  const first = Object.keys(types)[0];
  let added = null;
  ask("Add a missed event", () => {
    const quoted = el("input", { value: selected?.text ?? "", required: true, maxlength: "300" });
    const form = eventForm({ ...EMPTY, type: first }, types);
    const reason = reasonField(true);
    const span = () => {
      if (selected && quoted.value === selected.text) return { start: selected.start, end: selected.end };
      const at = text.indexOf(quoted.value);
      if (at < 0) throw Object.assign(new Error("The article does not have these words."), { title: "Not found" });
      const start = [...text.slice(0, at)].length;
      return { start, end: start + [...quoted.value].length };
    };
    return {
      parts: [field("Words of the article", quoted, "The words that express what happened"), form.parts, field("Why", reason)],
      read: () => ({ span: span(), reason: reason.value, fields: { type: first, ...form.read() } }),
    };
  }, async (body) => (added = await post(`/v1/articles/${articleId}/events`, body)), "Add", () => changed(added?.id, "Added"));
}

function shortly(value) {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.map(shortly).join("; ") || "nothing";
  if (typeof value !== "object") return String(value);
  if ("effect" in value) return `${figure(value)} ${value.effect}`;
  if ("precision" in value && "start" in value) return when(value);
  return value.role ? `${value.role}: ${value.name}` : value.name ?? value.text ?? JSON.stringify(value);
}

/** The steps of an event in a dialog, with the machine's version beside. */
export async function showHistory(id, changed) {
  const found = await get(`/v1/events/${id}/history`);
  dialog("History", (close) => [
    el("p", {}, "Now: ", el("strong", {}, found.status === "machine" ? "as the machine read it" : found.status)),
    found.machine && el("p", { class: "muted" }, "The machine read: ", el("q", { dir: "auto" }, found.machine.summary)),
    el("ol", { class: "history" }, found.steps.map((step) =>
      el("li", { class: step.holds ? null : "undone" },
        el("strong", {}, step.action), ` by ${step.by}, `, el("time", { datetime: step.at }, moment(step.at)),
        step.reason && el("div", { dir: "auto" }, step.reason),
        step.action === "corrected" && el("ul", {}, Object.keys(step.fields).map((name) =>
          el("li", {}, `${words(name)}: `, el("s", {}, shortly(step.before[name])), " → ", el("span", {}, shortly(step.fields[name])))))))),
    !found.steps.length && el("p", { class: "muted" }, "Nobody has changed it."),
    el("div", { class: "buttons" },
      found.status !== "machine" && changed && el("button", { type: "button", onclick: async () => { await post(`/v1/events/${id}/undo`); close(); changed(id, null); } }, "Undo the last step"),
      el("button", { type: "button", onclick: close }, "Close")),
  ]);
}
