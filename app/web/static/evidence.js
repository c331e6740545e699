// The text of an article with its evidence: which words support which field of which event.

import { el } from "./dom.js";

export const KINDS = {
  trigger: "what happened",
  participant: "who",
  figure: "how many",
  time: "when",
  place: "where",
  quotation: "said",
  source: "who says so",
};

/** Spans of an event by kind: `[{start, end, kind}]` in code points. */
export function spansOf(event) {
  const found = [];
  const add = (kind, span) => span && found.push({ start: span.start, end: span.end, kind });
  for (const span of event.mentions.length ? event.mentions : [event.trigger]) add("trigger", span);
  for (const who of event.participants) {
    add(who.role === "speaker" ? "source" : "participant", who.span);
    add("figure", who.count?.span);
  }
  for (const claim of event.casualties) {
    add("figure", claim.span);
    add("participant", claim.victims);
    add("source", claim.claimed_by?.span);
    add("source", claim.claimed_by?.cue);
  }
  add("time", event.time?.span);
  for (const place of event.places) add("place", place.span);
  for (const span of event.statement?.content ?? []) add("quotation", span);
  add("source", event.statement?.cue);
  add("source", event.attribution?.span);
  add("source", event.attribution?.cue);
  return found;
}

/** Where each code point begins in the text as JavaScript counts it; null where both count alike. */
function offsets(text) {
  if (!/[\ud800-\udfff]/.test(text)) return null;
  const made = [];
  for (let n = 0; n < text.length; n += text.codePointAt(n) > 0xffff ? 2 : 1) made.push(n);
  made.push(text.length);
  return made;
}

/** The text in pieces, each with the spans that cover it. `chosen(ids)` is called for a piece that is clicked.

Words that express what happened can also be reached by keyboard: see `byArrows`. */
export function markedText(text, events, { hovered, chosen }) {
  const at = offsets(text);
  const place = (n) => (at ? (at[Math.min(n, at.length - 1)] ?? text.length) : n);
  const length = at ? at.length - 1 : text.length;
  const spans = events.flatMap((event) => spansOf(event).map((span) => ({ ...span, id: event.id })))
    .filter((span) => span.start < span.end && span.end <= length);
  const cuts = [...new Set([0, length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  const starts = new Map();
  for (const span of spans) starts.set(span.start, [...(starts.get(span.start) ?? []), span]);
  let open = [];
  const pieces = [];
  for (const [n, cut] of cuts.slice(0, -1).entries()) {
    open = [...open.filter((span) => span.end > cut), ...(starts.get(cut) ?? [])];
    const words = text.slice(place(cut), place(cuts[n + 1]));
    if (!open.length) {
      pieces.push(words);
      continue;
    }
    const ids = [...new Set(open.map((span) => span.id))];
    const piece = el("span", { class: "ev", dataset: { start: String(cut) } }, words);
    piece.spans = open;
    piece.addEventListener("mouseenter", () => hovered(ids));
    piece.addEventListener("mouseleave", () => hovered([]));
    piece.addEventListener("click", () => chosen(ids));
    const happened = open.filter((span) => span.kind === "trigger" && span.start === cut).map((span) => span.id);
    if (happened.length) reachable(piece, [...new Set(happened)], { hovered, chosen });
    pieces.push(piece);
  }
  return pieces;
}

function reachable(piece, ids, { hovered, chosen }) {
  piece.tabIndex = -1;
  piece.dataset.events = ids.join(" ");
  piece.setAttribute("role", "button");
  piece.addEventListener("focus", () => hovered(ids));
  piece.addEventListener("blur", () => hovered([]));
  piece.addEventListener("keydown", (event) => {
    if (!["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    chosen(ids);
  });
}

/** The first words of the text that express an event. */
export const firstPiece = (parent, id) => parent.querySelector(`[data-events~="${CSS.escape(id)}"]`);

/** Tab goes to one of the words that express what happened; left and right go from one to the next. */
export function byArrows(parent) {
  const all = [...parent.querySelectorAll("[data-events]")];
  if (all.length) all[0].tabIndex = 0;
  parent.addEventListener("focusin", (event) => {
    if (!all.includes(event.target)) return;
    for (const one of all) one.tabIndex = one === event.target ? 0 : -1;
  });
  parent.addEventListener("keydown", (event) => {
    const next = all[all.indexOf(event.target) + { ArrowLeft: -1, ArrowRight: 1 }[event.key]];
    if (!next || !all.includes(event.target)) return;
    event.preventDefault();
    next.focus();
  });
}

/** Colour the pieces: those of the shown events by kind, the triggers and quotations of the others faintly. */
export function colour(parent, shown, kinds) {
  for (const piece of parent.querySelectorAll(".ev")) {
    const own = piece.spans.filter((span) => kinds.has(span.kind) && (!shown.size || shown.has(span.id)));
    const kind = ["trigger", "figure", "time", "place", "participant", "source", "quotation"].find((one) => own.some((span) => span.kind === one));
    const faint = !shown.size && !["trigger", "quotation"].includes(kind);
    piece.className = kind ? `ev ev-${kind}${faint ? " ev-faint" : ""}` : "ev";
    piece.title = kind && shown.size ? [...new Set(own.map((span) => KINDS[span.kind]))].join(", ") : "";
  }
}

/** The code point at which a position in the marked text lies. */
export function codePoint(parent, node, offset) {
  const range = document.createRange();
  range.setStart(parent, 0);
  range.setEnd(node, offset);
  return [...range.toString()].length;
}
