/** What stands in place of a conversation: it could not begin, it ran out, it was ended. */
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "./chatui";

interface GateProps {
  title: string;
  button: string;
  testid: string;
  onStart(): void;
  children: ReactNode;
}

function Gate({ title, button, testid, onStart, children }: GateProps) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => ref.current?.querySelector("button")?.focus(), []);
  return (
    <section className="gate" ref={ref} data-testid={testid} aria-label={title}>
      <h2 className="gate-title">{title}</h2>
      {children}
      <Button color="primary" onClick={onStart} data-testid="restart">
        {button}
      </Button>
    </section>
  );
}

export const Unstarted = ({ problem, onStart }: { problem: string; onStart(): void }) => (
  <Gate title="现在连不上" button="再试一次" testid="gate-unstarted" onStart={onStart}>
    <p>{problem}</p>
  </Gate>
);

export const Expired = ({ problem, onStart }: { problem: string; onStart(): void }) => (
  <Gate title="这次对话已经结束" button="重新开始" testid="gate-expired" onStart={onStart}>
    <p className="prose">{problem || "隔了一段时间没有操作，为了保护您的信息，这次对话已经关了。"}</p>
    <p>您刚才写的字还在，重新开始以后可以接着用。</p>
  </Gate>
);

export const Ended = ({ onStart }: { onStart(): void }) => (
  <Gate title="已经清除" button="开始新的对话" testid="gate-ended" onStart={onStart}>
    <p>这次对话已经从这台设备的浏览器里清除。</p>
    <p>如果您已经递交了材料，请用抄下来的回执号和查询码查进度。</p>
  </Gate>
);
