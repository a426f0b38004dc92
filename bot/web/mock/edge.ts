/** A pretended edge: every choice of its welcome plays one type of message, some words play one kind of fault. */
import type { Message } from "../src/types.ts";
import { choice, FIELDS, PHOTO_CARD, PHOTO_GONE, SAMPLES } from "./samples.ts";

export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Milliseconds to wait before answering. */
  delay?: number;
  /** Break the connection instead of answering. */
  drop?: boolean;
}

const NAMES: Record<string, string> = {
  answer: "期限有多长",
  choices: "我遇到的事",
  deadline: "算一算期限",
  review: "核对申请",
  receipt: "回执",
  file: "申请书",
  status: "查进度",
  handoff: "找工作人员",
  progress: "到哪一步了",
  notice: "注意事项",
  field: "填日期",
};

const SHOW = /^\/show\{"type": "(\w+)"\}/;
const fieldOf = (control: string) => FIELDS.find((field) => field.control === control);

const WELCOME: Message[] = [
  {
    type: "notice",
    level: "info",
    text: "您好，这里是石泉县的行政复议助手“依法问”（演示）。我是电脑程序，不是工作人员，也不是律师。\n在这里聊天不等于递交申请。",
  },
  {
    type: "choices",
    text: "您可以直接打字问我，也可以点下面的按钮。",
    choices: Object.entries(NAMES).map(([type, label]) => choice(label, `/show{"type": "${type}"}`)),
  },
];

const problem = (status: number, detail: string, headers?: Record<string, string>): Reply => ({
  status,
  headers: { "Content-Type": "application/problem+json", ...headers },
  body: { type: "about:blank", title: "error", status, detail },
});

/** Faults that can be typed. */
const FAULTS: Record<string, Reply> = {
  断网: { status: 0, drop: true },
  过期: problem(401, "这次对话已经过期。"),
  忙: problem(409, "上一句还在处理，请等它答完。"),
  太大: problem(413, "内容太长，发不出去。"),
  不行: problem(422, "这句话没有内容，请写清楚一点。"),
  太快: problem(429, "问得太快了，请歇一歇。", { "Retry-After": "30" }),
  坏了: { status: 502, headers: { "Content-Type": "text/html" }, body: "<h1>Bad Gateway</h1>" },
  故障: { status: 200, body: { messages: [{ type: "notice", level: "error", text: "系统现在答不了。请打 12345，或者到窗口办理。" }] } },
  新类型: { status: 200, body: { messages: [{ type: "hologram", text: "这是一种新消息，这里只能显示文字。" }] } },
};

export function openSession(): Reply {
  return { status: 201, body: { session: "mock-token", messages: WELCOME, expires_in: 1800 }, delay: 200 };
}

export function answer(sent: { text?: string; choice?: string; field?: string }): Reply {
  const fault = FAULTS[sent.text ?? ""];
  if (fault) return { delay: 400, ...fault };
  return { status: 200, body: { messages: messagesFor(sent) }, delay: sent.text === "慢" ? 6000 : 400 };
}

function messagesFor({ text = "", choice: payload, field }: { text?: string; choice?: string; field?: string }): Message[] {
  const type = payload ? SHOW.exec(payload)?.[1] : text;
  const asked = fieldOf(type ?? "");
  if (asked) return [asked];
  if (type && type in SAMPLES) return [SAMPLES[type as keyof typeof SAMPLES]];
  if (field) return [SAMPLES.text, nextField(field)];
  if (payload?.startsWith("/apply")) return [SAMPLES.notice, ...FIELDS.slice(0, 1)];
  if (payload) return [SAMPLES.text];
  return [{ type: "text", text: `您写的是：“${text}”。这是演示，没有人在听。` }];
}

function nextField(field: string): Message {
  const at = FIELDS.findIndex((f) => f.field === field);
  return FIELDS[at + 1] ?? SAMPLES.review;
}

/** Every second photo cannot be read, so that both ends can be looked at. */
let photos = 0;
export function readPhoto(): Reply {
  photos += 1;
  if (photos % 2 === 0) return { delay: 1500, ...problem(422, "没有收进去：这个文件打不开。请重拍一张再传；也可以照着纸自己填。") };
  return { status: 201, body: { upload: "mock", messages: [PHOTO_GONE, PHOTO_CARD] }, delay: 3000 };
}

export const file = (): Reply => ({
  status: 200,
  headers: { "Content-Type": "application/octet-stream", "Content-Disposition": "attachment", "Cache-Control": "no-store" },
  body: "演示文件",
});
