/** A message as it is read out to somebody who does not see it. */
import type { Message } from "./types";

export const ANSWERING = "正在回答，请稍等";
export const READING = "正在上传、读照片，一般要十几秒，请不要关掉这一页";

/** Its text, with the title of an answer before it and what can be chosen after it; never a lookup code. */
export function spoken(message: Message): string {
  const title = message.type === "answer" ? `${message.title}。` : "";
  const labels = "choices" in message && message.choices ? message.choices.map(({ label }) => label) : [];
  return `${title}${message.text ?? ""}${labels.length > 0 ? ` 可以选：${labels.join("、")}` : ""}`;
}
