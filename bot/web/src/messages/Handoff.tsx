import { usePlace } from "../chat-context";
import { Card } from "../chatui";
import { useSurface } from "../surface";
import type { HandoffMessage } from "../types";
import { Opinion } from "../Opinion";
import { Disclosure, Lines, Sign } from "./parts";

export function Handoff({ message }: { message: HandoffMessage }) {
  const { open, text, offices, lines } = message;
  const { live } = usePlace();
  // A kiosk asks when the visitor leaves.
  const { shared } = useSurface();
  return (
    <Card>
      <h2 className="card-title">找工作人员</h2>
      <p className={open ? "state state-good" : "state state-wait"}>
        <Sign>{open ? "●" : "○"}</Sign>
        {open ? "现在是上班时间" : "现在不是上班时间"}
      </p>
      <p className="prose">{text}</p>
      {(offices ?? []).map((office) => (
        <Office key={office.name} office={office} />
      ))}
      {!!lines?.length && <h3 className="part-title">还可以</h3>}
      <Lines lines={lines} />
      {live && !shared && (
        <Disclosure closed="评一评这次服务" open="收起评价">
          <Opinion />
        </Disclosure>
      )}
    </Card>
  );
}

function Office({ office }: { office: HandoffMessage["offices"][number] }) {
  const { name, address, hours, phone } = office;
  return (
    <section className="office">
      <h3 className="part-title">{name}</h3>
      <dl className="lines">
        {address && <Row term="地址">{address}</Row>}
        {hours && <Row term="时间">{hours}</Row>}
        <Row term="电话">{phone ? <Call phone={phone} /> : <>没有公布，可以打 <Call phone="12345" /> 转接</>}</Row>
      </dl>
    </section>
  );
}

const Row = ({ term, children }: { term: string; children: React.ReactNode }) => (
  <div className="line">
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);

function Call({ phone }: { phone: string }) {
  const { shared } = useSurface();
  if (shared) return <strong>{phone}</strong>;
  return (
    <a className="call" href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
      {phone}
    </a>
  );
}
