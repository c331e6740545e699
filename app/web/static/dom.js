// Elements are built node by node; text from articles is only ever text, never markup.

const ROOT = document.querySelector("meta[name=dateline-root]").content;

export const address = (path) => ROOT + path;

/** An element with attributes, listeners (onclick …) and children; null children are left out. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(made.dataset, value);
    else if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A link within the page: the view changes without loading it again. */
export const link = (path, attributes, ...children) => el("a", { href: address(path), ...attributes }, ...children);

/** Text or elements with dots between; those that are missing are left out. */
export const dotted = (parts) => parts.filter(Boolean).flatMap((part, n) => (n ? [" · ", part] : [part]));

/** Words of an article or an outlet within a line, which keep their direction to themselves. */
export const quoted = (text) => text && el("bdi", {}, text);

/** Show children in place of all that an element has. */
export const fill = (parent, ...children) => parent.replaceChildren(...children.flat(3).filter(Boolean));

/** Say something to those who listen to the page. */
export function announce(text) {
  document.getElementById("status").textContent = text;
}

/** A line with a message and, for problems, what the server advises. */
export function problem(error, retry = null) {
  return el(
    "div",
    { class: "problem", role: "alert" },
    el("strong", {}, error.title ?? "That did not work"),
    el("p", {}, error.message),
    retry && el("button", { type: "button", onclick: retry }, "Try again"),
  );
}

/** A labelled control. */
export function field(label, control, hint = null) {
  const id = control.id || `f${Math.random().toString(36).slice(2)}`;
  control.id = id;
  return el("div", { class: "field" }, el("label", { for: id }, label), control, hint && el("small", {}, hint));
}

export function select(options, value, attributes = {}) {
  const made = el(
    "select",
    attributes,
    options.map(([code, text]) => el("option", { value: code, selected: code === (value ?? "") }, text)),
  );
  return made;
}

/** A dialog that gives the focus back to where it was; `build` gets a function that closes it. */
export function dialog(title, build) {
  const before = document.activeElement;
  const heading = el("h2", { id: "dialog-title" }, title);
  const close = () => shown.close();
  const shown = el("dialog", { "aria-labelledby": "dialog-title" }, heading, build(close));
  shown.addEventListener("close", () => {
    shown.remove();
    before?.focus?.();
  });
  document.body.append(shown);
  shown.showModal();
  return shown;
}
