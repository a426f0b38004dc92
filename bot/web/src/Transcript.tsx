/** Everything that was said, in order, and what happens when something new is said. */
import { useMemo } from "react";
import { Typing } from "./chatui";
import { isReading, type MyItem, type State } from "./conversation";
import { Expiry } from "./Expiry";
import { Expired } from "./Gate";
import { greeting } from "./greeting";
import { BotRow } from "./messages";
import { MyRow } from "./MyRow";
import { ANSWERING, READING } from "./spoken";
import { useArrival } from "./useArrival";

interface TranscriptProps {
  state: State;
  active: number | null;
  pending: boolean;
  onRetry(item: MyItem): void;
  onRestart(): void;
}

export function Transcript({ state, active, pending, onRetry, onRestart }: TranscriptProps) {
  useArrival(state, active);
  const ready = state.phase === "ready";
  const written = useMemo(greeting, []);
  const items = state.phase === "starting" && state.items.length === 0 ? written : state.items;
  return (
    <>
      <ol className="transcript" aria-label="对话记录">
        {items.map((item) => {
          const now = item.session === state.session;
          if (item.from === "divider") return <Divider key={item.id} />;
          if (item.from === "bot") return <BotRow key={item.id} item={item} live={ready && now} active={item.id === active} />;
          return <MyRow key={item.id} item={item} now={now} onRetry={ready && !pending ? onRetry : null} />;
        })}
      </ol>
      {pending && <Waiting text={isReading(state) ? READING : ANSWERING} />}
      {state.phase === "starting" && <Waiting text="正在连接，请稍等" />}
      {ready && <Expiry at={state.expiresAt} />}
      {state.phase === "expired" && <Expired problem={state.problem} onStart={onRestart} />}
    </>
  );
}

const Divider = () => (
  <li className="divider">
    <span>新的对话从这里开始，上面的内容只能看</span>
  </li>
);

const Waiting = ({ text }: { text: string }) => (
  <div className="waiting" data-testid="typing">
    <Typing text={text} />
  </div>
);
