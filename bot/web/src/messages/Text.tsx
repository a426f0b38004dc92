import { Bubble } from "../chatui";
import type { TextMessage } from "../types";

export function Text({ message }: { message: TextMessage }) {
  return <Bubble>{message.text || "（这条消息显示不了）"}</Bubble>;
}
