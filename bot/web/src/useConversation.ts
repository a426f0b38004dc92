/** One conversation with the edge: opens it, keeps it over a reload, sends one message at a time, ends it. */
import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import { ApiError, type Client, Problem } from "./client";
import type { Turn } from "./chat-context";
import { EMPTY, isPending, type MyItem, reduce, type State } from "./conversation";
import { load, save } from "./storage";

export interface Conversation {
  state: State;
  pending: boolean;
  open(): void;
  send(turn: Turn, source?: number): void;
  retry(item: MyItem): void;
  end(): void;
  download(file: string): Promise<Blob>;
}

/** Drives the reducer; `takeBack` gets the turn that met an ended session and says whether it kept its text. */
export function useConversation(client: Client, takeBack: (turn: Turn) => boolean): Conversation {
  const [state, dispatch] = useReducer(reduce, null, () => load() ?? EMPTY);
  // Handlers read the newest state here, and a reply that comes after 结束并清除 sees that its run is over.
  const now = useRef(state);
  const run = useRef(0);
  now.current = state;

  useEffect(() => save(state), [state]);

  const open = useCallback(async () => {
    const mine = ++run.current;
    dispatch({ type: "open" });
    try {
      const { session, messages, expires_in } = await client.open();
      if (mine === run.current) dispatch({ type: "opened", token: session, messages, expiresAt: expires_in ? Date.now() + expires_in * 1000 : null });
    } catch (error) {
      if (mine === run.current) dispatch({ type: "unopened", problem: wordsOf(error) });
    }
  }, [client]);

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
    dispatch({ type: "end" });
  }, []);

  const download = useCallback((file: string) => client.file(now.current.token, file), [client]);

  return useMemo(
    () => ({ state, pending: isPending(state), open: () => void open(), send: (t, s) => void send(t, s), retry, end, download }),
    [state, open, send, retry, end, download],
  );
}

function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError)) return "故障：页面出了点问题。您写的内容还在，可以再试一次。";
  const wait = error instanceof Problem ? error.retryAfter : null;
  return wait ? `${error.message}（约 ${wait} 秒后可以再试）` : error.message;
}
