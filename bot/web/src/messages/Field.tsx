import type { ComponentType } from "react";
import { usePlace } from "../chat-context";
import { Card } from "../chatui";
import { ChoiceField } from "../fields/ChoiceField";
import { DateField } from "../fields/DateField";
import type { FieldProps } from "../fields/frame";
import { LineField } from "../fields/LineField";
import { LongField } from "../fields/LongField";
import { MultiField } from "../fields/MultiField";
import type { Control, FieldMessage } from "../types";

const CONTROLS: Record<Control, ComponentType<FieldProps>> = {
  text: LineField,
  phone: LineField,
  code: LineField,
  longtext: LongField,
  date: DateField,
  choice: ChoiceField,
  multi: MultiField,
};

export function Field({ message }: { message: FieldMessage }) {
  const { active } = usePlace();
  const Drawing = CONTROLS[message.control] ?? LineField;
  if (!active) return <Past message={message} />;
  return (
    <Card className="field">
      <Drawing message={message} />
    </Card>
  );
}

const Past = ({ message }: { message: FieldMessage }) => (
  <Card className="past">
    <p className="prose">{message.text}</p>
    <p className="past-note">✓ 已答过，不用再填</p>
  </Card>
);
