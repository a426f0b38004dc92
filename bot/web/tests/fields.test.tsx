import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { FIELDS, SAMPLES } from "../mock/samples";
import { ChatContext, PlaceContext, type Turn } from "../src/chat-context";
import { today } from "../src/dates";
import { Field } from "../src/messages/Field";
import type { Control, FieldMessage } from "../src/types";
import { NO_RATING } from "./no-rating";

const send = vi.fn<(turn: Turn) => void>();
beforeEach(() => send.mockReset());

const fieldOf = (control: Control) => [SAMPLES.field, ...FIELDS].find((f) => f.control === control) as FieldMessage;

function ask(message: FieldMessage, active = true, { pending = false, live = true } = {}) {
  return render(
    <ChatContext.Provider value={{ ...NO_RATING, pending, send, download: async () => new Blob() }}>
      <PlaceContext.Provider value={{ id: 3, live, active, used: [] }}>
        <Field message={message} />
      </PlaceContext.Provider>
    </ChatContext.Provider>,
  );
}

const confirm = () => fireEvent.click(screen.getByTestId("field-submit"));

test("a field tells its step, its hint and why it is asked", () => {
  ask(fieldOf("date"));
  expect(screen.getByText("第 3 步，共 8 步")).toBeTruthy();
  expect(screen.getByRole("group", { name: "您是哪天收到决定书的？" })).toBeTruthy();
  expect(screen.getByText("为什么问这个").closest("details")?.textContent).toContain("差一天");
});

test("text: the question labels the box, the hint describes it", async () => {
  ask(fieldOf("text"));
  const box = screen.getByLabelText("您怎么称呼？");
  expect(document.getElementById(box.getAttribute("aria-describedby") ?? "")?.textContent).toContain("身份证上的姓名");
  await userEvent.type(box, " 张三{Enter}");
  expect(send).toHaveBeenCalledWith({ outgoing: { text: "张三", field: "apply_name" }, label: "张三", secret: undefined });
});

test("nothing filled in is said, and said to be about this box", () => {
  ask(fieldOf("text"));
  confirm();
  expect(send).not.toHaveBeenCalled();
  expect(screen.getByTestId("field-input").getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText(/请先填写/)).toBeTruthy();
});

test("phone: digits come up on a phone", () => {
  ask(fieldOf("phone"));
  expect(screen.getByTestId("field-input").getAttribute("inputmode")).toBe("numeric");
});

test("code: sent as typed, shown to nobody", () => {
  ask(fieldOf("code"));
  fireEvent.change(screen.getByTestId("field-input"), { target: { value: "K7QM-4XRD" } });
  confirm();
  expect(send).toHaveBeenCalledWith({
    outgoing: { text: "K7QM-4XRD", field: "status_code" },
    label: "（查询码，不显示）",
    secret: true,
  });
});

test("longtext: counts, and says how much is too much instead of cutting it off", () => {
  ask({ ...fieldOf("longtext"), max: 10 });
  const box = screen.getByTestId("field-input");
  fireEvent.change(box, { target: { value: "一二三四五六七八九十十一" } });
  expect(screen.getByText("太长了：已写 12 字，最多 10 字，请删去 2 字")).toBeTruthy();
  confirm();
  expect(send).not.toHaveBeenCalled();
  fireEvent.change(box, { target: { value: "一二三" } });
  expect(screen.getByText("已写 3 字，最多 10 字")).toBeTruthy();
  confirm();
  expect(send.mock.calls[0]?.[0].outgoing).toEqual({ text: "一二三", field: "apply_facts" });
});

test("choice: a press is the answer", () => {
  const message = fieldOf("choice");
  ask(message);
  fireEvent.click(screen.getByRole("button", { name: "没收" }));
  expect(send.mock.calls[0]?.[0]).toEqual({ outgoing: { choice: message.choices?.[1]?.choice }, label: "没收" });
});

test("multi: values go out joined, labels are shown", async () => {
  ask(fieldOf("multi"));
  confirm();
  expect(screen.getByText(/请至少勾选一项/)).toBeTruthy();
  await userEvent.click(screen.getByLabelText("照片、录像"));
  await userEvent.click(screen.getByLabelText("处罚决定书"));
  confirm();
  expect(send.mock.calls[0]?.[0]).toMatchObject({
    outgoing: { text: "decision,photos", field: "apply_materials" },
    label: "处罚决定书、照片、录像",
  });
});

