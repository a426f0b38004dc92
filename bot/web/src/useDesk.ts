/** What a window around a conversation holds: the draft, the open question, and how words and photos are sent. */
import { useCallback, useMemo, useState } from "react";
import type { Turn } from "./chat-context";
import type { Client } from "./client";
import { type Item, openQuestion } from "./conversation";
import { THIS_TAB, useConversation } from "./useConversation";

export function useDesk(client: Client, memory = THIS_TAB, start?: string) {
  const [draft, setDraft] = useState("");
  const takeBack = useCallback(({ outgoing }: Turn) => {
    if (!("text" in outgoing) || "field" in outgoing) return false;
    setDraft((typed) => (typed ? `${outgoing.text}\n${typed}` : outgoing.text));
    return true;
  }, []);
  const { state, pending, open, send, retry, end, move, download } = useConversation(client, takeBack, memory, start);
  const chat = useMemo(() => ({ pending, send, download }), [pending, send, download]);
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
  const ready = state.phase === "ready";
  const composer = { value: draft, onChange: setDraft, onSend: sendDraft, onPhoto: sendPhoto, pending, ready };
  return { state, pending, chat, active, open, send, retry, end: endAndClear, move, composer };
}

function asksForCode(items: Item[], active: number | null): boolean {
  const item = items.find(({ id }) => id === active);
  return item?.from === "bot" && item.message.type === "field" && item.message.control === "code";
}
