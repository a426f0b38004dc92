import { Card } from "../chatui";
import type { NoticeMessage } from "../types";
import { Sign } from "./parts";

const LEVELS = {
  info: { sign: "ℹ", word: "提示" },
  warning: { sign: "⚠", word: "注意" },
  error: { sign: "✕", word: "出错了" },
};

export function Notice({ message }: { message: NoticeMessage }) {
  const { level, text } = message;
  const { sign, word } = LEVELS[level] ?? LEVELS.info;
  return (
    <Card className={`notice notice-${level}`}>
      <p className="notice-word">
        <Sign>{sign}</Sign>
        <strong>{word}</strong>
      </p>
      <p className="prose">{text}</p>
    </Card>
  );
}
