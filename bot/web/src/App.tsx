/** The chat window: header, transcript, composer, and what holds them together. */
import { type ReactNode, useMemo } from "react";
import { Announcer } from "./announcer";
import { ChatContext } from "./chat-context";
import type { Client } from "./client";
import { Composer } from "./Composer";
import { countyIn } from "./county";
import { Ended, Unstarted } from "./Gate";
import { greeting } from "./greeting";
import { Header } from "./Header";
import { LookProvider, useLook } from "./look";
import { SpeechProvider } from "./speech";
import { Transcript } from "./Transcript";
import { useDesk } from "./useDesk";

export function App({ client }: { client: Client }) {
  return (
    <LookProvider>
      <Voiced>
        <Announcer>
          <ChatWindow client={client} />
        </Announcer>
      </Voiced>
    </LookProvider>
  );
}

function Voiced({ children }: { children: ReactNode }) {
  const { elder } = useLook();
  return <SpeechProvider slow={elder}>{children}</SpeechProvider>;
}

function ChatWindow({ client }: { client: Client }) {
  const { state, pending, chat, active, open, retry, end, composer } = useDesk(client);
  const county = useMemo(() => countyIn(state.items) || countyIn(greeting()), [state.items]);

  const used = state.phase === "ready" && state.items.some(({ from }) => from === "me");

  return (
    <ChatContext.Provider value={chat}>
      <Header county={county} onEnd={end} ended={state.phase === "ended"} used={used} />
      <main className="main" aria-label="对话">
        {state.phase === "ended" ? (
          <Ended onStart={open} />
        ) : (
          <Transcript state={state} active={active} pending={pending} onRetry={retry} onRestart={open} />
        )}
        {state.phase === "unstarted" && <Unstarted problem={state.problem} onStart={open} />}
      </main>
      {state.phase !== "ended" && (
        <Composer {...composer} />
      )}
    </ChatContext.Provider>
  );
}
