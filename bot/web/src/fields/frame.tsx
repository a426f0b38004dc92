/** What every question has around its control: the step, the question, the hint, the fault, why it is asked. */
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useAnnounce } from "../announcer";
import { useChat } from "../chat-context";
import { Button } from "../chatui";
import { ChoiceButton, Disclosure } from "../messages/parts";
import type { Choice, FieldMessage } from "../types";

export interface FieldProps {
  message: FieldMessage;
}

/** The answer of a control: what is sent and how the citizen's bubble shows it; or what is missing. */
export type Reading = { text: string; label: string; secret?: boolean } | { fault: string };

export interface FieldForm {
  /** Ids for the control's label and description. */
  labelId: string;
  describedBy: string;
  fault: string;
  submit(reading: Reading): void;
  clearFault(): void;
}

/** The state of one question's form; faults are shown and read out, readings are sent. */
export function useFieldForm({ field }: FieldMessage): FieldForm {
  const base = useId();
  const [fault, setFault] = useState("");
  const { pending, send } = useChat();
  const announce = useAnnounce();
  const submit = (reading: Reading) => {
    if (pending) return;
    if ("fault" in reading) {
      setFault(reading.fault);
      announce(reading.fault);
      return;
    }
    const { text, label, secret } = reading;
    setFault("");
    send({ outgoing: { text, field }, label, secret });
  };
  return { labelId: `${base}label`, describedBy: `${base}about`, fault, submit, clearFault: () => setFault("") };
}

interface FrameProps extends FieldProps {
  form: FieldForm;
  /** A question over one box is its label; over several controls it is the legend of their group. */
  group?: boolean;
  /** Without a reader there is no confirm button: each choice is one. */
  read?: () => Reading;
  children: ReactNode;
}

export function Frame({ message, form, group, read, children }: FrameProps) {
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (read) form.submit(read());
  };
  const { step, why } = message;
  return (
    <form className="field-form" onSubmit={onSubmit} noValidate autoComplete="off">
      {step && (
        <p className="field-step">
          第 {step.at} 步，共 {step.of} 步
        </p>
      )}
      {group ? (
        <fieldset className="field-group" aria-describedby={form.describedBy}>
          <legend className="field-question">{message.text}</legend>
          <About message={message} form={form} />
          {children}
        </fieldset>
      ) : (
        <>
          <label className="field-question" htmlFor={form.labelId}>
            {message.text}
          </label>
          <About message={message} form={form} />
          {children}
        </>
      )}
      {read && <Confirm />}
      <Tools tools={message.tools ?? []} />
      {why && (
        <Disclosure closed="为什么问这个" open="为什么问这个（收起）">
          <p className="prose">{why}</p>
        </Disclosure>
      )}
    </form>
  );
}

const About = ({ message, form }: { message: FieldMessage; form: FieldForm }) => (
  <div id={form.describedBy}>
    {message.hint && <p className="field-hint">{message.hint}</p>}
    {form.fault && (
      <p className="field-fault">
        <strong>请看这里：</strong>
        {form.fault}
      </p>
    )}
  </div>
);

/** Ways around the answer: skip, back, go on another day. */
const Tools = ({ tools }: { tools: Choice[] }) =>
  tools.length > 0 && (
    <div className="field-tools" role="group" aria-label="其他操作">
      {tools.map((tool) => (
        <ChoiceButton key={tool.choice} choice={tool} />
      ))}
    </div>
  );

function Confirm() {
  const { pending } = useChat();
  return (
    <Button color="primary" className="field-confirm" type="submit" aria-disabled={pending || undefined} data-testid="field-submit">
      {pending ? "正在发送…" : "确定"}
    </Button>
  );
}