test("date: the picker goes no further than today when the hint says so", () => {
  ask(fieldOf("date"));
  const picker = screen.getByTestId<HTMLInputElement>("field-input");
  expect(picker.max).toBe(today());
  fireEvent.change(picker, { target: { value: "2026-10-12" } });
  confirm();
  expect(send.mock.calls[0]?.[0]).toMatchObject({
    outgoing: { text: "2026-10-12", field: "apply_received" },
    label: "2026年10月12日",
  });
});

test("date: three lists instead, which offer no 30 February", async () => {
  ask({ ...fieldOf("date"), hint: null });
  await userEvent.click(screen.getByTestId("field-date-swap"));
  await userEvent.selectOptions(screen.getByTestId("field-year"), "2024");
  await userEvent.selectOptions(screen.getByTestId("field-day"), "30");
  await userEvent.selectOptions(screen.getByTestId("field-month"), "2");
  confirm();
  expect(send).not.toHaveBeenCalled();
  expect(screen.queryAllByRole("option", { name: "30" })).toHaveLength(0);
  await userEvent.selectOptions(screen.getByTestId("field-day"), "29");
  confirm();
  expect(send.mock.calls[0]?.[0].outgoing).toEqual({ text: "2024-02-29", field: "apply_received" });
  await userEvent.click(screen.getByTestId("field-date-swap"));
});

test("an answered field can only be read", () => {
  ask(fieldOf("text"), false);
  expect(screen.queryByTestId("field-input")).toBeNull();
  expect(screen.getByText(/已答过/)).toBeTruthy();
});

// Beside the answer.

const TOOLS = [
  { label: "打印后自己填", choice: '/choose{"option": "apply_do=skip:name"}~x' },
  { label: "上一步", choice: '/choose{"option": "apply_do=back"}~x' },
  { label: "保存，以后接着填", choice: '/choose{"option": "apply_do=save"}~x' },
];
const CONTROLS: Control[] = ["text", "phone", "code", "longtext", "date", "choice", "multi"];
const tools = () => within(screen.getByRole("group", { name: "其他操作" })).getAllByRole("button");

test.each(CONTROLS)("%s: skip, back and save stand below the answer in a group of their own", (control) => {
  ask({ ...fieldOf(control), tools: TOOLS });
  expect(tools().map((button) => button.textContent)).toEqual(TOOLS.map((tool) => tool.label));
  const last = screen.queryByTestId("field-submit") ?? screen.getAllByTestId("choice")[0];
  expect(last?.compareDocumentPosition(tools()[0] as Node)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

test.each(CONTROLS)("%s: a tool sends its own choice and neither sends nor checks the answer", (control) => {
  ask({ ...fieldOf(control), tools: TOOLS });
  for (const [at, tool] of TOOLS.entries()) {
    fireEvent.click(tools()[at] as HTMLElement);
    expect(send.mock.calls[at]).toEqual([{ outgoing: { choice: tool.choice }, label: tool.label }, 3]);
  }
  expect(send).toHaveBeenCalledTimes(TOOLS.length);
  expect(screen.queryByText("请看这里：")).toBeNull();
});

test("enter in the box sends the answer, not the first tool", async () => {
  ask({ ...fieldOf("text"), tools: TOOLS });
  await userEvent.type(screen.getByTestId("field-input"), "张三{Enter}");
  expect(send.mock.calls.map(([turn]) => turn.outgoing)).toEqual([{ text: "张三", field: "apply_name" }]);
});

test.each([[[]], [null], [undefined]])("without tools there is no empty group (%s)", (none) => {
  ask({ ...fieldOf("text"), tools: none as never });
  expect(screen.queryByRole("group", { name: "其他操作" })).toBeNull();
});

test("tools wait while a message is answered and end with their session", () => {
  ask({ ...fieldOf("text"), tools: TOOLS }, true, { pending: true });
  for (const button of tools()) fireEvent.click(button);
  expect(send).not.toHaveBeenCalled();
});

test("tools of a past session are disabled, those of an answered question are gone", () => {
  ask({ ...fieldOf("text"), tools: TOOLS }, true, { live: false });
  for (const button of tools()) expect((button as HTMLButtonElement).disabled).toBe(true);
  ask({ ...fieldOf("phone"), tools: TOOLS }, false);
  expect(screen.getAllByRole("group", { name: "其他操作" })).toHaveLength(1);
});
