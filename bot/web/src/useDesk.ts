/** What a window around a conversation holds: the draft, the open question, and how words and photos are sent. */
import { useCallback, useMemo, useState } from "react";
import type { Turn } from "./chat-context";
import type { Client } from "./client";
import { type Item, openQuestion } from "./conversation";
import type { FieldMessage } from "./types";
import { THIS_TAB, useConversation } from "./useConversation";

export function useDesk(client: Client, memory = THIS_TAB, start?: string) {
  const [draft, setDraft] = useState("");
  const takeBack = useCallback(({ outgoing }: Turn) => {
    if (!("text" in outgoing) || "field" in outgoing) return false;
    setDraft((typed) => (typed ? `${outgoing.text}\n${typed}` : outgoing.text));
    return true;
  }, []);
  const { state, pending, open, send, retry, end, move, download } = useConversation(client, takeBack, memory, start);
  const [ratedWith, setRatedWith] = useState("");
  const { token } = state;
  const rate = useCallback(
    async (grade: number, words: string) => {
      await client.rate(token, grade, words);
      setRatedWith(token);
    },
    [client, token],
  );
  const rated = ratedWith !== "" && ratedWith === token;
  const chat = useMemo(() => ({ pending, send, download, rate, rated }), [pending, send, download, rate, rated]);
  const active = openQuestion(state);

  const purpose = asked(state.items, active)?.upload ?? undefined;

  const sendDraft = (text: string) => {
    const secret = asked(state.items, active)?.control === "code";
    send({ outgoing: { text }, label: secret ? "（查询码，不显示）" : text, secret });
    setDraft("");
  };
  const sendPhoto = (photo: File) => {
    const kind = photo.type === "application/pdf" ? "PDF 文件" : "照片";
    send({ outgoing: purpose ? { photo, purpose } : { photo }, label: purpose === "letter" ? `（材料：${kind}）` : `（决定书的${kind}）` });
  };
  const endAndClear = () => {
    setDraft("");
    end();
  };
  const ready = state.phase === "ready";
  const composer = { value: draft, onChange: setDraft, onSend: sendDraft, onPhoto: sendPhoto, pending, ready, purpose };
  return { state, pending, chat, active, open, send, retry, end: endAndClear, move, composer };
}

/** The field that stands open. */
function asked(items: Item[], active: number | null): FieldMessage | null {
  const item = items.find(({ id }) => id === active);
  return item?.from === "bot" && item.message.type === "field" ? item.message : null;
}
