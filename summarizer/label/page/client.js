// What the page asks of the server. Addresses are relative: the token is in the page's own.
export class Problem extends Error {
  constructor(message, status, body) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Problem("The bench does not answer. Is `summarizer label` still running?", 0, null);
  }
  const text = await response.text();
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Problem(text.trim() || `The bench answered ${response.status}.`, response.status, null);
  }
  if (!response.ok) throw new Problem(body.problem ?? "The bench refused.", response.status, body);
  return body;
}

function sending(method, content, leaving = false) {
  const body = JSON.stringify(content);
  // A page that is left may still send so much and no more.
  const keepalive = leaving && body.length < 20_000;
  return { method, headers: { "content-type": "application/json" }, body, keepalive };
}

const of = (id) => `id=${encodeURIComponent(id)}`;

export const overview = () => ask("api/set");
export const open = (id) => ask(`api/document?${of(id)}`);
export const agreement = (id) => ask(id === undefined ? "api/agreement" : `api/agreement?${of(id)}`);
export const drafts = (id, base) => ask(`api/drafts?${of(id)}`, sending("POST", { base }));
export const save = (id, base, state, leaving) =>
  ask(`api/document?${of(id)}`, sending("PUT", { base, state }, leaving));
