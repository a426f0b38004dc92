// The button of the one-time page: takes the conversation over and hands it to the web chat in this tab's storage, in
// the form that bot/web/src/storage.ts reads.
const button = document.getElementById("open");
const said = document.getElementById("said");

function kept(opened) {
  const items = opened.messages.map((message, at) => ({ id: at + 1, from: "bot", session: 1, message, used: [] }));
  const expiresAt = Date.now() + opened.expires_in * 1000;
  return JSON.stringify({ token: opened.session, session: 1, items, nextId: items.length + 1, expiresAt });
}

async function open() {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  said.textContent = button.dataset.opening;
  try {
    const response = await fetch(location.pathname, { method: "POST", cache: "no-store", credentials: "omit" });
    if (response.status === 410) {
      said.textContent = button.dataset.gone;
      return;
    }
    if (!response.ok) throw new Error(String(response.status));
    sessionStorage.setItem("yifawen", kept(await response.json()));
    location.replace("/");
  } catch {
    said.textContent = button.dataset.failed;
    button.removeAttribute("aria-disabled");
  }
}

button?.addEventListener("click", open);
