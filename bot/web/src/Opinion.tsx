/** 评一评 on one's own device: once a conversation, kept apart from it; never in the way of anything. */
import { useState } from "react";
import { useAnnounce } from "./announcer";
import { useChat } from "./chat-context";
import { Button } from "./chatui";
import { ApiError } from "./client";
import { Grades } from "./Grades";

const THANKS = "谢谢，评价已经记下。";

export function Opinion() {
  const { rate, rated } = useChat();
  const [grade, setGrade] = useState<number | null>(null);
  const [words, setWords] = useState("");
  const [note, setNote] = useState("");
  const [sending, setSending] = useState(false);
  const announce = useAnnounce();
  const tell = (said: string) => {
    setNote(said);
    announce(said);
  };
  const send = async (chosen: number) => {
    if (sending) return;
    setSending(true);
    try {
      await rate(chosen, words.trim());
      announce(THANKS);
    } catch (error) {
      tell(error instanceof ApiError ? error.message : "没有记下来，请再试一次。");
    } finally {
      setSending(false);
    }
  };
  if (rated)
    return (
      <p className="opinion" data-testid="rated">
        <span aria-hidden="true">✓ </span>
        {THANKS}
      </p>
    );
  return (
    <div className="opinion" data-testid="opinion">
      <p>您满意吗？不记名，和对话分开存，看不出是谁评的。不评也可以。</p>
      <Grades grade={grade} words={words} onGrade={setGrade} onWords={setWords} />
      {grade !== null && (
        <Button aria-disabled={sending || undefined} onClick={() => void send(grade)} data-testid="rating-send">
          提交评价
        </Button>
      )}
      {note && <p className="fine">{note}</p>}
    </div>
  );
}
