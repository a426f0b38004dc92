/** A polite live region that is read out even when the same sentence comes twice. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

export const useAnnounce = () => useContext(AnnounceContext);

/** Two slots that take turns: the new text always appears in an empty one, which screen readers take as news. */
export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ turn: 0, text: "" });
  const announce = useCallback((text: string) => setSaid(({ turn }) => ({ turn: turn + 1, text })), []);
  const slots = useMemo(() => [0, 1].map((slot) => (said.turn % 2 === slot ? said.text : "")), [said]);
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <div className="hidden-text" data-testid="announcer">
        {slots.map((text, slot) => (
          <div key={slot} aria-live="polite" aria-atomic="true">
            {text}
          </div>
        ))}
      </div>
    </AnnounceContext.Provider>
  );
}
