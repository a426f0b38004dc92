/** A longer account in the citizen's own words, with a counter that never cuts anything off. */
import { useState } from "react";
import { Input } from "../chatui";
import { Counter, lengthOf } from "../Counter";
import { type FieldProps, Frame, type Reading, useFieldForm } from "./frame";

const DEFAULT_MAX = 2000;

export function LongField({ message }: FieldProps) {
  const form = useFieldForm(message);
  const [value, setValue] = useState("");
  const max = message.max ?? DEFAULT_MAX;
  const length = lengthOf(value);
  return (
    <Frame message={message} form={form} read={() => readingOf(value, max)}>
      <Input
        id={form.labelId}
        className="field-input"
        rows={4}
        maxRows={12}
        autoSize
        value={value}
        onChange={(text) => {
          form.clearFault();
          setValue(text);
        }}
        aria-describedby={form.describedBy}
        aria-invalid={form.fault ? true : undefined}
        data-autofocus=""
        data-testid="field-input"
      />
      <Counter length={length} max={max} />
    </Frame>
  );
}

function readingOf(value: string, max: number): Reading {
  const text = value.trim();
  const length = lengthOf(text);
  if (!text) return { fault: "请先写几句，再按“确定”。" };
  if (length > max) return { fault: `最多 ${max} 个字，现在是 ${length} 个字，请删去 ${length - max} 个字。` };
  return { text, label: text };
}
