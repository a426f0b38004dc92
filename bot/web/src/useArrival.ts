/** When the bot has spoken: reads it out, scrolls to where it begins, puts the focus where the next answer goes. */
import { useEffect, useRef } from "react";
import { useAnnounce } from "./announcer";
import type { BotItem, Item, State } from "./conversation";
import { isTouch, scrollToY, showFromTop } from "./scroll";
import { spoken } from "./spoken";

export function useArrival(state: State, active: number | null): void {
  const announce = useAnnounce();
  const seen = useRef(state.nextId);
  const { items, nextId } = state;
  useEffect(() => {
    const fresh = items.filter((item) => item.id >= seen.current);
    const first = seen.current === 1;
    seen.current = nextId;
    const said = fresh.filter((item): item is BotItem => item.from === "bot");
    if (said.length > 0) {
      announce(said.map(({ message }) => spoken(message)).join("\n"));
      if (!first) arrive(said, active);
    } else if (fresh.length > 0) {
      announce("已发送，正在回答");
      scrollToY(document.documentElement.scrollHeight);
    }
  }, [items, nextId, active, announce]);

  const problem = problemIn(items);
  useEffect(() => {
    if (problem) announce(`没有发出去。${problem}`);
  }, [problem, announce]);
}

function problemIn(items: Item[]): string {
  const last = items[items.length - 1];
  return last?.from === "me" && last.state === "failed" ? (last.problem ?? "") : "";
}

const rowOf = (id: number) => document.querySelector<HTMLElement>(`[data-item="${id}"]`);

function arrive(said: BotItem[], active: number | null): void {
  const beginning = said[0] && rowOf(said[0].id);
  if (!beginning) return;
  const before = beginning.previousElementSibling;
  showFromTop(before?.classList.contains("mine") ? before : beginning);
  if (active !== null && rowOf(active)?.contains(document.activeElement)) return;
  const asked = said.some(({ id }) => id === active) && active !== null ? rowOf(active) : null;
  nextFocus(asked, beginning).focus({ preventScroll: true });
}

function nextFocus(asked: HTMLElement | null, beginning: HTMLElement): HTMLElement {
  const control = asked?.querySelector<HTMLElement>("[data-autofocus]") ?? document.getElementById("composer") ?? beginning;
  const raisesKeyboard = control.matches("textarea, input:not([type=date]):not([type=checkbox])");
  const keyboardIsUp = document.activeElement?.matches("textarea, input") ?? false;
  return raisesKeyboard && isTouch() && !keyboardIsUp ? beginning : control;
}
