/** Nobody has touched the screen for a while: first a warning, then out. */
import { useEffect, useRef, useState } from "react";

export const IDLE_MS = 60_000;
export const WARNING_S = 15;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"] as const;

/** The seconds that are left once the warning is on, else null; `out` is called when they are over. */
export function useIdle(watching: boolean, out: () => void): { left: number | null; stay(): void } {
  const [left, setLeft] = useState<number | null>(null);
  const [round, setRound] = useState(0);
  const leave = useRef(out);
  leave.current = out;
  const warned = left !== null;

  useEffect(() => {
    setLeft(null);
    if (!watching) return;
    let timer = setTimeout(warn, IDLE_MS);
    function warn() {
      setLeft(WARNING_S);
    }
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(warn, IDLE_MS);
    };
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, alive, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, alive);
    };
  }, [watching, round]);

  useEffect(() => {
    if (!warned) return;
    const ends = Date.now() + WARNING_S * 1000;
    const tick = setInterval(() => {
      const seconds = Math.ceil((ends - Date.now()) / 1000);
      if (seconds > 0) setLeft(seconds);
      else {
        clearInterval(tick);
        leave.current();
      }
    }, 250);
    return () => clearInterval(tick);
  }, [warned]);

  return { left: watching ? left : null, stay: () => setRound((n) => n + 1) };
}
