import { describe, expect, test } from "vitest";
import { FIELDS, SAMPLES } from "../mock/samples";
import { EMPTY, type Event, isPending, openQuestion, reduce, type State } from "../src/conversation";
import type { Message } from "../src/types";

const FIELD = SAMPLES.field;
const FAULT: Message = { type: "notice", level: "error", text: "故障：助手现在连不上。" };
const opened = (...messages: Message[]): Event => ({ type: "opened", token: "t", messages, expiresAt: null });
const send: Event = { type: "send", label: "好", outgoing: { text: "好" } };
const replied = (...messages: Message[]): Event => ({ type: "replied", messages });
const play = (...events: Event[]): State => events.reduce(reduce, EMPTY);

describe("the question that can be answered", () => {
  test.each<[string, Event[], number | null]>([
    ["a new field", [opened(FIELD)], 1],
    ["only the newest of two", [opened(FIELD, FIELDS[0] ?? FIELD)], 2],
    ["while its answer is under way", [opened(FIELD), send], 1],
    ["none after it was answered", [opened(FIELD), send, replied(SAMPLES.text)], null],
    ["the next one after it was answered", [opened(FIELD), send, replied(SAMPLES.text, SAMPLES.review)], 4],
    ["still it after an answer on the side", [opened(FIELD), send, replied(SAMPLES.answer)], 1],
    ["still it after a notice", [opened(FIELD), send, replied(SAMPLES.notice)], 1],
    ["still it after a fault that offers other things", [opened(FIELD), send, replied(FAULT, SAMPLES.choices)], 1],
    ["none after other things without a fault", [opened(FIELD), send, replied(SAMPLES.choices)], null],
    ["still it when nothing was delivered", [opened(FIELD), send, { type: "failed", problem: "断了" }], 1],
    ["none once the session expired", [opened(FIELD), send, { type: "failed", problem: "", expired: true }], null],
    ["none of an earlier session", [opened(FIELD), { type: "open" }, opened(SAMPLES.text)], null],
    ["a field followed by remarks of the same reply", [opened(SAMPLES.text, FIELD, SAMPLES.text)], 2],
  ])("%s", (_, events, id) => {
    expect(openQuestion(play(...events))).toBe(id);
  });
});

test("one message at a time: pending until the reply", () => {
  const sending = play(opened(SAMPLES.text), send);
  expect(isPending(sending)).toBe(true);
  expect(isPending(reduce(sending, replied(SAMPLES.text)))).toBe(false);
});

test("a clicked choice is remembered once", () => {
  const click: Event = { type: "send", label: "罚款", outgoing: { choice: "/x~m" }, source: 1 };
  const state = play(opened(SAMPLES.choices), click, replied(SAMPLES.text), click);
  expect(state.items[0]).toMatchObject({ used: ["/x~m"] });
});

test("a new session keeps what was said and draws a line", () => {
  const state = play(opened(SAMPLES.text), opened(SAMPLES.text));
  expect(state.items.map((item) => item.from)).toEqual(["bot", "divider", "bot"]);
  expect(state.session).toBe(2);
});

test("ending forgets everything but never uses an id twice", () => {
  const state = play(opened(SAMPLES.receipt), { type: "end" });
  expect(state).toMatchObject({ phase: "ended", token: "", items: [] });
  expect(state.nextId).toBe(2);
});
