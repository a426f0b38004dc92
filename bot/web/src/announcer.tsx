/** A polite live region that is read out even when the same sentence comes twice. */
import { useSpeech } from "./speech";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

/** Afterwards the region is emptied: somebody reading through the page should not meet the sentence again. */
const LINGER_MS = 5000;

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

export const useAnnounce = () => useContext(AnnounceContext);

/** Two slots that take turns: the new text always appears in an empty one, which screen readers take as news. */
export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ turn: 0, text: "" });
  const { say } = useSpeech();
  const announce = useCallback(
    (text: string) => {
      setSaid(({ turn }) => ({ turn: turn + 1, text }));
      say(text);
    },
    [say],
  );
  useEffect(() => {
    if (!said.text) return;
    const timer = setTimeout(() => setSaid(({ turn }) => ({ turn, text: "" })), LINGER_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <div className="hidden-text" data-testid="announcer">
        {[0, 1].map((slot) => (
          <div key={slot} aria-live="polite" aria-atomic="true">
            {said.turn % 2 === slot ? said.text : ""}
          </div>
        ))}
      </div>
    </AnnounceContext.Provider>
  );
}
