/** What a message needs from the conversation around it. */
import { createContext, useContext } from "react";
import type { Outgoing } from "./types";

export interface Turn {
  outgoing: Outgoing;
  /** How the citizen's own bubble shows it. */
  label: string;
  secret?: boolean;
}

export interface Chat {
  /** A message is being answered; nothing else can be sent meanwhile. */
  pending: boolean;
  /** Sends a turn; `source` is the id of the message whose choice was clicked. */
  send(turn: Turn, source?: number): void;
  download(file: string): Promise<Blob>;
  /** Keeps what somebody thinks of the service, without the conversation; once for each. */
  rate(grade: number, words: string): Promise<void>;
  rated: boolean;
}

export const ChatContext = createContext<Chat>({
  pending: false,
  send: () => undefined,
  download: () => Promise.reject(new Error("no conversation")),
  rate: () => Promise.reject(new Error("no conversation")),
  rated: false,
});

export const useChat = () => useContext(ChatContext);

/** The message that a card is drawn for: its id, whether it can be answered, and the choices already used. */
export interface Place {
  id: number;
  /** Of the present session: its choices can still be clicked. */
  live: boolean;
  /** The newest field or review. */
  active: boolean;
  used: string[];
}

export const PlaceContext = createContext<Place>({ id: 0, live: true, active: true, used: [] });

export const usePlace = () => useContext(PlaceContext);
