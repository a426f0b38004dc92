import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { App } from "../src/App";
import { lastSaid, sentences } from "../src/speech";
import type { Message } from "../src/types";
import { FakeClient } from "./fake-client";

afterEach(() => {
  localStorage.clear();
  document.documentElement.removeAttribute("data-elder");
});

const MANY: Message = { type: "choices", text: "选", choices: ["一", "二", "三", "四", "五", "六"].map((label) => ({ label, choice: label })) };

async function started() {
  const client = new FakeClient();
  client.welcome = [...client.welcome, MANY];
  const view = render(<App client={client} />);
  await screen.findByTestId("message-choices");
  return view;
}

test("the version for elderly people shows fewer choices and is remembered", async () => {
  const { unmount } = await started();
  expect(screen.getAllByTestId("choice")).toHaveLength(6);
  fireEvent.click(screen.getByTestId("elder"));
  expect(document.documentElement.hasAttribute("data-elder")).toBe(true);
  expect(screen.getAllByTestId("choice")).toHaveLength(3);
  fireEvent.click(screen.getByTestId("more-choices"));
  expect(screen.getAllByTestId("choice")).toHaveLength(6);
  unmount();
  sessionStorage.clear();
  await started();
  expect(screen.getByTestId("elder").textContent).toBe("标准版");
  fireEvent.click(screen.getByTestId("elder"));
  expect({ ...localStorage }).toEqual({});
});

/** A device with one Chinese voice. */
function voices(list: { lang: string; localService: boolean }[]) {
  const said: string[] = [];
  vi.stubGlobal("SpeechSynthesisUtterance", class { constructor(readonly text: string) {} });
  vi.stubGlobal("speechSynthesis", {
    getVoices: () => list,
    speak: ({ text }: { text: string }) => said.push(text),
    cancel: () => said.push("·"),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  });
  return said;
}

test("without a Chinese voice of the device nothing is offered", async () => {
  voices([{ lang: "en-US", localService: true }, { lang: "zh-CN", localService: false }]);
  await started();
  expect(screen.queryByTestId("read-aloud")).toBeNull();
});

test("read-aloud reads what was said last, then every answer, and stops", async () => {
  const said = voices([{ lang: "zh-CN", localService: true }]);
  await started();
  fireEvent.click(screen.getByTestId("read-aloud"));
  expect(said.join("")).toContain("您好，这里是石泉县的行政复议助手");
  said.length = 0;
  const box = screen.getByTestId<HTMLTextAreaElement>("composer-input");
  fireEvent.change(box, { target: { value: "你好" } });
  await act(async () => void fireEvent.keyDown(box, { key: "Enter" }));
  await screen.findByText("好的。", { selector: ".Bubble" });
  expect(said).toContain("好的。");
  fireEvent.click(screen.getByTestId("read-aloud"));
  expect(said[said.length - 1]).toBe("·");
});

test("long texts are cut at sentence ends", () => {
  expect(sentences("第一句。第二句？\n第三句")).toEqual(["第一句。", "第二句？", "第三句"]);
  expect(sentences("")).toEqual([]);
});

test("a lookup code is never read out", () => {
  document.body.innerHTML = `<ol><li class="message-row theirs"><p>回执</p><p class="secret">K7QM-4XRD</p></li></ol>`;
  expect(lastSaid()).toContain("回执");
  expect(lastSaid()).not.toContain("K7QM");
  document.body.innerHTML = "";
});

test("who listens is said before anything is heard", async () => {
  const started_: string[] = [];
  class Heard {
    onresult: ((event: unknown) => void) | null = null;
    onend: (() => void) | null = null;
    start() {
      started_.push("start");
      this.onresult?.({ results: [[{ transcript: "罚款不服" }]] });
      this.onend?.();
    }
    abort() {}
  }
  vi.stubGlobal("SpeechRecognition", Heard);
  await started();
  fireEvent.click(screen.getByTestId("voice"));
  expect(started_).toEqual([]);
  expect(screen.getByRole("alert").textContent).toContain("可能会发给浏览器的厂商");
  fireEvent.click(screen.getByTestId("voice"));
  expect(screen.getByTestId<HTMLTextAreaElement>("composer-input").value).toBe("罚款不服");
});
