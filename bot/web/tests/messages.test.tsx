import { fireEvent, render, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { SAMPLES } from "../mock/samples";
import { ChatContext, type Turn } from "../src/chat-context";
import { BotRow } from "../src/messages";
import { Notice } from "../src/messages/Notice";
import { SurfaceProvider } from "../src/surface";
import type { Message } from "../src/types";
import { NO_RATING } from "./no-rating";

interface Settings {
  live?: boolean;
  active?: boolean;
  used?: string[];
  pending?: boolean;
}

function show(message: Message, { live = true, active = true, used = [], pending = false }: Settings = {}) {
  const send = vi.fn<(turn: Turn, source?: number) => void>();
  const download = vi.fn(async () => new Blob(["演示"]));
  render(
    <ChatContext.Provider value={{ ...NO_RATING, pending, send, download }}>
      <ol>
        <BotRow item={{ id: 7, from: "bot", session: 1, message, used }} live={live} active={active} />
      </ol>
    </ChatContext.Provider>,
  );
  return { send, download, row: screen.getByTestId(`message-${message.type}`) };
}

test.each(Object.values(SAMPLES))("$type shows its text", (message) => {
  const { row } = show(message);
  const text = message.text.replace(/^注意：/, "");
  expect(row.textContent).toContain(text);
});

test("an unknown type shows its text", () => {
  const { row } = show({ type: "hologram", text: "新消息" } as unknown as Message);
  expect(row.textContent).toContain("新消息");
});

test("a message with a missing part still shows its text", () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { row } = show({ type: "review", text: "请核对" } as unknown as Message);
  expect(row.textContent).toContain("请核对");
});

test("markup in a text stays text", () => {
  const { row } = show({ type: "text", text: "<img src=x onerror=alert(1)>" });
  expect(row.querySelector("img")).toBeNull();
});

test("choices are buttons; a used one says so and can be used again", () => {
  const [first] = SAMPLES.choices.choices;
  const { send } = show(SAMPLES.choices, { used: [first?.choice ?? ""] });
  const button = screen.getByRole("button", { name: /被罚款、没收、扣证.*已选过/ });
  fireEvent.click(button);
  expect(send).toHaveBeenCalledWith({ outgoing: { choice: first?.choice }, label: first?.label }, 7);
});

test("choices wait while a message is answered and end with their session", () => {
  const { send } = show(SAMPLES.choices, { pending: true });
  for (const button of screen.getAllByTestId("choice")) fireEvent.click(button);
  expect(send).not.toHaveBeenCalled();
});

test("choices of a past session are disabled", () => {
  show(SAMPLES.choices, { live: false });
  for (const button of screen.getAllByTestId<HTMLButtonElement>("choice")) expect(button.disabled).toBe(true);
});

test("an answer cites law, article and since when", () => {
  show(SAMPLES.answer);
  expect(screen.getByText("《行政复议法》第20条 · 自 2024-01-01 起施行")).toBeTruthy();
  expect(screen.getByText("展开更多").closest("details")?.open).toBe(false);
});

test("a deadline gives its verdict in words, the day, and the sum as a table", () => {
  show(SAMPLES.deadline);
  expect(screen.getByRole("heading", { name: "还在期限内" })).toBeTruthy();
  expect(screen.getByText("2026年12月11日", { selector: "strong" })).toBeTruthy();
  expect(screen.getByText("星期五，还剩 18 天")).toBeTruthy();
  const rows = within(screen.getByRole("table", { name: "怎么算出来的" })).getAllByRole("row");
  expect(rows).toHaveLength(3);
  expect(rows[2]?.textContent).toContain("60 天");
  expect(rows[2]?.textContent).toContain("《行政复议法》第20条");
});

test.each([
  [0, "就是今天"],
  [-3, "已经过了 3 天"],
])("%i days left in words", (days_left, words) => {
  show({ ...SAMPLES.deadline, state: "late", days_left });
  expect(screen.getByText(`星期五，${words}`)).toBeTruthy();
});

