/**
 * The edge API over fetch.
 *
 * Errors: ApiError
 *   ├── Problem      the edge answered with an error; `detail` is fit to be shown
 *   └── Unreachable  no answer at all (network down, time-out)
 */
import type { Message, Offices, Outgoing, Session } from "./types";

const TIMEOUT_MS = 20_000;
/** A photo is sent over a slow line, may wait for another one, is read, and answered. */
const PHOTO_TIMEOUT_MS = 120_000;
export const LARGEST_PHOTO = 10 * 1024 * 1024; // bytes
const WAY_OUT = "没有看到编号的，请当作没有办成。您写的内容还在，可以再试一次；急事请打 12345，法律咨询可打 12348。";

export class ApiError extends Error {}

export class Unreachable extends ApiError {
  constructor() {
    super(`没有等到回答：网络好像断了。${WAY_OUT}`);
  }
}

export class Problem extends ApiError {
  constructor(
    readonly status: number,
    detail: string,
    /** Seconds the edge asks us to wait, if it does. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
  }
}

export interface Client {
  /** A new conversation, with one job to begin with if `start` names one. */
  open(start?: string): Promise<Session>;
  /** The conversation that another device handed over by a link; the link works once. */
  arrive(move: string): Promise<Session>;
  /** Closes this device's way in; the link that comes back opens it on another one. */
  move(token: string): Promise<{ link: string; expires_in: number }>;
  /** The token is refused from now on, the conversation is deleted. */
  end(token: string): Promise<void>;
  rate(token: string, grade: number, words: string): Promise<void>;
  offices(): Promise<Offices>;
  send(token: string, outgoing: Outgoing): Promise<Message[]>;
  file(token: string, id: string): Promise<Blob>;
}

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

export interface Options {
  fetcher?: Fetch;
  timeout?: number;
  /** Empty where the edge serves the page itself. */
  base?: string;
  channel?: "web" | "kiosk";
}

/** A client of the edge. */
export function createClient({ fetcher = (url, init) => fetch(url, init), timeout = TIMEOUT_MS, base = "", channel = "web" }: Options = {}): Client {
  async function call(path: string, init: RequestInit, patience = timeout): Promise<Response> {
    const response = await answered(fetcher, `${base}${path}`, init, patience);
    if (!response.ok) throw await problemOf(response);
    return response;
  }
  return {
    async open(start) {
      // The kiosk is let in by a cookie of its own, which goes along with this one request.
      const credentials = channel === "kiosk" ? "same-origin" : "omit";
      const body = { channel, ...(start ? { start } : startOf(window.location.search)) };
      return opened(await call("/api/chat/sessions", { ...post(body), credentials }));
    },
    arrive: async (move) => opened(await call("/api/chat/arrivals", post({ move }))),
    move: async (token) => parsed(await call("/api/chat/moves", post(undefined, token))),
    async end(token) {
      // It must arrive even when the page is left at once.
      await call("/api/chat/end", { ...post(undefined, token), keepalive: true });
    },
    async rate(token, grade, words) {
      await call("/api/chat/ratings", post(words ? { grade, words } : { grade }, token));
    },
    offices: async () => parsed(await call("/api/offices", {})),
    async send(token, outgoing) {
      if ("photo" in outgoing) {
        const headers = { ...bearer(token), "Content-Type": outgoing.photo?.type || "application/octet-stream" };
        const patience = Math.max(timeout, PHOTO_TIMEOUT_MS);
        return messagesOf(await parsed(await call(outgoing.purpose === "letter" ? "/api/chat/uploads?for=letter" : "/api/chat/uploads", { method: "POST", headers, body: outgoing.photo }, patience)));
      }
      return messagesOf(await parsed(await call("/api/chat/messages", post(outgoing, token))));
    },
    async file(token, id) {
      const response = await call(`/api/chat/files/${encodeURIComponent(id)}`, { headers: bearer(token) });
      return response.blob();
    },
  };
}

/** The job that the address of the page names (?start=…), if it could be one. */
const startOf = (search: string) => {
  const start = new URLSearchParams(search).get("start") ?? "";
  return /^[a-z0-9_-]{1,60}$/.test(start) ? { start } : {};
};

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

function post(body: unknown, token?: string): RequestInit {
  const headers = { "Content-Type": "application/json", ...(token ? bearer(token) : {}) };
  return body === undefined ? { method: "POST", headers } : { method: "POST", headers, body: JSON.stringify(body) };
}

async function answered(fetcher: Fetch, url: string, init: RequestInit, timeout: number): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeout);
  try {
    return await fetcher(url, { credentials: "omit", ...init, signal: abort.signal, cache: "no-store" });
  } catch {
    throw new Unreachable();
  } finally {
    clearTimeout(timer);
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get("Retry-After"));
  const body: { detail?: unknown } | null = await response.json().catch(() => null);
  const detail = typeof body?.detail === "string" && body.detail ? body.detail : fallback(response.status);
  return new Problem(response.status, detail, wait > 0 ? wait : null);
}

const fallback = (status: number) => `故障：服务暂时没有回应（${status}）。${WAY_OUT}`;

async function opened(response: Response): Promise<Session> {
  const session = await parsed<Session>(response);
  return { ...session, messages: messagesOf(session) };
}

async function parsed<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch {
    throw new Problem(response.status, fallback(response.status));
  }
}

/** The messages of a reply; an empty reply is an error, because silence would leave the citizen waiting. */
function messagesOf(body: { messages?: unknown }): Message[] {
  const list = Array.isArray(body?.messages) ? body.messages : [];
  const messages = list.filter((m) => typeof m === "object" && m !== null && "type" in m) as Message[];
  if (messages.length === 0) throw new Problem(200, fallback(200));
  return messages;
}
