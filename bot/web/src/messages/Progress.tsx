import { Card } from "../chatui";
import type { ProgressMessage } from "../types";

const RUNGS = ["咨询", "草稿", "已递交", "已受理"];

export function Progress({ message }: { message: ProgressMessage }) {
  const at = RUNGS.indexOf(message.rung);
  return (
    <Card>
      <h2 className="card-title">现在到哪一步</h2>
      <ol className="rungs">
        {RUNGS.map((rung, index) => (
          <li key={rung} className="rung" aria-current={index === at ? "step" : undefined}>
            {rung}
            <span className="rung-note">{noteOf(index, at)}</span>
          </li>
        ))}
      </ol>
      <p className="prose">{message.text}</p>
    </Card>
  );
}

function noteOf(index: number, at: number): string {
  if (at < 0) return "";
  if (index === at) return "您在这里";
  return index < at ? "✓ 已过" : "还没有";
}
