/** The messages that the edge wrote into the page: shown while the session is being opened, so that there is something to read. */
import type { BotItem } from "./conversation";
import type { Message } from "./types";

/** Of no session: what they offer can be clicked once the session is open and they came again. */
export function greeting(): BotItem[] {
  try {
    const written = JSON.parse(document.getElementById("welcome")?.textContent ?? "[]") as Message[];
    return written.map((message, at) => ({ id: at - written.length, from: "bot", session: 0, message, used: [] }));
  } catch {
    return [];
  }
}
