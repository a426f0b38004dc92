import { Card } from "../chatui";
import { inWords, weekday } from "../dates";
import type { Basis, DeadlineMessage, DeadlineRow, DeadlineState } from "../types";
import { BasisList, cited, Sign } from "./parts";

const VERDICTS: Record<DeadlineState, { sign: string; words: string; tone: string }> = {
  in_time: { sign: "✓", words: "还在期限内", tone: "good" },
  near: { sign: "!", words: "快到期了，请抓紧", tone: "wait" },
  late_reasons: { sign: "?", words: "已经超过期限，但也许有法律认可的理由", tone: "wait" },
  late: { sign: "✕", words: "已经超过期限", tone: "bad" },
  not_yet: { sign: "…", words: "还没到可以申请的时候", tone: "wait" },
  unknown: { sign: "?", words: "现在还算不出来", tone: "wait" },
};

export function Deadline({ message }: { message: DeadlineMessage }) {
  const { state, text, last_day, days_left, rows, next, basis, unknown } = message;
  const verdict = VERDICTS[state] ?? VERDICTS.unknown;
  return (
    <Card>
      <h2 className={`verdict verdict-${verdict.tone}`}>
        <Sign>{verdict.sign}</Sign>
        {verdict.words}
      </h2>
      {last_day && <LastDay day={last_day} left={days_left} />}
      <p className="prose">{text}</p>
      {!!unknown?.length && <Unknown unknown={unknown} />}
      {rows?.length > 0 && <Sum rows={rows} />}
      {next && (
        <p className="prose">
          <strong>下一步：</strong>
          {next}
        </p>
      )}
      <BasisList basis={basis} />
    </Card>
  );
}

function LastDay({ day, left }: { day: string; left: number | null }) {
  return (
    <p className="last-day">
      <span className="secret-label">最后一天</span>
      <strong className="big">{inWords(day)}</strong>
      <span>
        {weekday(day)}
        {left !== null && `，${leftInWords(left)}`}
      </span>
    </p>
  );
}

function leftInWords(days: number): string {
  if (days > 0) return `还剩 ${days} 天`;
  return days === 0 ? "就是今天" : `已经过了 ${-days} 天`;
}

function Unknown({ unknown }: { unknown: string[] }) {
  return (
    <>
      <h3 className="part-title">还不知道的</h3>
      <ul className="plain-list">
        {unknown.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  );
}

const COLUMNS = ["从", "到", "天数", "说明", "依据"];

/** The sum as a table; phones show each row as a block, so every role is written out to survive the CSS. */
function Sum({ rows }: { rows: DeadlineRow[] }) {
  return (
    <table className="sum" role="table">
      <caption>怎么算出来的</caption>
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map((name) => (
            <th key={name} role="columnheader" scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={`${row.from}${row.to}${row.why}`} role="row">
            {cellsOf(row).map((value, index) => (
              <td key={COLUMNS[index]} role="cell" data-label={COLUMNS[index]}>
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellsOf({ from, to, days, why, basis }: DeadlineRow): string[] {
  const length = typeof days === "number" ? `${days} 天` : (days ?? "—");
  return [inWords(from ?? "—"), inWords(to ?? "—"), length, why, basisInWords(basis)];
}

function basisInWords(basis: DeadlineRow["basis"]): string {
  if (!basis) return "—";
  if (typeof basis === "string") return basis;
  return (Array.isArray(basis) ? basis : [basis]).map((item: Basis) => cited(item)).join("、");
}
