/** Which component draws which message; a type nobody knows yet shows its text. */
import { type ComponentType, useMemo } from "react";
import { PlaceContext } from "../chat-context";
import type { BotItem } from "../conversation";
import type { Message } from "../types";
import { Answer } from "./Answer";
import { Choices } from "./Choices";
import { Deadline } from "./Deadline";
import { Field } from "./Field";
import { File } from "./File";
import { Handoff } from "./Handoff";
import { Notice } from "./Notice";
import { Progress } from "./Progress";
import { Receipt } from "./Receipt";
import { Review } from "./Review";
import { Safe } from "./Safe";
import { Status } from "./Status";
import { Text } from "./Text";

type Drawings = { [Type in Message["type"]]: ComponentType<{ message: Extract<Message, { type: Type }> }> };

const DRAWINGS: Drawings = {
  text: Text,
  choices: Choices,
  answer: Answer,
  field: Field,
  deadline: Deadline,
  review: Review,
  receipt: Receipt,
  file: File,
  status: Status,
  handoff: Handoff,
  progress: Progress,
  notice: Notice,
};

interface BotRowProps {
  item: BotItem;
  live: boolean;
  active: boolean;
}

export function BotRow({ item, live, active }: BotRowProps) {
  const { id, used, message } = item;
  const place = useMemo(() => ({ id, live, active, used }), [id, live, active, used]);
  const Drawing = (DRAWINGS[message.type] ?? Text) as ComponentType<{ message: Message }>;
  return (
    <PlaceContext.Provider value={place}>
      <li className="message-row theirs" data-item={id} data-testid={`message-${message.type}`} tabIndex={-1}>
        <span className="hidden-text">依法问：</span>
        <Safe text={message.text}>
          <Drawing message={message} />
        </Safe>
      </li>
    </PlaceContext.Provider>
  );
}
