import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FIELDS, SAMPLES } from "../mock/samples";
import { Announcer } from "../src/announcer";
import { ChatContext } from "../src/chat-context";
import { DateField } from "../src/fields/DateField";
import { Kiosk } from "../src/kiosk/Kiosk";
import { LAYOUTS, nextMode } from "../src/kiosk/layouts";
import { boxOf, write } from "../src/kiosk/typing";
import { wipe } from "../src/kiosk/wipe";
import { File } from "../src/messages/File";
import { Receipt } from "../src/messages/Receipt";
import { SurfaceProvider } from "../src/surface";
import type { Message } from "../src/types";
import { FakeClient } from "./fake-client";
import { NO_RATING } from "./no-rating";

const KIOSK = { shared: true, photos: null };
const OFFER: Message = { type: "choices", text: "点下面开始。", choices: [{ label: "投诉举报", choice: "/complaint~x" }] };
let alive = true;
let replaced: string[] = [];

beforeEach(() => {
  alive = true;
  replaced = [];
  vi.stubGlobal("fetch", async () => {
    if (!alive) throw new Error("down");
    return new Response("{}");
  });
  // jsdom cannot go anywhere; what is asked of it is noted.
  vi.stubGlobal("location", { ...window.location, pathname: "/kiosk", search: "", hash: "", origin: "http://edge", replace: (to: string) => replaced.push(to) });
});
afterEach(() => localStorage.clear());

function kiosk(client = new FakeClient()) {
  client.welcome = [...client.welcome, OFFER];
  render(
    <SurfaceProvider value={KIOSK}>
      <Kiosk client={client} />
    </SurfaceProvider>,
  );
  return client;
}

async function begun(tile: string, client = new FakeClient()) {
  kiosk(client);
  fireEvent.click(screen.getByTestId(`tile-${tile}`));
  await screen.findByTestId("message-notice");
  return client;
}

test("six tiles, and nothing is opened before one is touched", async () => {
  const client = kiosk();
  expect(screen.getAllByTestId(/^tile-/)).toHaveLength(6);
  expect(client.opened).toBe(0);
});

test("a tile begins its job at once", async () => {
  const client = await begun("complaint");
  await waitFor(() => expect(client.sent).toEqual([{ choice: "/complaint~x" }]));
  expect(client.starts).toEqual(["complaint"]);
});

test("a question opens the chat with its greeting and presses nothing", async () => {
  const client = await begun("ask");
  expect(client.starts).toEqual([undefined]);
  expect(client.sent).toEqual([]);
});

test("the end: rated or not, the session is ended and the page is loaded anew in its place", async () => {
  const client = await begun("complaint");
  await screen.findByText("好的。", { selector: ".Bubble" });
  sessionStorage.setItem("x", "演示");
  fireEvent.click(screen.getByTestId("end-session"));
  fireEvent.click(screen.getByTestId("grade-2"));
  fireEvent.change(screen.getByTestId("rating-words"), { target: { value: "等得太久" } });
  fireEvent.click(screen.getByTestId("rating-send"));
  await waitFor(() => expect(replaced).toEqual(["/kiosk"]));
  expect(client.ratings).toEqual([[2, "等得太久"]]);
  expect(client.ended).toEqual(["token-1"]);
  expect(sessionStorage).toHaveLength(0);
  expect(screen.queryByTestId("message-mine")).toBeNull();
});

test("a visitor who said nothing is not asked for a rating", async () => {
  const client = await begun("ask");
  fireEvent.click(screen.getByTestId("end-session"));
  await waitFor(() => expect(client.ended).toEqual(["token-1"]));
  expect(screen.queryByTestId("rating")).toBeNull();
});

test("a minute without a touch, fifteen seconds of warning, gone", async () => {
  const client = await begun("ask");
  vi.useFakeTimers({ shouldAdvanceTime: true });
  fireEvent.pointerDown(document.body);
  act(() => void vi.advanceTimersByTime(59_000));
  expect(screen.queryByTestId("countdown")).toBeNull();
  fireEvent.pointerDown(document.body);
  act(() => void vi.advanceTimersByTime(59_000));
  expect(screen.queryByTestId("countdown")).toBeNull();
  act(() => void vi.advanceTimersByTime(1_500));
  expect(screen.getByTestId("countdown").textContent).toContain("15 秒后清除");
  fireEvent.click(screen.getByTestId("countdown-stay"));
  expect(screen.queryByTestId("countdown")).toBeNull();
  act(() => void vi.advanceTimersByTime(60_500));
  act(() => void vi.advanceTimersByTime(15_500));
  await waitFor(() => expect(client.ended).toEqual(["token-1"]));
});

test("the home screen does not count down", async () => {
  kiosk();
  vi.useFakeTimers();
  act(() => void vi.advanceTimersByTime(120_000));
  expect(screen.queryByTestId("countdown")).toBeNull();
});

