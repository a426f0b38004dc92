/** One conversation with the edge: opens it, keeps it over a reload, sends one message at a time, ends it. */
import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import { ApiError, type Client, Problem } from "./client";
import type { Turn } from "./chat-context";
import { EMPTY, isPending, type MyItem, reduce, type State } from "./conversation";
import type { Session } from "./types";
import { load, save } from "./storage";

/** Where a conversation survives a reload; a shared machine has none. */
export interface Memory {
  load(): State | null;
  save(state: State): void;
}

export const THIS_TAB: Memory = { load, save };
export const NOWHERE: Memory = { load: () => null, save: () => undefined };

export interface Conversation {
  state: State;
  pending: boolean;
  open(): void;
  send(turn: Turn, source?: number): void;
  retry(item: MyItem): void;
  end(): void;
  /** Gives the conversation up to another device: the link to it. */
  move(): Promise<{ link: string; expires_in: number }>;
  download(file: string): Promise<Blob>;
}

/** Drives the reducer; `takeBack` gets the turn that met an ended session and says whether it kept its text. */
export function useConversation(client: Client, takeBack: (turn: Turn) => boolean, memory = THIS_TAB, start?: string): Conversation {
  const [state, dispatch] = useReducer(reduce, null, () => (isArrival() ? EMPTY : (memory.load() ?? EMPTY)));
  // Handlers read the newest state here, and a reply that comes after 结束并清除 sees that its run is over.
  const now = useRef(state);
  const run = useRef(0);
  now.current = state;

  useEffect(() => memory.save(state), [memory, state]);

  const open = useCallback(async () => {
    const mine = ++run.current;
    dispatch({ type: "open" });
    try {
      const { session, messages, expires_in } = await arrival(client, start);
      if (mine === run.current) dispatch({ type: "opened", token: session, messages, expiresAt: expires_in ? Date.now() + expires_in * 1000 : null });
    } catch (error) {
      if (mine === run.current) dispatch({ type: "unopened", problem: wordsOf(error) });
    }
  }, [client, start]);

  useEffect(() => {
    if (now.current.phase === "starting") void open();
  }, [open]);

  const send = useCallback(
    async (turn: Turn, source?: number) => {
      if (isPending(now.current) || now.current.phase !== "ready") return;
      const mine = run.current;
      const id = now.current.nextId;
      const event = { type: "send", ...turn, source } as const;
      now.current = reduce(now.current, event);
      dispatch(event);
      try {
        const messages = await client.send(now.current.token, turn.outgoing);
        if (mine === run.current) dispatch({ type: "replied", messages });
      } catch (error) {
        if (mine !== run.current) return;
        const expired = error instanceof Problem && error.status === 401;
        dispatch({ type: "failed", problem: wordsOf(error), expired });
        if (expired && takeBack(turn)) dispatch({ type: "discard", id });
      }
    },
    [client, takeBack],
  );

  const retry = useCallback(
    ({ id, label, outgoing, secret }: MyItem) => {
      if (isPending(now.current) || now.current.phase !== "ready") return;
      dispatch({ type: "discard", id });
      void send({ label, outgoing, secret });
    },
    [send],
  );

  const end = useCallback(() => {
    run.current += 1;
    const { token } = now.current;
    // Whatever becomes of it, this page forgets; the edge deletes what it did not hear of within a day.
    if (token) client.end(token).catch(() => undefined);
    dispatch({ type: "end" });
  }, [client]);

  const move = useCallback(() => client.move(now.current.token), [client]);

  const download = useCallback((file: string) => client.file(now.current.token, file), [client]);

  return useMemo(
    () => ({ state, pending: isPending(state), open: () => void open(), send: (t, s) => void send(t, s), retry, end, move, download }),
    [state, open, send, retry, end, move, download],
  );
}

const MOVED = "#move=";

const isArrival = () => window.location.hash.startsWith(MOVED);

/** A new conversation, or the one whose link this page was opened with. */
function arrival(client: Client, start: string | undefined): Promise<Session> {
  if (start?.startsWith(MOVED)) return client.arrive(start.slice(MOVED.length));
  if (!isArrival()) return client.open(start);
  const { hash, pathname, search } = window.location;
  // It works once: neither a reload nor the history shall offer it again.
  window.history.replaceState(null, "", pathname + search);
  return client.arrive(hash.slice(MOVED.length));
}

function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError)) return "故障：页面出了点问题。您写的内容还在，可以再试一次。";
  const wait = error instanceof Problem ? error.retryAfter : null;
  return wait ? `${error.message}（约 ${wait} 秒后可以再试）` : error.message;
}
