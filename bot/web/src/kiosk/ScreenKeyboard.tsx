/** Comes up when a box that takes text is touched, and goes when it is put away or the box is gone. */
import { lazy, Suspense, useEffect, useState } from "react";
import type { Mode } from "./layouts";
import { type Box, boxOf } from "./typing";

const KeyboardPanel = lazy(() => import("./KeyboardPanel"));

export function ScreenKeyboard() {
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    const touched = (event: Event) => {
      const found = boxOf(event.target);
      if (!found) return;
      // The system's own keyboard would come up over ours.
      found.setAttribute("inputmode", "none");
      setBox(found);
    };
    const left = (event: Event) => {
      const to = (event as FocusEvent).relatedTarget;
      if (to instanceof Element && !boxOf(to) && !to.closest(".keys")) setBox(null);
    };
    document.addEventListener("focusin", touched);
    document.addEventListener("pointerup", touched);
    document.addEventListener("focusout", left);
    return () => {
      document.removeEventListener("focusin", touched);
      document.removeEventListener("pointerup", touched);
      document.removeEventListener("focusout", left);
    };
  }, []);
  useGone(box, () => setBox(null));
  if (!box) return null;
  const close = () => {
    box.blur();
    setBox(null);
  };
  return (
    <div className="keys" role="group" aria-label="屏幕键盘" onMouseDown={(event) => event.preventDefault()} data-testid="keyboard">
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
