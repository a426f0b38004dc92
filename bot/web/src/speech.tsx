/** Read-aloud by the browser's own voices: nothing is sent anywhere. Without a Chinese voice it is not offered. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";

interface Speech {
  /** There is a Chinese voice. */
  offered: boolean;
  on: boolean;
  toggle(): void;
  /** Reads a text out if read-aloud is on. */
  say(text: string): void;
}

const SILENT: Speech = { offered: false, on: false, toggle: () => undefined, say: () => undefined };
const SpeechContext = createContext<Speech>(SILENT);

export const useSpeech = () => useContext(SpeechContext);

export function SpeechProvider({ children, slow = false }: { children: ReactNode; slow?: boolean }) {
  const voice = useChineseVoice();
  const [on, setOn] = useState(false);
  const speak = useCallback(
    (text: string) => {
      if (!voice || !text.trim()) return;
      window.speechSynthesis.cancel();
      for (const part of sentences(text)) {
        const said = new SpeechSynthesisUtterance(part);
        said.voice = voice;
        said.lang = voice.lang;
        said.rate = slow ? 0.85 : 1;
        window.speechSynthesis.speak(said);
      }
    },
    [voice, slow],
  );
  useEffect(() => () => window.speechSynthesis?.cancel(), []);
  const speech = useMemo(
    () => ({
      offered: voice !== null,
      on,
      toggle() {
        setOn(!on);
        if (on) window.speechSynthesis.cancel();
        else speak(lastSaid() || "朗读已经打开");
      },
      say: (text: string) => on && speak(text),
    }),
    [voice, on, speak],
  );
  return <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>;
}

/** Long texts are cut at sentence ends: some voices stop after fifteen seconds. */
export const sentences = (text: string) => (text.match(/[^。！？；\n]+[。！？；]?/g) ?? []).map((part) => part.trim()).filter(Boolean);

/** What the bot said last, without a lookup code: others in the room listen too. */
export function lastSaid(): string {
  const rows = [...document.querySelectorAll(".message-row")];
  const mine = rows.map((row) => row.classList.contains("mine")).lastIndexOf(true);
  return rows.slice(mine + 1).map(readable).join("。");
}

function readable(row: Element): string {
  const copy = row.cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll(".secret, .hidden-text, .when-open, [aria-hidden=true]")) hidden.remove();
  for (const block of copy.querySelectorAll("p, li, button, h2, h3, dt, dd, label, legend")) block.append("。");
  return (copy.textContent ?? "").replace(/。{2,}|(?<=[，：])。/g, "。");
}

function useChineseVoice(): SpeechSynthesisVoice | null {
  const [voice, setVoice] = useState<SpeechSynthesisVoice | null>(null);
  useEffect(() => {
    const synthesis = window.speechSynthesis;
    if (!synthesis?.getVoices) return;
    // A voice of the device itself: others would send what is read to their maker.
    const look = () => setVoice(synthesis.getVoices().find(({ lang, localService }) => /^(zh|cmn)/i.test(lang) && localService) ?? null);
    look();
    synthesis.addEventListener?.("voiceschanged", look);
    return () => synthesis.removeEventListener?.("voiceschanged", look);
  }, []);
  return voice;
}

export function ReadAloud({ className }: { className?: string }) {
  const { offered, on, toggle } = useSpeech();
  if (!offered) return null;
  return (
    <button type="button" className={className} aria-pressed={on} onClick={toggle} data-testid="read-aloud">
      {on ? "停止朗读" : "朗读"}
    </button>
  );
}
