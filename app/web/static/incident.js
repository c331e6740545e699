// An incident: what, when, where, the figures with the claims behind them, its reports, rivals and history.

import { eventTypes, get, may, post } from "./api.js";
import { announce, dialog, dotted, el, fill, link, problem, quoted, address } from "./dom.js";
import { day, figure, moment, number, plural, PRECISION, when, where, words } from "./format.js";
import { subtypeLabel, typeLabel } from "./facets.js";
import { placeMap } from "./map.js";

const RULES = {
  only_source: "the only figure",
  all_agree: "all reports agree",
  latest_by_most_sources: "the latest that most sources give",
  latest: "the latest",
};

export async function showIncident(main, id) {
  const [incident, types] = await Promise.all([get(`/v1/incidents/${encodeURIComponent(id)}`), eventTypes()]);
  const again = async () => {
    await showIncident(main, incident.id);
    main.querySelector(".buttons button")?.focus();
  };
  const titles = Object.fromEntries(incident.reports.map((one) => [one.article_id, one]));
  const chosen = new Set();
  fill(main,
    el("p", { class: "kind-line" }, el("span", { class: `dot c${types[incident.type]?.colour ?? 7}`, "aria-hidden": "true" }),
      typeLabel(types, incident.type), incident.subtype && ` · ${subtypeLabel(types, incident)}`,
      incident.pinned && el("span", { class: "tag good" }, "pinned")),
    el("h1", { dir: "auto" }, incident.title),
    el("p", { class: "lead" }, when(incident.time), incident.places[0] && ` · ${where(incident.places[0])}`,
      ` · ${plural(incident.articles, "report")} from ${plural(incident.sources, "source")}`),
    may("edit") && actions(incident, chosen, again),
    el("div", { class: "incident" },
      el("div", {}, figures(incident, titles), reports(incident, chosen), rivals(incident)),
      el("div", {}, placeMap(incident.places, types[incident.type]?.colour ?? 7), places(incident), people(incident, types), history(incident),
        el("p", {}, el("a", { href: address(`/v1/incidents/${incident.id}`) }, "Raw JSON"), " · ",
          link(`/?incident_id=${incident.id}`, {}, "Its events")))));
}

const SCOPES = { own: "of this incident", part: "some of the victims", rival: "rival claim", cumulative: "running toll" };
const bound = (n) => (n === null ? "open" : number(n));

/** What a claim is about, and whether another has taken its place. */
function standing(claim, report) {
  const passing = report?.role === "background";
  return [SCOPES[claim.scope], passing && "in passing", claim.superseded && "replaced later"].filter(Boolean).join(", ");
}

function figures(incident, titles) {
  const effects = Object.entries(incident.casualties);
  if (!effects.length) return el("section", {}, el("h2", {}, "Figures"), el("p", { class: "muted" }, "No report gives a figure."));
  return el("section", {}, el("h2", {}, "Figures"),
    el("div", { class: "tiles" }, effects.map(([effect, one]) =>
      el("div", { class: "tile" },
        el("strong", { class: "best" }, one.best === null ? "?" : number(one.best)), el("span", {}, ` ${effect}`),
        one.low !== one.high && el("div", { class: "muted" }, `lowest ${bound(one.low)} · highest ${bound(one.high)}`),
        el("div", { class: "muted" }, RULES[one.rule] ?? one.rule)))),
    el("h3", {}, "Claims"),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Claims" }, el("table", { class: "claims" },
      el("thead", {}, el("tr", {}, ["Figure", "According to", "In", "Published", "Kind"].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, incident.claims.map((claim) =>
        el("tr", { class: claim.superseded ? "old" : null },
          el("td", {}, `${figure(claim)} ${claim.effect}`),
          el("td", { dir: "auto" }, claim.claimed_by?.name ?? "the article itself"),
          el("td", {}, link(`/articles/${claim.article_id}?event=${claim.event_id}`, { dir: "auto" }, titles[claim.article_id]?.source ?? "article")),
          el("td", {}, day(claim.published_at)),
          el("td", {}, standing(claim, titles[claim.article_id]))))))));
}

function reports(incident, chosen) {
  return el("section", {}, el("h2", {}, "Reports"), el("ol", { class: "reports" }, incident.reports.map((report) =>
    el("li", {},
      may("edit") && incident.reports.length > 1 && el("input", {
        type: "checkbox", "aria-label": `Select the report of ${report.source ?? "an unnamed source"}`,
        onchange: (event) => (event.target.checked ? chosen.add(report.article_id) : chosen.delete(report.article_id)),
      }),
      el("div", {},
        link(`/articles/${report.article_id}?event=${report.event_ids[0]}`, { dir: "auto" }, report.title ?? "Article without a title"),
        el("div", { class: "muted" }, dotted([quoted(report.source), day(report.published_at), report.role === "background" && "mentions it in passing", report.copy_of && "copy of an earlier report"])),
        report.reasons.length > 0 && el("details", {}, el("summary", {}, "Why it belongs here"), el("ul", {}, report.reasons.map((one) => el("li", {}, one)))))))));
}

