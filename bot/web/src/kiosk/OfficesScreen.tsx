/** Where to go and whom to call, from what the page learnt when it was loaded: also without a network. */
import { useEffect, useRef } from "react";
import { Button } from "../chatui";
import type { Offices } from "../types";

interface OfficesScreenProps {
  offices: Offices | null;
  /** The edge cannot be reached: said above the list, and tried again. */
  offline: boolean;
  onRetry(): void;
}

export function OfficesScreen({ offices, offline, onRetry }: OfficesScreenProps) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => ref.current?.focus({ preventScroll: true }), [offline]);
  return (
    <main className="main" aria-label={offline ? "现在连不上" : "找窗口"} data-testid={offline ? "offline" : "offices"}>
      <h2 className="offices-title" tabIndex={-1} ref={ref}>
        {offline ? "现在连不上" : "去哪里办、打什么电话"}
      </h2>
      {offline && (
        <section className="gate">
          <p>这台自助机现在连不上网，办不了事，不是您操作错了。申请复议的期限照样在走，急事请直接去窗口，或者打下面的电话。</p>
          <p>机器每隔几秒会自己再试一次。</p>
          <Button color="primary" onClick={onRetry} data-testid="offline-retry">
            再试一次
          </Button>
        </section>
      )}
      {offices && <Places offices={offices} />}
    </main>
  );
}

const Places = ({ offices: { offices, phones } }: { offices: Offices }) => (
  <>
    {offices.map(({ name, address, hours, phone, does }) => (
      <section key={name} className="Card place">
        <h3 className="card-title">{name}</h3>
        <dl className="lines">
          {!!does?.length && <Row term="能办">{does.join("、")}</Row>}
          <Row term="地址">{address ?? "没有公布，请问大厅服务台，或者打 12345"}</Row>
          {hours && <Row term="时间">{hours}</Row>}
          <Row term="电话">{phone ?? "没有公布，可以打 12345 转接"}</Row>
        </dl>
      </section>
    ))}
    <section className="Card place">
      <h3 className="card-title">哪儿都能打的电话</h3>
      <dl className="lines">
        {phones.map(({ label, value }) => (
          <Row key={label} term={label}>
            {value}
          </Row>
        ))}
      </dl>
    </section>
  </>
);

const Row = ({ term, children }: { term: string; children: string }) => (
  <div className="line">
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);
