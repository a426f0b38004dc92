import { afterEach, expect, test, vi } from "vitest";
import { SAMPLES } from "../mock/samples";
import { EMPTY, type Event, reduce, type State } from "../src/conversation";
import { load, save } from "../src/storage";

const CODE = SAMPLES.receipt.code ?? "";
const play = (...events: Event[]): State => events.reduce(reduce, EMPTY);
const opened: Event = { type: "opened", token: "t", messages: [SAMPLES.text], expiresAt: 1000 };
const kept = () => Object.values({ ...sessionStorage }).join();

afterEach(() => vi.restoreAllMocks());

test("a reload brings the conversation back", () => {
  const state = play(opened);
  save(state);
  expect(load()).toEqual(state);
});

test("a lookup code is never stored, wherever it was said", () => {
  const said: Event = { type: "send", label: `我的码是${CODE}`, outgoing: { text: CODE } };
  const receipt = { ...SAMPLES.receipt, text: `查询码是 ${CODE}。` };
  save(play(opened, said, { type: "replied", messages: [receipt] }));
  expect(kept()).not.toContain(CODE);
  expect(kept()).toContain(SAMPLES.receipt.number);
});

test("a code typed into its field is not stored even when it was not delivered", () => {
  const typed: Event = { type: "send", label: "（查询码，不显示）", outgoing: { text: "ABCD-1234", field: "status_code" }, secret: true };
  save(play(opened, typed, { type: "failed", problem: "断了" }));
  expect(kept()).not.toContain("ABCD-1234");
});

test("what was under way when the page was left counts as not delivered", () => {
  save(play(opened, { type: "send", label: "你好", outgoing: { text: "你好" } }));
  expect(load()?.items[1]).toMatchObject({ state: "failed", label: "你好" });
});

test("ending removes it", () => {
  save(play(opened));
  save(play(opened, { type: "end" }));
  expect(kept()).toBe("");
});

test("broken or forbidden storage is no reason to stop", () => {
  sessionStorage.setItem("yifawen", "{broken");
  expect(load()).toBeNull();
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("QuotaExceededError");
  });
  expect(() => save(play(opened))).not.toThrow();
});

test("nothing is ever written to localStorage", () => {
  save(play(opened));
  expect(localStorage.length).toBe(0);
});
