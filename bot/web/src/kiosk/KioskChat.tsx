/** The chat on the kiosk: the website's own, with the job of the tile begun at once. */
import { useEffect, useRef } from "react";
import { ChatContext } from "../chat-context";
import type { Client } from "../client";
import { Composer } from "../Composer";
import type { State } from "../conversation";
import { Unstarted } from "../Gate";
import { Transcript } from "../Transcript";
import { NOWHERE } from "../useConversation";
import { useDesk } from "../useDesk";

/** What the screen around the chat can do with the conversation. */
export interface Handle {
  end(): void;
  move(): Promise<{ link: string }>;
  rate(grade: number, words: string): Promise<void>;
  /** Something was said: there is something to rate. */
  used: boolean;
  ready: boolean;
}

interface KioskChatProps {
  client: Client;
  start: string | undefined;
  onHandle(handle: Handle): void;
  onExpired(): void;
}

export function KioskChat({ client, start, onHandle, onExpired }: KioskChatProps) {
  const desk = useDesk(client, NOWHERE, start);
  const { state, pending, chat, active, open, retry, end, move, composer } = desk;
  useFirstStep(desk, start);
  const { token, phase } = state;
  const used = state.items.some(({ from }) => from === "me");
  useEffect(() => {
    onHandle({ end, move, used, ready: phase === "ready" && !pending, rate: (grade, words) => client.rate(token, grade, words) });
  });
  useEffect(() => {
    if (phase === "expired") onExpired();
  }, [phase, onExpired]);
  return (
    <ChatContext.Provider value={chat}>
      <main className="main" aria-label="对话">
        <Transcript state={state} active={active} pending={pending} onRetry={retry} onRestart={open} />
        {phase === "unstarted" && <Unstarted problem={state.problem} onStart={open} />}
      </main>
      <Composer {...composer} />
    </ChatContext.Provider>
  );
}

/** A tile was the choice already: the one button that the start offers is pressed for the visitor. */
function useFirstStep({ state, send }: ReturnType<typeof useDesk>, start: string | undefined) {
  const done = useRef(false);
  useEffect(() => {
    if (done.current || state.phase !== "ready") return;
    done.current = true;
    const offer = onlyOffer(state);
    if (start && offer) send({ outgoing: { choice: offer.choice }, label: offer.label }, offer.id);
  }, [state, send, start]);
}

function onlyOffer({ items }: State): { id: number; label: string; choice: string } | null {
  const last = items[items.length - 1];
  if (last?.from !== "bot" || last.message.type !== "choices") return null;
  const [only, ...others] = last.message.choices;
  return only && others.length === 0 ? { id: last.id, ...only } : null;
}
