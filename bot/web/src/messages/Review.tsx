import { useChat, usePlace } from "../chat-context";
import { Button, Card } from "../chatui";
import type { ReviewMessage } from "../types";
import { ChoiceButton, Lines } from "./parts";

export function Review({ message }: { message: ReviewMessage }) {
  const { active, live, used } = usePlace();
  const { text, lines, choices } = message;
  // What was read from a photo asks beside an open question; only its own buttons settle it.
  const aside = live && used.length === 0 && lines.every(({ choice }) => !choice);
  if (!active && !aside) return <Past message={message} />;
  return (
    <Card>
      <h2 className="card-title">请核对</h2>
      <p className="prose">{text}</p>
      <dl className="lines">
        {lines.map((line) => (
          <ReviewLine key={line.label} line={line} />
        ))}
      </dl>
      <div className="choices" role="group" aria-label="核对以后">
        {choices.map((choice, index) => (
          <ChoiceButton key={choice.choice} choice={choice} primary={index === 0} testid={index === 0 ? "review-save" : "choice"} />
        ))}
      </div>
    </Card>
  );
}

function ReviewLine({ line }: { line: ReviewMessage["lines"][number] }) {
  const { pending, send } = useChat();
  const { id } = usePlace();
  const { label, value, choice } = line;
  return (
    <div className="line line-review">
      <dt>{label}</dt>
      <dd>{value}</dd>
      {choice && (
        <dd className="line-action">
          <Button
            aria-label={`修改：${label}`}
            aria-disabled={pending || undefined}
            onClick={() => pending || send({ outgoing: { choice }, label: `修改：${label}` }, id)}
            data-testid="review-edit"
          >
            修改
          </Button>
        </dd>
      )}
    </div>
  );
}

const Past = ({ message }: { message: ReviewMessage }) => (
  <Card className="past">
    <h2 className="card-title">核对过的内容</h2>
    <Lines lines={message.lines} />
    <p className="past-note">✓ 已处理</p>
  </Card>
);
