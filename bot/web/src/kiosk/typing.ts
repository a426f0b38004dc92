/** Putting text into a box of React's from outside, as if it had been typed. */

export type Box = HTMLInputElement | HTMLTextAreaElement;

/** The box that has the focus, if it takes text. */
export function boxOf(target: EventTarget | null): Box | null {
  if (target instanceof HTMLTextAreaElement) return target;
  const typed = target instanceof HTMLInputElement && ["text", "tel", "search"].includes(target.type);
  return typed ? target : null;
}

export function write(box: Box, text: string): void {
  if (box.readOnly || box.disabled || box.value === text) return;
  const kind = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value")?.set?.call(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Enter: the chat box and single lines are sent, a long text gets a new line. */
export function sendsOnEnter(box: Box): boolean {
  return box.id === "composer" || box instanceof HTMLInputElement;
}
