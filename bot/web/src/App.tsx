/** The chat window: header, transcript, composer, and what holds them together. */
import { useCallback, useMemo, useState } from "react";
import { Announcer } from "./announcer";
import { ChatContext, type Turn } from "./chat-context";
import type { Client } from "./client";
import { Composer } from "./Composer";
import { countyIn } from "./county";
import { Ended, Unstarted } from "./Gate";
import { Header } from "./Header";
import { openQuestion } from "./conversation";
import { Transcript } from "./Transcript";
import { useConversation } from "./useConversation";

export function App({ client }: { client: Client }) {
  return (
    <Announcer>
      <ChatWindow client={client} />
    </Announcer>
  );
}

function ChatWindow({ client }: { client: Client }) {
  const [draft, setDraft] = useState("");
  const takeBack = useCallback(({ outgoing }: Turn) => {
    if (!("text" in outgoing) || "field" in outgoing) return false;
    setDraft((typed) => (typed ? `${outgoing.text}\n${typed}` : outgoing.text));
    return true;
  }, []);
  const { state, pending, open, send, retry, end, download } = useConversation(client, takeBack);
  const chat = useMemo(() => ({ pending, send, download }), [pending, send, download]);
  const county = useMemo(() => countyIn(state.items), [state.items]);
  const active = openQuestion(state);

  const sendDraft = (text: string) => {
    const secret = asksForCode(state.items, active);
    send({ outgoing: { text }, label: secret ? "（查询码，不显示）" : text, secret });
    setDraft("");
  };
  const sendPhoto = (photo: File) => {
    send({ outgoing: { photo }, label: photo.type === "application/pdf" ? "（决定书的 PDF 文件）" : "（决定书的照片）" });
  };
  const endAndClear = () => {
    setDraft("");
    end();
  };

  return (
    <ChatContext.Provider value={chat}>
      <Header county={county} onEnd={endAndClear} ended={state.phase === "ended"} />
      <main className="main" aria-label="对话">
        {state.phase === "ended" ? (
          <Ended onStart={open} />
        ) : (
          <Transcript state={state} active={active} pending={pending} onRetry={retry} onRestart={open} />
        )}
        {state.phase === "unstarted" && <Unstarted problem={state.problem} onStart={open} />}
      </main>
      {state.phase !== "ended" && (
        <Composer
          value={draft}
          onChange={setDraft}
          onSend={sendDraft}
          onPhoto={sendPhoto}
          pending={pending}
          ready={state.phase === "ready"}
        />
      )}
    </ChatContext.Provider>
  );
}

function asksForCode(items: ReturnType<typeof useConversation>["state"]["items"], active: number | null): boolean {
  const item = items.find(({ id }) => id === active);
  return item?.from === "bot" && item.message.type === "field" && item.message.control === "code";
}
