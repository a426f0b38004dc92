import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { FIELDS, SAMPLES } from "../mock/samples";
import { Announcer, useAnnounce } from "../src/announcer";
import { App } from "../src/App";
import { Problem, Unreachable } from "../src/client";
import { Expiry } from "../src/Expiry";
import type { Message } from "../src/types";
import { FakeClient } from "./fake-client";

async function started(client = new FakeClient()) {
  const view = render(<App client={client} />);
  await screen.findByTestId("message-notice");
  return { client, ...view };
}

const box = () => screen.getByTestId<HTMLTextAreaElement>("composer-input");
const say = async (text: string) => userEvent.type(box(), `${text}{Enter}`);
const announced = () => screen.getByTestId("announcer").textContent ?? "";
const TEXT: Message = { type: "text", text: "好的。" };

test("the header names product, county and what it is not", async () => {
  await started();
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("依法问石泉县");
  expect(screen.getByText("不是真人，不能代替律师")).toBeTruthy();
  await waitFor(() => expect(document.title).toBe("依法问 · 石泉县"));
});

test("what the edge wrote into the page is read while the session is opened, and once afterwards", async () => {
  const client = new FakeClient();
  client.welcome = [client.welcome[0]!, SAMPLES.choices];
  const data = document.createElement("script");
  data.type = "application/json";
  data.id = "welcome";
  data.textContent = JSON.stringify(client.welcome);
  document.body.append(data);
  let open = () => undefined as void;
  const opened = client.open.bind(client);
  client.open = (start) => new Promise<void>((resolve) => (open = resolve)).then(() => opened(start));
  try {
    render(<App client={client} />);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("依法问石泉县");
    expect(screen.getAllByTestId("message-notice")).toHaveLength(1);
    expect(screen.getAllByTestId<HTMLButtonElement>("choice").every(({ disabled }) => disabled)).toBe(true);
    expect(announced()).toBe("");
    open();
    await waitFor(() => expect(screen.getAllByTestId<HTMLButtonElement>("choice").every(({ disabled }) => !disabled)).toBe(true));
    expect(screen.getAllByTestId("message-notice")).toHaveLength(1);
    await waitFor(() => expect(announced()).toContain("您好"));
  } finally {
    data.remove();
  }
});

test("a question is sent, shown, answered and read out", async () => {
  const { client } = await started();
  client.reply([SAMPLES.answer]);
  await say("多久之内可以申请");
  await screen.findByTestId("message-answer");
  expect(client.sent).toEqual([{ text: "多久之内可以申请" }]);
  expect(screen.getByTestId("message-mine").textContent).toContain("多久之内可以申请");
  await waitFor(() => expect(announced()).toContain("申请行政复议的期限"));
  expect(document.activeElement).toBe(box());
});

test("the same sentence twice is news twice: it appears in a slot that was empty", () => {
  const say = { now: (_: string) => undefined as void };
  const Speaker = () => {
    say.now = useAnnounce();
    return null;
  };
  render(
    <Announcer>
      <Speaker />
    </Announcer>,
  );
  const slots = () => [...screen.getByTestId("announcer").children].map((slot) => slot.textContent);
  act(() => say.now("好的。"));
  const first = slots();
  act(() => say.now("好的。"));
  expect(slots()).toEqual([...first].reverse());
  expect(slots().sort()).toEqual(["", "好的。"]);
});

test("one message at a time, and a typing sign meanwhile", async () => {
  const { client } = await started();
  client.holding = true;
  client.reply([SAMPLES.choices]);
  await say("你好");
  expect(screen.getByTestId("typing").textContent).toContain("正在回答");
  fireEvent.keyDown(box(), { key: "Enter" });
  await act(async () => client.release());
  expect(client.sent).toHaveLength(1);
  expect(screen.queryByTestId("typing")).toBeNull();
});

test("the focus goes to the control of a new question", async () => {
  const { client } = await started();
  client.reply([FIELDS[0] as Message]);
  await say("我要申请");
  const control = await screen.findByTestId("field-input");
  expect(document.activeElement).toBe(control);
});

test("no network: the words are kept and can be sent again", async () => {
  const { client } = await started();
  client.reply(new Unreachable(), [TEXT]);
  await say("罚款不服");
  const unsent = await screen.findByTestId("unsent");
  expect(unsent.textContent).toContain("网络好像断了");
  fireEvent.click(within(unsent).getByTestId("retry"));
  await screen.findByText("好的。", { selector: ".Bubble" });
  expect(client.sent).toEqual([{ text: "罚款不服" }, { text: "罚款不服" }]);
  expect(screen.getAllByTestId("message-mine")).toHaveLength(1);
  expect(screen.queryByTestId("unsent")).toBeNull();
});

test("a field keeps its text when it could not be delivered", async () => {
  const { client } = await started();
  client.reply([FIELDS[2] as Message], new Unreachable());
  await say("longtext");
  const field = await screen.findByTestId<HTMLTextAreaElement>("field-input");
  fireEvent.change(field, { target: { value: "事情是这样的" } });
  fireEvent.click(screen.getByTestId("field-submit"));
  await screen.findByTestId("unsent");
  expect(field.value).toBe("事情是这样的");
});

test("what the edge says about a refusal is shown as it is", async () => {
  const { client } = await started();
  client.reply(new Problem(429, "请稍等：您发得太快了。", 30));
  await say("你好");
  expect((await screen.findByTestId("unsent")).textContent).toContain("请稍等：您发得太快了。（约 30 秒后可以再试）");
});