test("a review changes a line and saves; an old one does neither", () => {
  const { send } = show(SAMPLES.review);
  fireEvent.click(screen.getByRole("button", { name: "修改：被申请人" }));
  expect(send.mock.calls[0]?.[0]).toEqual({ outgoing: { choice: SAMPLES.review.lines[1]?.choice }, label: "修改：被申请人" });
  fireEvent.click(screen.getByTestId("review-save"));
  expect(send.mock.calls[1]?.[0]).toMatchObject({ label: "保存为草稿" });
});

test("an old review can only be read", () => {
  show(SAMPLES.review, { active: false });
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByText("张三（演示）")).toBeTruthy();
});

test("a receipt shows number and code, the code last, and marks practice data", () => {
  const { row } = show(SAMPLES.receipt);
  const number = screen.getByTestId("receipt-number");
  const code = screen.getByTestId("receipt-code");
  expect(code.textContent).toBe("K7QM-4XRD-92TB");
  expect(number.compareDocumentPosition(code) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(within(row).getByText("演示")).toBeTruthy();
});

test("a receipt after a reload says why the code is gone", () => {
  const { code: _, ...message } = SAMPLES.receipt;
  show(message);
  expect(screen.queryByTestId("receipt-code")).toBeNull();
  expect(screen.getByText(/查询码只显示一次/)).toBeTruthy();
});

test("a receipt copies and prints", async () => {
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  const print = vi.spyOn(window, "print").mockImplementation(() => undefined);
  show(SAMPLES.receipt);
  fireEvent.click(screen.getByRole("button", { name: "复制回执号和查询码" }));
  await screen.findByRole("button", { name: /已复制/ });
  expect(writeText).toHaveBeenCalledWith("回执号 演示-2026-0001 查询码 K7QM-4XRD-92TB");
  fireEvent.click(screen.getByRole("button", { name: "打印回执" }));
  expect(print).toHaveBeenCalledOnce();
});

test("a file says that it is a draft and downloads with the token", async () => {
  URL.createObjectURL = () => "blob:x";
  URL.revokeObjectURL = () => undefined;
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
  const { download, row } = show(SAMPLES.file);
  expect(within(row).getByText("草稿")).toBeTruthy();
  fireEvent.click(screen.getByTestId("file-download"));
  await screen.findByText(/已开始下载/);
  expect(download).toHaveBeenCalledWith("mock-application");
  expect(click).toHaveBeenCalledOnce();
});

test("a status lists what happened in order and the day of the data", () => {
  show(SAMPLES.status);
  const steps = within(screen.getAllByRole("list")[1] as HTMLElement).getAllByRole("listitem");
  expect(steps.map((step) => step.textContent)).toEqual([
    "2026年10月20日收到申请",
    "2026年10月26日决定受理",
    "2026年11月9日听取申请人意见",
  ]);
  expect(screen.getByText("数据截至 2026年11月23日")).toBeTruthy();
});

test("an office without a number is not given one", () => {
  show(SAMPLES.handoff);
  expect(screen.getAllByRole("link").map((link) => link.textContent)).toEqual(["12345"]);
  expect(screen.getByText("现在不是上班时间")).toBeTruthy();
});

test("progress marks the present rung for screen readers too", () => {
  const { row } = show(SAMPLES.progress);
  expect(row.querySelector("[aria-current=step]")?.textContent).toBe("草稿您在这里");
});

test.each([
  ["info", "您好，这里是石泉县。", "提示"],
  ["warning", "请看清楚再按。", "注意"],
  ["error", "故障：助手连不上。", "故障"],
] as const)("a notice of level %s has a word", (level, text, word) => {
  show({ type: "notice", level, text });
  expect(screen.getByText(word)).toBeTruthy();
});

test.each([
  ["error", false, 4],
  ["warning", false, 0],
  ["error", true, 0],
] as const)("a notice of level %s, shared machine %s, leads to %i plain pages", (level, shared, count) => {
  render(
    <SurfaceProvider value={{ shared, photos: null }}>
      <Notice message={{ type: "notice", level, text: "故障：助手连不上。" }} />
    </SurfaceProvider>,
  );
  expect(screen.queryAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(
    ["/answers", "/calculator", "/respondents", "/offices"].slice(0, count),
  );
});
