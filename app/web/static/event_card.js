// One event as a card: what, when, where, who, how many and who says so; what is inferred looks so and says why.

import { may } from "./api.js";
import { el, link, address } from "./dom.js";
import { figure, percent, PRECISION, when, where, words } from "./format.js";
import { subtypeLabel, typeLabel } from "./facets.js";

/** Why a value is inferred; of several values with the same reason, after the last. */
const inferred = (reason, next = null) =>
  reason && reason !== next?.reason && el("span", { class: "inferred-note" }, el("span", { class: "tag inferred" }, "inferred"), ` ${reason}`);

function line(label, ...content) {
  const shown = content.flat().filter(Boolean);
  return shown.length ? [el("dt", {}, label), el("dd", {}, shown)] : null;
}

function time(event) {
  if (!event.time) return line("When", el("span", { class: "muted" }, "not stated"));
  const source = event.time.source === "document" && el("span", { class: "tag" }, "day of publication");
  return line("When", el("span", { class: event.time.reason ? "inferred-value" : null }, when(event.time)), " ", source, inferred(event.time.reason));
}

function places(event) {
  if (!event.places.length) return line("Where", el("span", { class: "muted" }, "not stated"));
  return line("Where", event.places.map((place, n, all) =>
    el("div", {}, el("span", { class: place.reason && !place.span ? "inferred-value" : null, dir: "auto" }, where(place)), " ",
      el("span", { class: "tag" }, PRECISION[place.precision] ?? "not resolved"), inferred(place.reason, all[n + 1]))));
}

function people(event, types) {
  const roles = types[event.type]?.roles ?? {};
  const named = Map.groupBy(event.participants, (who) => who.role);
  return [...named].map(([role, listed]) =>
    line(roles[role]?.label ?? words(role), listed.map((who, n, all) =>
      el("div", {}, el("span", { class: who.reason ? "inferred-value" : null, dir: "auto" }, who.name),
        who.description && el("span", { class: "muted", dir: "auto" }, ` (${who.description})`), " ",
        el("span", { class: "tag" }, words(who.kind)), inferred(who.reason, all[n + 1])))));
}

function claims(event) {
  return line("Figures", event.casualties.map((claim) =>
    el("div", {}, el("strong", {}, `${figure(claim)} ${claim.effect}`),
      claim.victim_kind && claim.victim_kind !== "other" && ` ${words(claim.victim_kind)}`,
      el("span", { class: "muted", dir: "auto" }, claim.claimed_by ? ` according to ${claim.claimed_by.name}` : " according to the article"),
      claim.cumulative && el("span", { class: "tag" }, "running toll"), claim.rival && el("span", { class: "tag" }, "rival claim"))));
}

function said(event) {
  if (!event.statement) return null;
  return line("Said", event.statement.content.map((span) => el("q", { dir: "auto" }, span.text)));
}

/** What a statement is about. */
function about(event) {
  const known = event.about_places ?? [];
  return [
    line("About", known.map((place) => el("div", { dir: "auto" }, where(place)))),
    event.about_time && line("About when", when(event.about_time)),
  ];
}

/** A card of an event; `actions` are those of people who may edit, `inText` goes to its words. */
export function eventCard(event, types, { actions = null, focused = () => {}, inText = null, incident = true } = {}) {
  const title = el("h3", { dir: "auto" }, event.summary);
  const card = el(
    "article",
    { class: "card", tabindex: "0", dataset: { id: event.id }, "aria-label": event.summary },
    el("header", {},
      el("span", { class: `dot c${types[event.type]?.colour ?? 7}`, "aria-hidden": "true" }),
      el("span", { class: "kind" }, typeLabel(types, event.type), event.subtype && ` · ${subtypeLabel(types, event)}`),
      event.factuality !== "asserted" && el("span", { class: "tag strong" }, event.factuality),
      event.review && el("span", { class: "tag good", title: event.review.reason ?? "" }, `${event.review.status} by ${event.review.by}`),
      !event.counted && el("span", { class: "tag", title: "Its figures are counted in another event" }, "not counted")),
    title,
    el("dl", {}, time(event), places(event), people(event, types), claims(event), said(event), about(event),
      event.attribution && line("Reported by", el("span", { dir: "auto" }, event.attribution.name))),
    el("div", { class: "confidence" },
      el("meter", { min: 0, max: 1, value: event.confidence, "aria-label": "Confidence" }),
      el("span", { class: "muted" }, event.review ? "reviewed" : `${percent(event.confidence)} sure that all of it is right`)),
    el("footer", {},
      inText && el("button", { type: "button", class: "more", onclick: () => inText(event.id) }, "Show in the text"),
      incident && event.incident_id && link(`/incidents/${event.incident_id}`, {}, "Incident"),
      el("details", { class: "raw" }, el("summary", {}, "Raw JSON"),
        el("pre", { tabindex: "0" }, JSON.stringify(event, null, 1)),
        el("a", { href: address(`/v1/events/${event.id}`) }, "API address")),
      may("edit") && actions?.(event)),
  );
  card.addEventListener("mouseenter", () => focused(event.id, true));
  card.addEventListener("mouseleave", () => focused(event.id, false));
  card.addEventListener("focusin", () => focused(event.id, true));
  card.addEventListener("focusout", () => focused(event.id, false));
  return card;
}
