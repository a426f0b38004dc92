/** What survives a reload: the conversation, for this tab only, without lookup codes. Nothing of it goes to localStorage. */
import { EMPTY, type Item, type State } from "./conversation";

const KEY = "yifawen";
const HIDDEN = "（已隐去）";

type Kept = Pick<State, "token" | "session" | "items" | "nextId" | "expiresAt">;

/** Writes a value to this tab's storage, or removes it; a full or forbidden storage (a frame) only costs the reload. */
export function keep(key: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    // Nothing depends on it.
  }
}

export function recall(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps the conversation for a reload, or forgets it once it was ended. */
export function save(state: State): void {
  const { token, session, nextId, expiresAt } = state;
  if (state.phase === "ended") keep(KEY, null);
  else if (token) keep(KEY, JSON.stringify({ token, session, nextId, expiresAt, items: withoutCodes(state.items) } satisfies Kept));
}

/** The kept conversation, or null; a message that was under way when the page was left counts as not sent. */
export function load(): State | null {
  try {
    const kept = JSON.parse(recall(KEY) ?? "null") as Kept | null;
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
    if (item.from === "me" && "photo" in item.outgoing) return { ...item, outgoing: { photo: null } };
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
