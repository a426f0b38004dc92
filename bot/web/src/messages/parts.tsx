/** Pieces that several cards share. */
import { type ReactNode, useState } from "react";
import { useChat, usePlace } from "../chat-context";
import { Button } from "../chatui";
import { useLook } from "../look";
import type { Basis, Choice, Line } from "../types";

/** A button that sends one offered choice; a used one says so, one of a past session is disabled. */
export function ChoiceButton({ choice, primary, testid = "choice" }: { choice: Choice; primary?: boolean; testid?: string }) {
  const { pending, send } = useChat();
  const { id, live, used } = usePlace();
  const isUsed = used.includes(choice.choice);
  return (
    <Button
      className={isUsed ? "choice choice-used" : "choice"}
      color={primary ? "primary" : undefined}
      disabled={!live}
      aria-disabled={pending || undefined}
      onClick={() => pending || send({ outgoing: { choice: choice.choice }, label: choice.label }, id)}
      data-testid={testid}
    >
      {choice.label}
      {isUsed && <span className="choice-mark">✓ 已选过</span>}
    </Button>
  );
}

/** As many choices as the version for elderly people shows at first. */
const FEW = 3;

/** The choices of a message as a labelled group of buttons. */
export function ChoiceList({ choices, label }: { choices?: Choice[] | null; label: string }) {
  const { elder } = useLook();
  const [all, setAll] = useState(false);
  if (!choices?.length) return null;
  const shown = elder && !all && choices.length > FEW + 1 ? choices.slice(0, FEW) : choices;
  return (
    <div className="choices" role="group" aria-label={label}>
      {shown.map((choice) => (
        <ChoiceButton key={choice.choice} choice={choice} />
      ))}
      {shown.length < choices.length && (
        <Button className="choice" onClick={() => setAll(true)} data-testid="more-choices">
          还有 {choices.length - shown.length} 项，点这里看
        </Button>
      )}
    </div>
  );
}

const quoted = (law: string) => (law.startsWith("《") ? law : `《${law}》`);

/** 《行政复议法》第20条 */
export const cited = ({ law, article }: Pick<Basis, "law" | "article">) => `${quoted(law)}第${article}条`;

export function BasisList({ basis }: { basis?: Basis[] | null }) {
  if (!basis?.length) return null;
  return (
    <section className="basis">
      <h3 className="part-title">依据</h3>
      <ul>
        {basis.map((item) => (
          <li key={`${item.law}${item.article}`}>
            {cited(item)} · 自 {item.since} 起施行
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Lines({ lines }: { lines?: Line[] | null }) {
  if (!lines?.length) return null;
  return (
    <dl className="lines">
      {lines.map(({ label, value }) => (
        <div className="line" key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A sign with its meaning in words beside it: the sign alone never carries it. */
export const Sign = ({ children }: { children: string }) => (
  <span className="sign" aria-hidden="true">
    {children}
  </span>
);

export const PracticeTag = ({ practice }: { practice?: boolean | null }) => (practice ? <strong className="tag">演示</strong> : null);

/** A part that is closed at first. */
export function Disclosure({ closed, open, children }: { closed: string; open: string; children: ReactNode }) {
  return (
    <details className="disclosure">
      <summary>
        <span className="when-closed">{closed}</span>
        <span className="when-open">{open}</span>
      </summary>
      <div className="disclosure-body">{children}</div>
    </details>
  );
}
