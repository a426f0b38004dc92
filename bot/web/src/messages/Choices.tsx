import { Bubble } from "../chatui";
import type { ChoicesMessage } from "../types";
import { ChoiceList } from "./parts";

export function Choices({ message }: { message: ChoicesMessage }) {
  return (
    <>
      <Bubble>{message.text}</Bubble>
      <ChoiceList choices={message.choices} label="可以选" />
    </>
  );
}
