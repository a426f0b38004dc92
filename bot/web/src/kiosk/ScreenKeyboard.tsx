/** Comes up when a box that takes text is touched, and goes when it is put away or the box is gone. */
import { lazy, Suspense, useEffect, useState } from "react";
import type { Mode } from "./layouts";
import { type Box, boxOf } from "./typing";

const KeyboardPanel = lazy(() => import("./KeyboardPanel"));

export function ScreenKeyboard() {
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    // What comes up or goes while a finger is down would move the page under it, and the touch would be lost.
    let down = false;
    const open = (found: Box) => {
      // The system's own keyboard would come up over ours.
      found.setAttribute("inputmode", "none");
      setBox(found);
    };
    const listeners: Record<string, (event: Event) => void> = {
      pointerdown: () => (down = true),
      pointercancel: () => (down = false),
      focusin({ target }) {
        const found = boxOf(target);
        if (found && !down) open(found);
      },
      click({ target }) {
        down = false;
        const found = boxOf(target);
        if (found) open(found);
        // A word that was chosen is gone from the page already.
        else if (target instanceof Element && target.isConnected && !target.closest(".keys, label")) setBox(null);
      },
    };
    for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
    };
  }, []);
  useGone(box, () => setBox(null));
  if (!box) return null;
  const close = () => {
    box.blur();
    setBox(null);
  };
  return (
    <div className="keys" role="region" aria-label="屏幕键盘" onMouseDown={(event) => event.preventDefault()} data-testid="keyboard">
      <button type="button" className="keys-close" tabIndex={-1} onClick={close} data-testid="keyboard-close">
        收起键盘
      </button>
      <Suspense fallback={<p className="keys-wait">正在打开键盘…</p>}>
        <KeyboardPanel key={modeFor(box)} box={box} first={modeFor(box)} />
      </Suspense>
    </div>
  );
}

function modeFor(box: Box): Mode {
  if (box.type === "tel") return "numbers";
  return box.getAttribute("autocapitalize") === "characters" ? "letters" : "pinyin";
}

/** A question that was answered takes its box away. */
function useGone(box: Box | null, gone: () => void) {
  useEffect(() => {
    if (!box) return;
    const watch = new MutationObserver(() => !box.isConnected && gone());
    watch.observe(document.body, { childList: true, subtree: true });
    return () => watch.disconnect();
  });
}
