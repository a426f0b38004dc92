/** The state of one conversation as a pure reducer: what was said, what is being sent, what can still be answered. */
import type { Message, Outgoing } from "./types";

export type Phase = "starting" | "unstarted" | "ready" | "expired" | "ended";

export interface BotItem {
  id: number;
  from: "bot";
  session: number;
  message: Message;
  /** Choices of this message that the citizen has clicked. */
  used: string[];
}

export interface MyItem {
  id: number;
  from: "me";
  session: number;
  label: string;
  outgoing: Outgoing;
  state: "sending" | "sent" | "failed";
  problem?: string;
  /** A lookup code was typed: neither the label nor the browser's storage may hold it. */
  secret?: boolean;
}

export interface DividerItem {
  id: number;
  from: "divider";
  session: number;
}

export type Item = BotItem | MyItem | DividerItem;

export interface State {
  phase: Phase;
  token: string;
  /** Counts the sessions of this window: messages of an earlier one can be read but no longer answered. */
  session: number;
  items: Item[];
  nextId: number;
  /** When the edge will end the session, in milliseconds since 1970; null when it did not say. */
  expiresAt: number | null;
  problem: string;
}

export type Event =
  | { type: "open" }
  | { type: "opened"; token: string; messages: Message[]; expiresAt: number | null }
  | { type: "unopened"; problem: string }
  | { type: "send"; label: string; outgoing: Outgoing; secret?: boolean; source?: number }
  | { type: "replied"; messages: Message[] }
  | { type: "failed"; problem: string; expired?: boolean }
  | { type: "discard"; id: number }
  | { type: "end" };

export const EMPTY: State = { phase: "starting", token: "", session: 0, items: [], nextId: 1, expiresAt: null, problem: "" };

export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case "open":
      return { ...state, phase: "starting", problem: "" };
    case "opened":
      return opened(state, event);
    case "unopened":
      return { ...state, phase: "unstarted", problem: event.problem };
    case "send":
      return sending(state, event);
    case "replied":
      return withBot(settle(state, { state: "sent" }), event.messages);
    case "failed":
      return failed(state, event);
    case "discard":
      return { ...state, items: state.items.filter((item) => item.id !== event.id) };
    case "end":
      return { ...EMPTY, phase: "ended", session: state.session, nextId: state.nextId };
  }
}

function opened(state: State, event: { token: string; messages: Message[]; expiresAt: number | null }): State {
  const session = state.session + 1;
  const divider: DividerItem[] = state.items.length > 0 ? [{ id: state.nextId, from: "divider", session }] : [];
  const next: State = {
    ...state,
    phase: "ready",
    token: event.token,
    expiresAt: event.expiresAt,
    session,
    items: [...state.items, ...divider],
    nextId: state.nextId + divider.length,
  };
  return withBot(next, event.messages);
}

function sending(state: State, event: { label: string; outgoing: Outgoing; secret?: boolean; source?: number }): State {
  const { label, outgoing, secret } = event;
  const mine: MyItem = { id: state.nextId, from: "me", session: state.session, label, outgoing, state: "sending" };
  const items = state.items.map((item) => (item.id === event.source ? marked(item, outgoing) : item));
  return { ...state, nextId: state.nextId + 1, items: [...items, secret ? { ...mine, secret } : mine] };
}

function marked(item: Item, outgoing: Outgoing): Item {
  if (item.from !== "bot" || !("choice" in outgoing)) return item;
  return { ...item, used: [...item.used.filter((c) => c !== outgoing.choice), outgoing.choice] };
}

function failed(state: State, { problem, expired }: { problem: string; expired?: boolean }): State {
  const next = settle(state, { state: "failed", problem });
  return expired ? { ...next, phase: "expired", problem } : next;
}

const settle = (state: State, change: Pick<MyItem, "state" | "problem">): State => ({
  ...state,
  items: state.items.map((item) => (item.from === "me" && item.state === "sending" ? { ...item, ...change } : item)),
});

function withBot(state: State, messages: Message[]): State {
  const said = messages.map((message, i): BotItem => {
    return { id: state.nextId + i, from: "bot", session: state.session, message, used: [] };
  });
  return { ...state, nextId: state.nextId + said.length, items: [...state.items, ...said] };
}

export const isPending = (state: State): boolean => state.items.some((i) => i.from === "me" && i.state === "sending");

/** A photo is on its way or being read. */
export const isReading = (state: State): boolean =>
  state.items.some((i) => i.from === "me" && i.state === "sending" && "photo" in i.outgoing);

const ASKS = new Set(["field", "review"]);
/** Replies that answer on the side (a question asked in between, a fault) and leave the open question open. */
const ASIDES = new Set(["answer", "notice"]);

/** Nothing was taken in: whatever this reply offers besides, the question stands as if nobody had answered. */
const isFault = (message: Message) => message.type === "notice" && message.level === "error";

/** The id of the one field or review card that can still be answered, or null. */
export function openQuestion(state: State): number | null {
  if (state.phase !== "ready") return null;
  let open: number | null = null;
  let spoken = false;
  for (const item of state.items) {
    if (item.session !== state.session) continue;
    if (item.from === "me" && item.state === "sent") spoken = true;
    if (item.from !== "bot") continue;
    const { type } = item.message;
    if (ASKS.has(type)) [open, spoken] = [item.id, false];
    else if (isFault(item.message)) spoken = false;
    else if (spoken && !ASIDES.has(type)) open = null;
  }
  return open;
}
