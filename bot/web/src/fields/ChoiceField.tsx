/** One of several: each option is a button, and pressing it is the answer. */
import { ChoiceButton } from "../messages/parts";
import { useChat } from "../chat-context";
import { Button } from "../chatui";
import type { Option } from "../types";
import { type FieldProps, Frame, useFieldForm } from "./frame";

export function ChoiceField({ message }: FieldProps) {
  const form = useFieldForm(message);
  const { pending } = useChat();
  const options = message.choices ?? [];
  const plain = ({ label, value = label }: Option) => (
    <Button
      key={value}
      className="choice"
      aria-disabled={pending || undefined}
      onClick={() => form.submit({ text: value, label })}
      data-testid="choice"
    >
      {label}
    </Button>
  );
  return (
    <Frame message={message} form={form} group>
      <div className="choices" ref={(element) => element?.querySelector("button")?.setAttribute("data-autofocus", "")}>
        {options.map((option) =>
          option.choice ? (
            <ChoiceButton key={option.choice} choice={{ label: option.label, choice: option.choice }} />
          ) : (
            plain(option)
          ),
        )}
      </div>
    </Frame>
  );
}
