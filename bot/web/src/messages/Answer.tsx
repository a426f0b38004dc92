import { Card } from "../chatui";
import type { AnswerMessage } from "../types";
import { BasisList, ChoiceList, Disclosure } from "./parts";

export function Answer({ message }: { message: AnswerMessage }) {
  const { title, text, more, basis, choices } = message;
  return (
    <Card>
      <h2 className="card-title">{title}</h2>
      <p className="prose">{text}</p>
      {more && (
        <Disclosure closed="展开更多" open="收起">
          <p className="prose">{more}</p>
        </Disclosure>
      )}
      <BasisList basis={basis} />
      <ChoiceList choices={choices} label="接下来可以" />
    </Card>
  );
}
