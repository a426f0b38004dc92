/** 长者版: larger letters, stronger contrast, fewer choices at once; remembered on this device, for it says nothing about anybody. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { Button } from "./chatui";

interface Look {
  elder: boolean;
  toggle(): void;
}

const KEY = "yifawen-look";
const LookContext = createContext<Look>({ elder: false, toggle: () => undefined });

export const useLook = () => useContext(LookContext);

export function LookProvider({ children }: { children: ReactNode }) {
  const [elder, setElder] = useState(wanted);
  useEffect(() => {
    document.documentElement.toggleAttribute("data-elder", elder);
    remember(elder);
  }, [elder]);
  const look = useMemo(() => ({ elder, toggle: () => setElder(!elder) }), [elder]);
  return <LookContext.Provider value={look}>{children}</LookContext.Provider>;
}

export function LookButton() {
  const { elder, toggle } = useLook();
  return (
    <Button className="header-button" onClick={toggle} aria-pressed={elder} data-testid="elder">
      {elder ? "标准版" : "长者版"}
    </Button>
  );
}

/** What the address asks for (?look=elder), else what was chosen before. */
function wanted(): boolean {
  const asked = new URLSearchParams(window.location.search).get("look");
  if (asked) return asked === "elder";
  try {
    return localStorage.getItem(KEY) === "elder";
  } catch {
    return false;
  }
}

function remember(elder: boolean): void {
  try {
    if (elder) localStorage.setItem(KEY, "elder");
    else localStorage.removeItem(KEY);
  } catch {
    // A frame may not be allowed to: then it is chosen anew.
  }
}
