/** A message as it is read out to somebody who does not see it. */
import type { Message } from "./types";

/** Its text, with the title of an answer before it and what can be chosen after it; never a lookup code. */
export function spoken(message: Message): string {
  const title = message.type === "answer" ? `${message.title}。` : "";
  const labels = "choices" in message && message.choices ? message.choices.map(({ label }) => label) : [];
  return `${title}${message.text ?? ""}${labels.length > 0 ? ` 可以选：${labels.join("、")}` : ""}`;
}
