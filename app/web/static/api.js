// Calls of the API: JSON, problems as errors, the CSRF token of a session, and progress while something is awaited.

import { address } from "./dom.js";

let session = null;
let waiting = 0;
const bar = document.getElementById("progress");

/** An answer that is not a success: its title, what to change, and its status. */
export class Problem extends Error {
  constructor(status, content) {
    super(content.detail ?? `The server answered ${status}.`);
    this.title = content.title ?? "Error";
    this.status = status;
    this.candidates = content.candidates ?? [];
  }
}

function count(change) {
  waiting += change;
  bar.hidden = waiting === 0;
  document.body.setAttribute("aria-busy", String(waiting > 0));
}

/** The JSON of an answer. A proxy may answer with a page of its own; of that only the status is known. */
async function read(answer) {
  const text = await answer.text();
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(answer.status, { title: "No answer" });
  }
}

async function call(method, path, { body = null, signal = null, etag = null } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== null) headers["Content-Type"] = "application/json";
  if (etag) headers["If-Match"] = etag;
  if (method !== "GET" && session?.csrf_token) headers["X-CSRF-Token"] = session.csrf_token;
  count(1);
  try {
    const sent = body === null ? undefined : JSON.stringify(body);
    const answer = await fetch(address(path), { method, headers, body: sent, signal, credentials: "same-origin" });
    const content = await read(answer);
    if (!answer.ok) throw new Problem(answer.status, content ?? {});
    return { content, etag: answer.headers.get("ETag"), status: answer.status };
  } catch (error) {
    if (error instanceof TypeError) throw new Problem(0, { title: "No answer", detail: "The server cannot be reached." });
    throw error;
  } finally {
    count(-1);
  }
}

export const get = async (path, signal = null) => (await call("GET", path, { signal })).content;
export const getTagged = (path) => call("GET", path);
export const post = async (path, body = null, etag = null) => (await call("POST", path, { body, etag })).content;
export const postAnswer = (path, body) => call("POST", path, { body });
export const patch = (path, body, etag) => call("PATCH", path, { body, etag });

/** Whether the server can give what an address asks for; a format may need a part that is not installed. */
export async function offered(path) {
  const answer = await fetch(address(path), { method: "HEAD", credentials: "same-origin" }).catch(() => null);
  return answer?.status !== 406;
}

export const may = (scope) => session?.scopes.includes(scope) ?? false;
export const who = () => session;

export async function loadSession() {
  session = await get("/v1/session");
  return session;
}

export async function signIn(key) {
  session = await post("/v1/session", { key });
  return session;
}

export async function signOut() {
  await call("DELETE", "/v1/session");
  return loadSession();
}

/** Events or incidents counted by keys: `{groups: [{keys, count, killed}], total}`. */
export async function counted(kind, query, signal = null) {
  const found = await get(`/v1/${kind}/summary?${query}`, signal);
  const read = (one) => ({ keys: one.keys, count: one[kind], killed: one.killed?.best ?? one.killed });
  return { groups: found.groups.map(read), total: found.total[kind] };
}

let types = null;

/** The event types by code, each with its place in the list, which is its colour. */
export async function eventTypes() {
  types ??= get("/v1/event-types").then((found) =>
    Object.fromEntries(found.event_types.map((type, n) => [type.code, { ...type, colour: n % 8 }])),
  );
  types.catch(() => (types = null));
  return types;
}
