import { Card } from "../chatui";
import type { NoticeMessage } from "../types";
import { useSurface } from "../surface";
import { Sign } from "./parts";

/** Pages of the edge itself, which need neither the dialogue nor a script. */
const PLAIN_PAGES = [
  { address: "/answers", label: "常见问题" },
  { address: "/calculator", label: "算申请期限" },
  { address: "/respondents", label: "告谁、向谁申请" },
  { address: "/offices", label: "去哪里、打什么电话" },
];

const LEVELS = {
  info: { sign: "i", word: "提示" },
  warning: { sign: "!", word: "注意" },
  error: { sign: "✕", word: "出错了" },
};

/** "故障：助手…" brings its own word; what has none gets the word of its level. */
const OWN_WORD = /^([^：，。\n]{1,6})：\s*/;

export function Notice({ message }: { message: NoticeMessage }) {
  const { text } = message;
  // A kiosk never leaves its own page: nothing there would wipe the next one.
  const { shared } = useSurface();
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
      {level === "error" && !shared && (
        <ul className="plain-pages" aria-label="不用对话也能查">
          {PLAIN_PAGES.map(({ address, label }) => (
            <li key={address}>
              <a href={address} target="_blank" rel="noopener">
                {label}（新窗口）
              </a>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
