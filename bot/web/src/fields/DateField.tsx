/** A calendar day: the phone's own date picker, or year, month and day chosen one by one. */
import { useState } from "react";
import { Button } from "../chatui";
import { inWords, notAfterToday, today } from "../dates";
import { useSurface } from "../surface";
import { DateParts } from "./DateParts";
import { DateWheel } from "./DateWheel";
import { type FieldProps, Frame, type Reading, useFieldForm } from "./frame";

/** Who once prefers the three lists gets them for the next date too. */
let prefersParts = false;

export function DateField({ message }: FieldProps) {
  const form = useFieldForm(message);
  const [value, setValue] = useState("");
  const [parts, setParts] = useState(prefersParts);
  const { shared } = useSurface();
  const max = notAfterToday(`${message.hint ?? ""}${message.text}`) ? today() : undefined;
  const change = (iso: string) => {
    form.clearFault();
    setValue(iso);
  };
  const swap = () => {
    prefersParts = !parts;
    setParts(!parts);
  };
  return (
    <Frame message={message} form={form} group read={() => readingOf(value, max)}>
      {shared ? (
        <DateWheel value={value} max={max} onChange={change} />
      ) : parts ? (
        <DateParts value={value} max={max} onChange={change} />
      ) : (
        <input
          type="date"
          className="Input field-input"
          aria-label="选择日期"
          value={value}
          min="1900-01-01"
          max={max}
          onChange={(event) => change(event.target.value)}
          data-autofocus=""
          data-testid="field-input"
        />
      )}
      {!shared && (
        <Button onClick={swap} data-testid="field-date-swap">
          {parts ? "改用日历选" : "日历不好用？分开选年、月、日"}
        </Button>
      )}
      <p className="field-reading">
        {value ? `您选的是：${inWords(value)}` : "记不清是哪天，也可以在最下面的输入框里用自己的话写。"}
      </p>
    </Frame>
  );
}

function readingOf(value: string, max: string | undefined): Reading {
  if (!value) return { fault: "请把年、月、日都选好，再按“确定”。" };
  if (max && value > max) return { fault: "这个日期还没有到，请再看一下。" };
  return { text: value, label: inWords(value) };
}