test("an ended session: the text goes back to the box, a new session takes it", async () => {
  const { client } = await started();
  client.reply(new Problem(401, "对话已结束：隔了一段时间没有操作。"), [TEXT]);
  await say("还来得及吗");
  const gate = await screen.findByTestId("gate-expired");
  expect(gate.textContent).toContain("对话已结束");
  expect(box().value).toBe("还来得及吗");
  const restart = screen.getByTestId("restart");
  expect(document.activeElement).toBe(restart);
  fireEvent.click(restart);
  await waitFor(() => expect(screen.getAllByTestId("message-notice")).toHaveLength(2));
  fireEvent.keyDown(box(), { key: "Enter" });
  await screen.findByText("好的。", { selector: ".Bubble" });
  expect(client.tokens).toEqual(["token-1", "token-2"]);
});

test("it cannot begin: that is said, and there is a way to try again", async () => {
  const client = new FakeClient();
  client.failOpen = new Unreachable();
  render(<App client={client} />);
  const gate = await screen.findByTestId("gate-unstarted");
  expect(gate.textContent).toContain("12345");
  client.failOpen = null;
  fireEvent.click(screen.getByTestId("restart"));
  await screen.findByTestId("message-notice");
});

test("a reload keeps the conversation but not the lookup code", async () => {
  const { client, unmount } = await started();
  client.reply([SAMPLES.receipt]);
  await say("保存");
  await screen.findByTestId("receipt-code");
  unmount();
  render(<App client={client} />);
  expect(screen.getByTestId("receipt-number").textContent).toBe(SAMPLES.receipt.number);
  expect(screen.queryByTestId("receipt-code")).toBeNull();
  expect(client.opened).toBe(1);
});

test("结束并清除 asks first, then leaves nothing behind, not even a late reply", async () => {
  const { client } = await started();
  client.holding = true;
  await say("我叫张三");
  fireEvent.click(screen.getByTestId("end-session"));
  expect(document.activeElement).toBe(screen.getByTestId("end-cancel"));
  fireEvent.click(screen.getByTestId("end-confirm"));
  await screen.findByTestId("gate-ended");
  await act(async () => client.release());
  expect(screen.queryByText(/张三/)).toBeNull();
  expect(sessionStorage.getItem("yifawen")).toBeNull();
});

test("结束并清除 can be thought better of, by keyboard too", async () => {
  await started();
  fireEvent.click(screen.getByTestId("end-session"));
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByTestId("end-confirm")).toBeNull();
  expect(document.activeElement).toBe(screen.getByTestId("end-session"));
  expect(screen.getByTestId("message-notice")).toBeTruthy();
});

test("a code typed in the chat box while it is asked for is not shown", async () => {
  const { client } = await started();
  client.reply([FIELDS[5] as Message]);
  await say("查进度");
  await screen.findByTestId("field-input");
  fireEvent.change(box(), { target: { value: "ABCD-1234" } });
  fireEvent.click(screen.getByTestId("composer-send"));
  await screen.findByText("好的。", { selector: ".Bubble" });
  expect(client.sent[1]).toEqual({ text: "ABCD-1234" });
  expect(screen.queryByText(/ABCD-1234/)).toBeNull();
  expect(JSON.stringify({ ...sessionStorage })).not.toContain("ABCD-1234");
});

test("letters grow and stay so for this tab", async () => {
  await started();
  fireEvent.click(screen.getByRole("button", { name: "A++ 特大字" }));
  expect(document.documentElement.dataset.size).toBe("huge");
  expect(sessionStorage.getItem("yifawen-size")).toBe("huge");
  expect(screen.getByRole("button", { name: "A++ 特大字" }).getAttribute("aria-pressed")).toBe("true");
});

test("five minutes before the session ends, that is said", () => {
  vi.useFakeTimers();
  render(
    <Announcer>
      <Expiry at={Date.now() + 6 * 60_000} />
    </Announcer>,
  );
  const warning = () => screen.queryByText(/大约再过 5 分钟/, { selector: ".Card *" });
  act(() => void vi.advanceTimersByTime(59_000));
  expect(warning()).toBeNull();
  act(() => void vi.advanceTimersByTime(2_000));
  expect(warning()).toBeTruthy();
  expect(announced()).toContain("注意");
});

test("who ends a used conversation may rate it first, once, and is not held up", async () => {
  const { client } = await started();
  fireEvent.click(screen.getByTestId("end-session"));
  expect(screen.queryByTestId("opinion")).toBeNull();
  fireEvent.click(screen.getByTestId("end-cancel"));
  await say("要交钱吗");
  fireEvent.click(screen.getByTestId("end-session"));
  fireEvent.click(screen.getByTestId("grade-4"));
  fireEvent.change(screen.getByTestId("rating-words"), { target: { value: " 讲得清楚 " } });
  fireEvent.click(screen.getByTestId("rating-send"));
  await screen.findByTestId("rated");
  expect(client.ratings).toEqual([[4, "讲得清楚"]]);
  expect(announced()).toContain("评价已经记下");
  fireEvent.click(screen.getByTestId("end-confirm"));
  await screen.findByTestId("gate-ended");
  expect(client.ratings).toHaveLength(1);
});

test("after being sent to staff one can say what one thinks; what fails says so and can be tried again", async () => {
  const { client } = await started();
  client.reply([SAMPLES.handoff]);
  await say("找人工");
  await screen.findByTestId("message-handoff");
  client.failRate = new Unreachable();
  fireEvent.click(screen.getByTestId("grade-2"));
  fireEvent.click(screen.getByTestId("rating-send"));
  await waitFor(() => expect(announced()).toContain("网络好像断了"));
  client.failRate = null;
  fireEvent.click(screen.getByTestId("rating-send"));
  await screen.findByTestId("rated");
  expect(client.ratings).toEqual([[2, ""]]);
});
