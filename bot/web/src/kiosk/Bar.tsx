/** At the bottom of every screen, within reach from a wheelchair: the way out, and how the screen is used. */
import type { ReactNode } from "react";
import { Button } from "../chatui";
import { ReadAloud } from "../speech";
import { TextSize } from "../TextSize";

interface BarProps {
  low: boolean;
  onLow(): void;
  onEnd(): void;
  children?: ReactNode;
}

export function Bar({ low, onLow, onEnd, children }: BarProps) {
  return (
    <nav className="bar" aria-label="操作">
      <Button className="bar-end" onClick={onEnd} data-testid="end-session">
        结束并清除
      </Button>
      {children}
      <ReadAloud className="Btn" />
      <button type="button" className="Btn bar-low" aria-pressed={low} onClick={onLow} data-testid="low-mode">
        {low ? "恢复高度" : "低位操作"}
      </button>
      <TextSize />
    </nav>
  );
}
