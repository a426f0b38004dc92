/** What survives a reload: the conversation, for this tab only, without lookup codes. Nothing goes to localStorage. */
import { EMPTY, type Item, type State } from "./conversation";

const KEY = "yifawen";
const HIDDEN = "（已隐去）";

type Kept = Pick<State, "token" | "session" | "items" | "nextId" | "expiresIn">;

/** Writes the conversation to this tab's storage; a full or forbidden storage only costs the reload. */
export function save(state: State, store: Storage = sessionStorage): void {
  if (state.phase === "ended") return store.removeItem(KEY);
  if (!state.token) return;
  const { token, session, nextId, expiresIn } = state;
  const kept: Kept = { token, session, nextId, expiresIn, items: withoutCodes(state.items) };
  try {
    store.setItem(KEY, JSON.stringify(kept));
  } catch {
    store.removeItem(KEY);
  }
}

/** The kept conversation, or null; a message that was under way when the page was left counts as not sent. */
export function load(store: Storage = sessionStorage): State | null {
  try {
    const kept = JSON.parse(store.getItem(KEY) ?? "null") as Kept | null;
    if (!kept?.token || !Array.isArray(kept.items)) return null;
    return { ...EMPTY, ...kept, phase: "ready", items: kept.items.map(interrupted) };
  } catch {
    return null;
  }
}

function interrupted(item: Item): Item {
  if (item.from !== "me" || item.state !== "sending") return item;
  return { ...item, state: "failed", problem: "页面刷新时这句话还没有得到回答，不确定有没有送到。" };
}

/** The items with every lookup code taken out, wherever it stands: receipt, text of the bot, text of the citizen. */
export function withoutCodes(items: Item[]): Item[] {
  const codes = items.map(codeOf).filter(Boolean);
  return items.map((item) => {
    if (item.from === "me" && item.secret) return { ...item, outgoing: { text: "" } };
    return codes.length > 0 ? (hide(bare(item), codes) as Item) : item;
  });
}

const codeOf = (item: Item): string => (item.from === "bot" && item.message.type === "receipt" && item.message.code) || "";

function bare(item: Item): Item {
  if (item.from !== "bot" || item.message.type !== "receipt") return item;
  const { code: _, ...message } = item.message;
  return { ...item, message };
}

function hide(value: unknown, codes: string[]): unknown {
  if (typeof value === "string") return codes.reduce((text, code) => text.split(code).join(HIDDEN), value);
  if (Array.isArray(value)) return value.map((part) => hide(part, codes));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, hide(part, codes)]));
}
