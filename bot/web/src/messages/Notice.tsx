import { Card } from "../chatui";
import type { NoticeMessage } from "../types";
import { Sign } from "./parts";

const LEVELS = {
  info: { sign: "i", word: "提示" },
  warning: { sign: "!", word: "注意" },
  error: { sign: "✕", word: "出错了" },
};

/** "故障：助手…" brings its own word; what has none gets the word of its level. */
const OWN_WORD = /^([^：，。\n]{1,6})：\s*/;

export function Notice({ message }: { message: NoticeMessage }) {
  const { text } = message;
  const level = message.level in LEVELS ? message.level : "info";
  const { sign, word } = LEVELS[level];
  const own = level === "info" ? null : OWN_WORD.exec(text);
  return (
    <Card className={`notice notice-${level}`}>
      <p className="notice-word">
        <Sign>{sign}</Sign>
        <strong>{own?.[1] ?? word}</strong>
      </p>
      <p className="prose">{own ? text.slice(own[0].length) : text}</p>
    </Card>
  );
}
