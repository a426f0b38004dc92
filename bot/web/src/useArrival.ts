/** When the bot has spoken: reads it out, scrolls to where it begins, puts the focus where the next answer goes. */
import { useEffect, useRef } from "react";
import { useAnnounce } from "./announcer";
import type { BotItem, Item, MyItem, State } from "./conversation";
import { isTouch, scrollToY, showFromTop } from "./scroll";
import { READING, spoken } from "./spoken";

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
      announce(fresh.some((item) => item.from === "me" && "photo" in item.outgoing) ? READING : "已发送，正在回答");
      scrollToY(document.documentElement.scrollHeight);
    }
  }, [items, nextId, active, announce]);

  const failed = failedIn(items);
  useEffect(() => {
    const row = failed && rowOf(failed.id);
    if (!row) return;
    announce(failed.problem ?? "");
    showFromTop(row);
  }, [failed, announce]);
}

function failedIn(items: Item[]): MyItem | null {
  const last = items[items.length - 1];
  return last?.from === "me" && last.state === "failed" ? last : null;
}

const rowOf = (id: number) => document.querySelector<HTMLElement>(`[data-item="${id}"]`);

function arrive(said: BotItem[], active: number | null): void {
  const beginning = said[0] && rowOf(said[0].id);
  if (!beginning) return;
  // First the focus, then the scrolling: a date box scrolls when it is focused, whatever one asks.
  moveFocus(said, active, beginning);
  const before = beginning.previousElementSibling;
  showFromTop(before?.classList.contains("mine") ? before : beginning);
}

function moveFocus(said: BotItem[], active: number | null, beginning: HTMLElement): void {
  const open = active === null ? null : rowOf(active);
  if (open?.contains(document.activeElement)) return;
  const asked = said.some(({ id }) => id === active) ? open : null;
  nextFocus(asked, beginning).focus({ preventScroll: true });
}

function nextFocus(asked: HTMLElement | null, beginning: HTMLElement): HTMLElement {
  const control = asked?.querySelector<HTMLElement>("[data-autofocus]") ?? document.getElementById("composer") ?? beginning;
  const raisesKeyboard = control.matches("textarea, input:not([type=date]):not([type=checkbox])");
  const keyboardIsUp = document.activeElement?.matches("textarea, input") ?? false;
  return raisesKeyboard && isTouch() && !keyboardIsUp ? beginning : control;
}
