/** One line of text: a name, a phone number, a lookup code. */
import { useState } from "react";
import { Input } from "../chatui";
import { Counter, lengthOf } from "../Counter";
import { type FieldProps, Frame, type Reading, useFieldForm } from "./frame";

const DEFAULT_MAX = 500;

/** How phones and browsers are told what is typed. */
const KINDS = {
  phone: { type: "tel", inputMode: "numeric" },
  code: { type: "text", autoCapitalize: "characters", spellCheck: false },
  text: { type: "text" },
} as const;

export function LineField({ message }: FieldProps) {
  const form = useFieldForm(message);
  const [value, setValue] = useState("");
  const { control } = message;
  const max = message.max ?? DEFAULT_MAX;
  const kind = control === "phone" || control === "code" ? control : "text";
  const read = () => readingOf(value, max, kind === "code");
  return (
    <Frame message={message} form={form} read={read}>
      <Input
        {...KINDS[kind]}
        id={form.labelId}
        className="field-input"
        value={value}
        onChange={(text) => {
          form.clearFault();
          setValue(text);
        }}
        autoComplete="off"
        aria-describedby={form.describedBy}
        aria-invalid={form.fault ? true : undefined}
        data-autofocus=""
        data-testid="field-input"
      />
      {lengthOf(value) > max * 0.9 && max > 40 && <Counter length={lengthOf(value)} max={max} />}
    </Frame>
  );
}

function readingOf(value: string, max: number, secret: boolean): Reading {
  const text = value.trim();
  if (!text) return { fault: "请先填写，再按“确定”。" };
  if (lengthOf(text) > max) return { fault: `最多 ${max} 个字，请删短一些。` };
  return secret ? { text, label: "（查询码，不显示）", secret } : { text, label: text };
}
