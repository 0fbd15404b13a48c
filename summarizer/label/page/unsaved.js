// Changes that the server has not confirmed yet, kept by the browser under the tab that made them. What a
// tab that is gone has left is taken up by the next one that opens the document.
const tab = (sessionStorage.tab ??= crypto.randomUUID());
const alive = new Set([tab]);

const prefix = (store, id) => `unsaved ${store} ${id} `;

export async function findTabs() {
  if (!navigator.locks) return;
  navigator.locks.request(`tab ${tab}`, { ifAvailable: true }, () => new Promise(() => {}));
  const { held } = await navigator.locks.query();
  for (const lock of held) alive.add(lock.name.replace(/^tab /u, ""));
}

export function keep(store, id, work) {
  try {
    localStorage[prefix(store, id) + tab] = JSON.stringify(work);
  } catch {
    // No room: the server has it in a moment.
  }
}

export function release(store, id) {
  for (const key of own(store, id)) localStorage.removeItem(key);
}

export function kept(store, id) {
  const [key] = own(store, id);
  return key === undefined ? null : JSON.parse(localStorage[key]);
}

function own(store, id) {
  const start = prefix(store, id);
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(start));
  return keys.filter((key) => key.slice(start.length) === tab || !alive.has(key.slice(start.length)));
}
