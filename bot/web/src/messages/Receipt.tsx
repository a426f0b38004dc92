import { useRef } from "react";
import { Button, Card } from "../chatui";
import { CopyButton } from "../CopyButton";
import { printOnly } from "../print";
import type { ReceiptMessage } from "../types";
import { Lines, PracticeTag } from "./parts";

export function Receipt({ message }: { message: ReceiptMessage }) {
  const { text, rung, lines, number, code, practice } = message;
  const card = useRef<HTMLDivElement>(null);
  return (
    <Card className="receipt" ref={card}>
      <h2 className="card-title">
        回执 <PracticeTag practice={practice} />
      </h2>
      <p className="status-state">
        现在的状态：<strong>{rung}</strong>
      </p>
      <p className="prose">{text}</p>
      <Lines lines={lines} />
      <p className="secret-label">回执号</p>
      <p className="secret" data-testid="receipt-number">
        {number}
      </p>
      {code ? <Code code={code} /> : <p className="advice">查询码只显示一次，页面刷新以后这里不再显示。请用您抄下来的查询码。</p>}
      <div className="row no-print">
        <CopyButton text={code ? `回执号 ${number} 查询码 ${code}` : number} label={code ? "复制回执号和查询码" : "复制回执号"} />
        <Button onClick={() => card.current && printOnly(card.current)}>打印回执</Button>
      </div>
    </Card>
  );
}

function Code({ code }: { code: string }) {
  return (
    <>
      <p className="advice">
        <strong>请现在把回执号和查询码抄在纸上。</strong>
        查进度要用这两样。查询码只在这里显示这一次，请不要告诉别人。
      </p>
      <p className="secret-label">查询码</p>
      <p className="secret" data-testid="receipt-code">
        {code}
      </p>
    </>
  );
}
