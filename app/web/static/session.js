// Who is signed in, and signing in with a key. The key goes into a cookie that no script can read.

import { signIn, signOut, who } from "./api.js";
import { dialog, el, field, fill, problem } from "./dom.js";

const place = document.getElementById("session");

/** Show who is signed in; `changed` is called when that changes. */
export function showSession(changed) {
  const session = who();
  const named = session?.key_id;
  const again = () => {
    showSession(changed);
    changed();
  };
  fill(
    place,
    named && el("span", { class: "muted" }, session.name),
    named
      ? el("button", { type: "button", onclick: () => signOut().then(again) }, "Sign out")
      : el("button", { type: "button", onclick: () => askForKey(again) }, "Sign in"),
  );
}

export function askForKey(done) {
  dialog("Sign in", (close) => {
    const key = el("input", { type: "password", autocomplete: "current-password", required: true, maxlength: "200" });
    const message = el("div");
    const submit = async (event) => {
      event.preventDefault();
      try {
        await signIn(key.value.trim());
        close();
        done();
      } catch (error) {
        fill(message, problem(error));
      }
    };
    return el(
      "form",
      { onsubmit: submit },
      field("Key", key, "From those who run the server (dateline keys create NAME --scope read,edit)"),
      message,
      el("div", { class: "buttons" },
        el("button", { type: "submit", class: "primary" }, "Sign in"),
        el("button", { type: "button", onclick: close }, "Cancel")),
    );
  });
}
