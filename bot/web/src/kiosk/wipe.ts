/** Everything of a visitor that a page can hold, taken away; what the edge holds is ended by the conversation itself. */

const PATIENCE_MS = 2500;

/** Empties storage, caches, databases, readable cookies, the clipboard and what was made ready for the printer. */
export async function wipe(): Promise<void> {
  window.speechSynthesis?.cancel();
  for (const paper of document.querySelectorAll("body > .paper")) paper.remove();
  document.documentElement.classList.remove("printing-one");
  for (const storage of [sessionStorage, localStorage]) attempt(() => storage.clear());
  for (const cookie of document.cookie.split(";")) {
    const name = cookie.split("=")[0]?.trim();
    if (name) document.cookie = `${name}=; Max-Age=0; path=/`;
  }
  window.getSelection()?.removeAllRanges();
  await Promise.race([Promise.allSettled([cachedFiles(), databases(), clipboard()]), pause(PATIENCE_MS)]);
}

/** Loads the page anew in its own place; false when the edge cannot be reached and the page has to go on as it is. */
export async function loadAnew(): Promise<boolean> {
  if (!(await answers())) return false;
  window.location.replace(window.location.pathname + window.location.search);
  return true;
}

/** Whether the edge answers at all. */
export async function answers(): Promise<boolean> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  try {
    return (await fetch("/healthz", { signal: abort.signal, cache: "no-store", credentials: "omit" })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function cachedFiles(): Promise<void> {
  if (!("caches" in window)) return;
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

async function databases(): Promise<void> {
  const found = (await indexedDB?.databases?.()) ?? [];
  for (const { name } of found) if (name) indexedDB.deleteDatabase(name);
}

async function clipboard(): Promise<void> {
  await navigator.clipboard?.writeText("");
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Forbidden storage holds nothing.
  }
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
