/** Copies a text and says whether that worked; old phones and plain HTTP have no clipboard API. */
import { useState } from "react";
import { useAnnounce } from "./announcer";
import { Button } from "./chatui";
import { useSurface } from "./surface";

export function CopyButton({ text, label, testid }: { text: string; label: string; testid?: string }) {
  const [result, setResult] = useState("");
  const announce = useAnnounce();
  // What is copied on a shared machine could be pasted by the next visitor.
  const { shared } = useSurface();
  const onClick = async () => {
    const words = (await copied(text)) ? "已复制" : "复制不了，请手抄";
    setResult(words);
    announce(words);
  };
  if (shared) return null;
  return (
    <Button onClick={() => void onClick()} data-testid={testid}>
      {result ? `${label}（${result}）` : label}
    </Button>
  );
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text);
  }
}

function copiedBySelection(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "hidden-text";
  document.body.append(area);
  area.select();
  const done = document.execCommand?.("copy") ?? false;
  area.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
}
