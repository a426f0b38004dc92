/** Several of several: check boxes and one confirm button. */
import { useState } from "react";
import { type FieldProps, Frame, type Reading, useFieldForm } from "./frame";

interface Box {
  label: string;
  value: string;
}

export function MultiField({ message }: FieldProps) {
  const form = useFieldForm(message);
  const [ticked, setTicked] = useState<string[]>([]);
  const boxes = (message.choices ?? []).map(({ label, value = label }): Box => ({ label, value }));
  const toggle = (value: string) => {
    form.clearFault();
    setTicked((old) => (old.includes(value) ? old.filter((v) => v !== value) : [...old, value]));
  };
  return (
    <Frame message={message} form={form} group read={() => readingOf(boxes, ticked)}>
      <div className="boxes">
        {boxes.map(({ label, value }, index) => (
          <label key={value} className="box">
            <input
              type="checkbox"
              checked={ticked.includes(value)}
              onChange={() => toggle(value)}
              data-autofocus={index === 0 ? "" : undefined}
              data-testid="field-input"
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </Frame>
  );
}

function readingOf(boxes: Box[], ticked: string[]): Reading {
  const chosen = boxes.filter(({ value }) => ticked.includes(value));
  if (chosen.length === 0) return { fault: "请至少勾选一项，再按“确定”。" };
  return { text: chosen.map(({ value }) => value).join(","), label: chosen.map(({ label }) => label).join("、") };
}
