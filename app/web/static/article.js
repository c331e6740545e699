// An article: its text with the evidence, and a card for each event.

import { eventTypes, get, may } from "./api.js";
import { addEvent, actionsOf } from "./corrections.js";
import { address, dotted, el, fill, quoted } from "./dom.js";
import { byArrows, codePoint, colour, firstPiece, KINDS, markedText } from "./evidence.js";
import { eventCard } from "./event_card.js";
import { day, plural } from "./format.js";

export async function showArticle(main, id) {
  const article = await get(`/v1/articles/${encodeURIComponent(id)}`);
  if (article.status === "failed") {
    fill(main, el("h1", { dir: "auto" }, article.title ?? "Article"), el("div", { class: "problem" }, el("strong", {}, "It could not be read"), el("p", {}, article.reason)));
    return;
  }
  const again = async (eventId) => {
    const position = scrollY;
    await showArticle(main, id);
    scrollTo(0, position);
    const card = eventId && main.querySelector(`.card[data-id="${CSS.escape(eventId)}"]`);
    (card || main).focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest" });
  };
  const wanted = new URLSearchParams(location.search).get("event");
  await articleView(main, article, { stored: true, changed: again, wanted });
}

/** Show an article and its events; `article` has `title`, `text`, `events` and what is known of it. */
export async function articleView(main, article, { stored, changed = () => {}, wanted = null }) {
  const types = await eventTypes();
  const full = article.title ? `${article.title}\n\n${article.text}` : article.text;
  const kinds = new Set(Object.keys(KINDS));
  const shown = new Set();
  let fixed = null;
  const body = el("div", { class: "text", lang: article.language ?? "en" });
  const cards = el("div", { class: "cards" });

  const paint = () => colour(body, shown, kinds);
  const show = (ids) => {
    shown.clear();
    for (const id of ids.length ? ids : fixed ? [fixed] : []) shown.add(id);
    for (const card of cards.children) card.toggleAttribute("data-shown", shown.has(card.dataset.id));
    paint();
  };
  const cardOf = (id) => [...cards.children].find((one) => one.dataset.id === id);
  const choose = (ids) => {
    const next = ids[(ids.indexOf(fixed) + 1) % ids.length];
    fixed = next;
    show([]);
    cardOf(next)?.scrollIntoView({ block: "nearest" });
    cardOf(next)?.focus({ preventScroll: true });
  };
  /** Words that are pointed at show their cards: beside the text, the first of them comes into view. */
  const point = (ids) => {
    show(ids);
    const [column, card] = [cards.parentElement, cardOf(ids[0])];
    if (!card || column.scrollHeight <= column.clientHeight) return;
    const [inside, all] = [card.getBoundingClientRect(), column.getBoundingClientRect()];
    if (inside.top < all.top || inside.bottom > all.bottom) column.scrollTop += inside.top - all.top - 8;
  };
  const showInText = (id) => {
    fixed = id;
    show([]);
    const words = firstPiece(body, id);
    words?.scrollIntoView({ block: "center" });
    words?.focus({ preventScroll: true });
  };
  body.append(...markedText(full, article.events, { hovered: point, chosen: choose }));
  byArrows(body);
  const actions = stored ? actionsOf(full, changed) : null;
  fill(cards, article.events.map((event) =>
    eventCard(event, types, {
      actions,
      incident: stored,
      inText: showInText,
      focused: (id, on) => {
        if (on) show([id]);
        else show([]);
      },
    })));

  const legend = el("fieldset", { class: "legend" }, el("legend", {}, "Evidence"), Object.entries(KINDS).map(([kind, label]) =>
    el("label", {}, el("input", { type: "checkbox", checked: true, onchange: (event) => {
      if (event.target.checked) kinds.add(kind);
      else kinds.delete(kind);
      paint();
    } }), el("span", { class: `ev ev-${kind}` }, label))));
  const about = dotted([quoted(article.source), article.published_at && day(article.published_at), plural(article.events.length, "event")]);
  const selection = () => {
    const chosen = getSelection();
    if (!chosen || chosen.isCollapsed || !body.contains(chosen.anchorNode) || !body.contains(chosen.focusNode)) return null;
    const range = chosen.getRangeAt(0);
    const [start, end] = [codePoint(body, range.startContainer, range.startOffset), codePoint(body, range.endContainer, range.endOffset)];
    const text = [...full].slice(start, end).join("");
    return text.trim() ? { start, end, text } : null;
  };
  let selected = null;
  document.addEventListener("selectionchange", remember);
  function remember() {
    if (!body.isConnected) return document.removeEventListener("selectionchange", remember);
    selected = selection() ?? selected;
    return undefined;
  }
  const adder = stored && may("edit") && el("button", { type: "button", onclick: () => addEvent(article.id, full, selected, changed) }, "Add a missed event");
  const safeUrl = /^https?:\/\//i.test(article.url ?? "") ? article.url : null;
  fill(main,
    el("h1", { dir: "auto", class: "article-title" }, article.title ?? "Article without a title"),
    el("p", { class: "muted" }, about,
      safeUrl && [" · ", el("a", { href: safeUrl, rel: "noreferrer noopener nofollow" }, "original")],
      stored && [" · ", el("a", { href: address(`/v1/articles/${article.id}`) }, "raw JSON")]),
    el("div", { class: "article" },
      el("section", { "aria-label": "Text" }, legend, adder && el("p", { class: "hint adder" }, adder, " Select its words first."), body),
      el("section", { "aria-label": "Events" }, el("h2", {}, plural(article.events.length, "event")), cards,
        !article.events.length && el("p", { class: "muted" }, "No event was found in this article."),
        article.truncated && el("p", { class: "muted" }, "The article has more events than are kept."))));
  if (wanted && article.events.some((event) => event.id === wanted)) {
    firstPiece(body, wanted)?.scrollIntoView({ block: "nearest" });
    choose([wanted]);
  } else paint();
}