function rivals(incident) {
  if (!incident.rivals.length) return null;
  return el("section", {}, el("h2", {}, "Other reports say"), el("ul", {}, incident.rivals.map((one) =>
    el("li", { dir: "auto" }, `${words(one.field_name)}: ${one.field_name === "time" ? day(one.value) : one.value} (${plural(one.sources, "source")})`))));
}

function places(incident) {
  return el("section", {}, el("h2", {}, "Where"), el("ul", {}, incident.places.map((place) =>
    el("li", {}, el("span", { dir: "auto" }, where(place)), " ", el("span", { class: "tag" }, PRECISION[place.precision] ?? "not resolved")))),
    !incident.places.length && el("p", { class: "muted" }, "No report names a place."));
}

function people(incident, types) {
  if (!incident.participants.length) return null;
  const roles = types[incident.type]?.roles ?? {};
  const named = Map.groupBy(incident.participants, (who) => who.role);
  return el("section", {}, el("h2", {}, "Who"), el("dl", { class: "facts" }, [...named].map(([role, listed]) => [
    el("dt", {}, roles[role]?.label ?? words(role)),
    el("dd", {}, listed.map((who) => el("div", { dir: "auto" }, who.name)))])));
}

function history(incident) {
  const list = el("ol", { class: "history" });
  const box = el("details", {}, el("summary", {}, "History"), list);
  box.addEventListener("toggle", async () => {
    if (!box.open) return;
    try {
      const found = await get(`/v1/incidents/${incident.id}/history`);
      fill(list, found.history.map((one) =>
        el("li", {}, el("strong", {}, words(one.action.replace(".", " "))), ", ", el("time", { datetime: one.at }, moment(one.at)),
          one.detail.reasons?.length ? el("div", { class: "muted" }, one.detail.reasons.join("; ")) : null)));
    } catch (error) {
      fill(list, el("li", {}, problem(error)));
    }
  });
  return box;
}

function actions(incident, chosen, again) {
  const message = el("div", { "aria-live": "assertive" });
  const attempt = async (work, said) => {
    try {
      await work();
      announce(said);
      again();
    } catch (error) {
      fill(message, problem(error));
    }
  };
  const base = `/v1/incidents/${incident.id}`;
  return el("div", {},
    el("div", { class: "buttons", role: "group", "aria-label": "Change the incident" },
      el("button", { type: "button", "aria-pressed": String(incident.pinned), onclick: () => attempt(() => post(`${base}/pin?pinned=${!incident.pinned}`), "Saved.") }, incident.pinned ? "Unpin" : "Pin"),
      el("button", { type: "button", onclick: () => mergeDialog(incident, again) }, "Merge …"),
      incident.reports.length > 1 && el("button", { type: "button", onclick: () => {
        if (!chosen.size) return fill(message, el("p", { class: "problem" }, "Select the reports of another happening below first."));
        return attempt(() => post(`${base}/split?${new URLSearchParams([...chosen].map((one) => ["article_id", one]))}`), "Split.");
      } }, "Split the selected reports off")),
    el("p", { class: "hint" }, "A pinned incident is no longer merged or split by the machine; new reports may still join it."),
    message);
}

/** Others of the same kind near in time, to merge into this one. */
async function mergeDialog(incident, again) {
  const query = new URLSearchParams({ type: incident.type, limit: "12", sort: "-reported" });
  if (incident.time?.start && incident.time.end) {
    const shift = (iso, days) => new Date(new Date(`${iso.slice(0, 10)}T00:00:00Z`).getTime() + days * 864e5).toISOString().slice(0, 10);
    query.set("date_from", shift(incident.time.start, -3));
    query.set("date_to", shift(incident.time.end, 3));
  }
  if (incident.places[0]?.country_code) query.set("country", incident.places[0].country_code);
  const found = await get(`/v1/incidents?${query}`);
  const others = found.incidents.filter((one) => one.id !== incident.id);
  dialog("Merge into this incident", (close) => {
    const message = el("div");
    const typed = el("input", { "aria-label": "Id of another incident", placeholder: "Id of another incident" });
    const merge = async (id) => {
      try {
        await post(`/v1/incidents/${incident.id}/merge?incident_id=${encodeURIComponent(id)}`);
        close();
        again();
      } catch (error) {
        fill(message, problem(error));
      }
    };
    return [
      el("p", { class: "muted" }, others.length ? "Of the same kind, near in time:" : "No other incident of this kind is near in time."),
      el("ul", { class: "choices-list" }, others.map((one) => el("li", {},
        el("button", { type: "button", onclick: () => merge(one.id) }, el("span", { dir: "auto" }, one.title), el("small", {}, `${when(one.time)} · ${one.places[0] ? where(one.places[0]) : "no place"}`))))),
      el("form", { class: "pair", onsubmit: (event) => { event.preventDefault(); merge(typed.value.trim()); } }, typed, el("button", { type: "submit" }, "Merge")),
      message, el("div", { class: "buttons" }, el("button", { type: "button", onclick: close }, "Cancel")),
    ];
  });
}
