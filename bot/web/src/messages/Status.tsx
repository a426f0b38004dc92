import { Card } from "../chatui";
import { inWords } from "../dates";
import type { StatusMessage } from "../types";
import { PracticeTag } from "./parts";

export function Status({ message }: { message: StatusMessage }) {
  const { number, kind, state, text, timeline, next, as_of, practice } = message;
  return (
    <Card>
      <h2 className="card-title">
        办理进度 <PracticeTag practice={practice} />
      </h2>
      <p className="status-number">
        {kind} {number}
      </p>
      <p className="status-state">
        现在：<strong>{state}</strong>
      </p>
      <p className="prose">{text}</p>
      {timeline?.length > 0 && <Timeline timeline={timeline} />}
      {next && (
        <p className="prose">
          <strong>下一步：</strong>
          {next}
        </p>
      )}
      <p className="fine">数据截至 {inWords(as_of)}</p>
    </Card>
  );
}

function Timeline({ timeline }: Pick<StatusMessage, "timeline">) {
  return (
    <>
      <h3 className="part-title">经过</h3>
      <ol className="timeline">
        {timeline.map(({ on, what }) => (
          <li key={`${on}${what}`}>
            <time dateTime={on}>{inWords(on)}</time>
            <span>{what}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
