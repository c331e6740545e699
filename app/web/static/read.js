// Paste an article: read it, with or without storing it, and see what was found at once.

import { may, postAnswer } from "./api.js";
import { articleView } from "./article.js";
import { el, field, fill, problem } from "./dom.js";
import { go } from "./main.js";
import { askForKey } from "./session.js";

const EXAMPLE = {
  title: "Raid on depot in western Iraq kills at least 16",
  text: "Warplanes bombed a weapons depot near Al-Qaim on Friday evening, killing at least 16 people, including three children, the Iraqi health ministry said.\n\n“This was a violation of our sovereignty,” government spokesman Karim Haddad told Radio Levant. He denied that the depot had belonged to a militia.\n\nIn Basra, hundreds of people marched to the governor's office on Saturday to protest against the raid. Police arrested four of them.",
  source: "Example Times",
  published_at: "2024-02-04",
};

export function showRead(main) {
  const title = el("input", { maxlength: "1000" });
  const text = el("textarea", { rows: "12", required: true, spellcheck: "false" });
  const source = el("input", { maxlength: "300" });
  const date = el("input", { type: "date" });
  const html = el("input", { type: "radio", name: "form" });
  const plain = el("input", { type: "radio", name: "form", checked: true });
  const store = el("input", { type: "checkbox" });
  const result = el("div", { id: "result", tabindex: "-1" });
  const message = el("div", { "aria-live": "assertive" });
  const button = el("button", { type: "submit", class: "primary" }, "Read it");

  const example = () => {
    [title.value, text.value, source.value, date.value] = [EXAMPLE.title, EXAMPLE.text, EXAMPLE.source, EXAMPLE.published_at];
    plain.checked = true;
    text.focus();
  };
  const submit = async (event) => {
    event.preventDefault();
    const body = { [html.checked ? "html" : "text"]: text.value };
    for (const [name, control] of [["title", title], ["source", source], ["published_at", date]]) if (control.value.trim()) body[name] = control.value.trim();
    fill(message);
    button.disabled = true;
    try {
      const { content } = await postAnswer(store.checked ? "/v1/articles" : "/v1/articles?store=false", body);
      if (store.checked) {
        await go(`/articles/${content.id}`);
        return;
      }
      const full = content.stored_text ?? (body.title ? `${body.title}\n\n${body.text}` : body.text);
      const shown = { ...content, title: null, text: full, source: body.source, published_at: content.anchor.date };
      await articleView(result, shown, { stored: false });
      const heading = result.querySelector("h1");
      heading.replaceWith(el("h2", { class: "article-title" }, "What was read"));
      result.focus();
    } catch (error) {
      fill(message, problem(error));
    } finally {
      button.disabled = false;
    }
  };
  fill(main,
    el("h1", {}, "Read an article"),
    el("p", { class: "muted" }, "Paste a news article in English and see which events are read in it, with the words that show them."),
    !may("ingest") && el("p", { class: "problem" }, "Reading articles needs a key with the scope ingest. ", el("button", { type: "button", onclick: () => askForKey(() => go("/read")) }, "Sign in")),
    el("form", { class: "paste", onsubmit: submit },
      field("Headline", title), field("Article", text),
      el("div", { class: "pair" }, field("Source", source), field("Published", date, "“On Friday” is counted from this day.")),
      el("div", { class: "choices" },
        el("label", { class: "check" }, plain, "Plain text"), el("label", { class: "check" }, html, "HTML of a page"),
        el("label", { class: "check" }, store, "Store it")),
      message,
      el("div", { class: "buttons" }, button, el("button", { type: "button", onclick: example }, "Fill in an example"))),
    result);
}
