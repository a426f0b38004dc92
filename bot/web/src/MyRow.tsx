/** What the citizen said, and if it did not arrive, why and how to send it again. */
import { Bubble, Button } from "./chatui";
import type { MyItem } from "./conversation";
import { CopyButton } from "./CopyButton";

interface MyRowProps {
  item: MyItem;
  /** Said in the present session. */
  now: boolean;
  onRetry: ((item: MyItem) => void) | null;
}

export function MyRow({ item, now, onRetry }: MyRowProps) {
  return (
    <li className="message-row mine" data-item={item.id} data-testid="message-mine">
      <Bubble>
        <span className="hidden-text">您说：</span>
        {item.label}
      </Bubble>
      {item.state === "failed" && (
        <div className="unsent" data-testid="unsent">
          <p className="prose">
            <span className="sign" aria-hidden="true">
              ✕
            </span>
            {item.problem}
          </p>
          <div className="row">
            {onRetry && canRetry(item, now) && (
              <Button onClick={() => onRetry(item)} data-testid="retry">
                重试
              </Button>
            )}
            {!item.secret && "text" in item.outgoing && <CopyButton text={item.outgoing.text} label="复制这段文字" />}
          </div>
        </div>
      )}
    </li>
  );
}

/** Plain words and photos can go to any session; a choice or a field only to the one that asked. */
function canRetry({ outgoing, secret }: MyItem, now: boolean): boolean {
  if ("photo" in outgoing) return outgoing.photo !== null;
  if (secret && "text" in outgoing && !outgoing.text) return false;
  return now || ("text" in outgoing && !("field" in outgoing));
}
