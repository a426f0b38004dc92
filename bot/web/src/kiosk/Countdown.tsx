/** 还在吗: counts down in large figures before the screen is wiped. */
import { useEffect, useRef } from "react";
import { useAnnounce } from "../announcer";
import { Button } from "../chatui";

export function Countdown({ left, onStay, onLeave }: { left: number; onStay(): void; onLeave(): void }) {
  const ref = useRef<HTMLDivElement>(null);
  const announce = useAnnounce();
  useEffect(() => {
    ref.current?.querySelector("button")?.focus();
    announce("还在吗？没有人按的话，马上清除您的内容。");
  }, [announce]);
  return (
    <div className="over" data-testid="countdown">
      <div className="over-box" role="alertdialog" aria-modal="true" aria-labelledby="countdown-title" aria-describedby="countdown-about" ref={ref}>
        <h2 id="countdown-title">还在吗？</h2>
        <p className="countdown" aria-hidden="true">
          {left}
        </p>
        <p id="countdown-about">{left} 秒后清除您的内容。没有拿到编号的，清除以后要重新填。</p>
        <div className="over-row">
          <Button color="primary" onClick={onStay} data-testid="countdown-stay">
            我还在，继续
          </Button>
          <Button onClick={onLeave} data-testid="countdown-leave">
            现在就清除
          </Button>
        </div>
      </div>
    </div>
  );
}
