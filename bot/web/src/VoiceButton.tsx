/** 说话输入 where the browser has it; who listens is said before anything is said. */
import { useEffect, useRef, useState } from "react";
import { useAnnounce } from "./announcer";
import { Button } from "./chatui";

interface Recognition extends EventTarget {
  lang: string;
  interimResults: boolean;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  abort(): void;
}

type Maker = new () => Recognition;

const WHO = "说的话由浏览器自带的语音服务听写，声音可能会发给浏览器的厂商。不放心的，请打字；请不要说姓名、身份证号和电话。";
const FAULTS: Record<string, string> = {
  "not-allowed": "没有听：浏览器不许用话筒。请打字。",
  "no-speech": "没有听清，请再说一次，或者打字。",
};
const FAULT = "没有听成：语音服务现在用不了。请打字。";

const maker = (): Maker | undefined => {
  const browser = window as unknown as { SpeechRecognition?: Maker; webkitSpeechRecognition?: Maker };
  return browser.SpeechRecognition ?? browser.webkitSpeechRecognition;
};

/** Who was told once is not told again until the page is left. */
let told = false;

interface VoiceButtonProps {
  disabled: boolean;
  onText(text: string): void;
  onNote(note: string): void;
}

export function VoiceButton({ disabled, onText, onNote }: VoiceButtonProps) {
  const [listening, setListening] = useState<Recognition | null>(null);
  const announce = useAnnounce();
  const current = useRef<Recognition | null>(null);
  current.current = listening;
  useEffect(() => () => current.current?.abort(), []);
  const Made = maker();
  if (!Made) return null;
  const note = (words: string) => {
    onNote(words);
    announce(words);
  };
  const press = () => {
    if (listening) return listening.abort();
    if (disabled) return;
    if (!told) {
      told = true;
      return note(`${WHO}要说话，请再按一次“说话”。`);
    }
    const recognition = new Made();
    recognition.lang = "zh-CN";
    recognition.interimResults = false;
    recognition.onresult = ({ results }) => onText([...Array.from(results)].map((one) => one[0]?.transcript ?? "").join(""));
    recognition.onerror = ({ error }) => error !== "aborted" && note(FAULTS[error] ?? FAULT);
    recognition.onend = () => setListening(null);
    recognition.start();
    setListening(recognition);
    note("正在听，请说话。");
  };
  return (
    <Button className="photo-button" aria-pressed={listening !== null} aria-disabled={disabled || undefined} onClick={press} data-testid="voice">
      {listening ? "停" : "说话"}
    </Button>
  );
}
