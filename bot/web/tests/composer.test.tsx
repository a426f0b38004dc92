import { createEvent, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { Composer } from "../src/Composer";

const onSend = vi.fn<(text: string) => void>();
const onPhoto = vi.fn<(photo: File) => void>();
beforeEach(() => {
  onSend.mockReset();
  onPhoto.mockReset();
});

function Held({ start = "", pending = false, ready = true }) {
  const [value, setValue] = useState(start);
  return <Composer value={value} onChange={setValue} onSend={onSend} onPhoto={onPhoto} pending={pending} ready={ready} />;
}

const box = () => screen.getByTestId<HTMLTextAreaElement>("composer-input");

test("Enter sends, Shift+Enter starts a line", async () => {
  render(<Held />);
  await userEvent.type(box(), "第一行{Shift>}{Enter}{/Shift}第二行{Enter}");
  expect(onSend).toHaveBeenCalledExactlyOnceWith("第一行\n第二行");
});

test.each([
  ["while composing", { isComposing: true }],
  ["as Safari reports it", { keyCode: 229 }],
])("an input method's Enter does not send (%s)", (_, init) => {
  render(<Held start="nihao" />);
  const enter = createEvent.keyDown(box(), { key: "Enter", ...init });
  fireEvent(box(), enter);
  expect(onSend).not.toHaveBeenCalled();
  expect(enter.defaultPrevented).toBe(false);
});

test("while an answer is under way the text stays and nothing is sent", async () => {
  render(<Held start="还有一个问题" pending />);
  expect(box().readOnly).toBe(true);
  fireEvent.keyDown(box(), { key: "Enter" });
  expect(screen.getByTestId("composer-send").getAttribute("aria-disabled")).toBe("true");
  expect(onSend).not.toHaveBeenCalled();
  expect(box().value).toBe("还有一个问题");
});

test("nothing is not sent, and that is said", async () => {
  render(<Held start="   " />);
  await userEvent.click(screen.getByTestId("composer-send"));
  expect(screen.getByRole("alert").textContent).toContain("请先写一句话");
});

test("the counter shows near the limit; over it nothing is sent or cut off", async () => {
  const { unmount } = render(<Held start={"字".repeat(449)} />);
  expect(screen.queryByText(/最多 500 字/)).toBeNull();
  unmount();
  render(<Held start={"字".repeat(501)} />);
  expect(screen.getByText(/请删去 1 字/)).toBeTruthy();
  await userEvent.click(screen.getByTestId("composer-send"));
  expect(onSend).not.toHaveBeenCalled();
  expect(box().value).toHaveLength(501);
});