test("without the edge the page says so, names the offices, and begins anew without loading", async () => {
  const client = await begun("ask");
  await waitFor(() => expect(screen.getByText(/石泉县/, { selector: ".header-county" })).toBeTruthy());
  alive = false;
  fireEvent.click(screen.getByTestId("end-session"));
  const offline = await screen.findByTestId("offline");
  expect(offline.textContent).toContain("行政复议窗口（演示）");
  expect(replaced).toEqual([]);
  expect(client.ended).toEqual(["token-1"]);
  alive = true;
  fireEvent.click(screen.getByTestId("offline-retry"));
  await waitFor(() => expect(replaced).toEqual(["/kiosk"]));
});

test("the way to the phone closes the chat here and comes back by the same link", async () => {
  const client = await begun("ask");
  fireEvent.click(screen.getByTestId("move-start"));
  await screen.findByTestId("move-code");
  expect(screen.queryByTestId("message-notice")).toBeNull();
  fireEvent.click(screen.getByTestId("move-back"));
  await screen.findByText("已经转到这台设备。");
  expect(client.arrivals).toEqual(["one-time"]);
});

test("the wipe empties every kind of storage", async () => {
  const gone: string[] = [];
  vi.stubGlobal("caches", { keys: async () => ["a"], delete: async (name: string) => gone.push(name) });
  vi.stubGlobal("indexedDB", { databases: async () => [{ name: "b" }], deleteDatabase: (name: string) => gone.push(name) });
  localStorage.setItem("x", "1");
  document.cookie = "c=演示; path=/";
  const paper = document.body.appendChild(document.createElement("article"));
  paper.className = "paper";
  await wipe();
  expect(gone.sort()).toEqual(["a", "b"]);
  expect([localStorage.length, document.cookie, document.querySelector(".paper")]).toEqual([0, "", null]);
});

test("on a shared machine nothing is downloaded or copied", () => {
  render(
    <SurfaceProvider value={KIOSK}>
      <Receipt message={SAMPLES.receipt} />
      <File message={{ ...SAMPLES.file, page: "p" }} />
    </SurfaceProvider>,
  );
  expect(screen.queryByTestId("file-download")).toBeNull();
  expect(screen.getByTestId("file-print")).toBeTruthy();
  expect(screen.queryByText(/复制/)).toBeNull();
  expect(screen.getByText("打印回执")).toBeTruthy();
});

test("a date is chosen with arrows: today first, then from there", () => {
  vi.useFakeTimers({ now: new Date(2026, 10, 26, 9) });
  const sent: unknown[] = [];
  const field = { ...SAMPLES.field, hint: "不能晚于今天" };
  render(
    <Announcer>
      <SurfaceProvider value={KIOSK}>
        <ChatContext.Provider value={{ ...NO_RATING, pending: false, send: (turn) => sent.push(turn.outgoing), download: async () => new Blob() }}>
          <DateField message={field} />
        </ChatContext.Provider>
      </SurfaceProvider>
    </Announcer>,
  );
  const press = (id: string) => fireEvent.click(screen.getByTestId(id));
  press("field-submit");
  expect(screen.getByText(/请把年、月、日都选好/, { selector: ".field-fault" })).toBeTruthy();
  press("wheel-day-down");
  expect(screen.getByText("您选的是：2026年11月26日")).toBeTruthy();
  press("wheel-month-down");
  for (let i = 0; i < 5; i++) press("wheel-day-up");
  expect(screen.getByText("您选的是：2026年10月31日")).toBeTruthy();
  press("wheel-day-up");
  expect(screen.getByText("您选的是：2026年10月1日")).toBeTruthy();
  press("wheel-day-down");
  press("wheel-month-down");
  expect(screen.getByText("您选的是：2026年9月30日")).toBeTruthy();
  press("field-submit");
  expect(sent).toEqual([{ text: "2026-09-30", field: "apply_received" }]);
});

test("keys: what is typed from outside is typed for React too", () => {
  const seen: string[] = [];
  render(<input data-testid="box" onChange={(event) => seen.push(event.target.value)} />);
  const box = boxOf(screen.getByTestId("box"));
  if (!box) throw new Error("no box");
  write(box, "罚款");
  expect(seen).toEqual(["罚款"]);
  box.readOnly = true;
  write(box, "不行");
  expect(box.value).toBe("罚款");
});

test("boxes that take no text bring up no keyboard", () => {
  render(
    <>
      <input type="checkbox" data-testid="a" />
      <input type="date" data-testid="b" />
      <input type="file" data-testid="c" />
      <textarea data-testid="d" />
      <input type="tel" data-testid="e" />
    </>,
  );
  expect(["a", "b", "c", "d", "e"].map((id) => boxOf(screen.getByTestId(id)) !== null)).toEqual([false, false, false, true, true]);
});

test("every digit and letter has a key, numbers stay numbers", () => {
  const keys = (rows: string[]) => rows.join(" ").split(" ");
  for (const sign of "abcdefghijklmnopqrstuvwxyz0123456789") {
    expect(keys(LAYOUTS.pinyin)).toContain(sign);
    expect(keys(LAYOUTS.letters)).toContain(sign.toUpperCase());
  }
  expect([nextMode("pinyin"), nextMode("letters"), nextMode("numbers")]).toEqual(["letters", "pinyin", "numbers"]);
  expect(FIELDS.some(({ control }) => control === "phone")).toBe(true);
});
