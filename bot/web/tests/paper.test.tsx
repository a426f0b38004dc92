import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { SAMPLES } from "../mock/samples";
import { ChatContext } from "../src/chat-context";
import { Problem } from "../src/client";
import { BotRow } from "../src/messages";
import { printPaper } from "../src/paper";
import type { FileMessage } from "../src/types";
import { NO_RATING } from "./no-rating";

const PAGE = '<article class="paper" lang="zh-CN"><section class="paper-sheet"><h1>行政复议申请书</h1><p>申请人：&lt;b&gt;演示甲</p></section></article>';
const papers = () => document.querySelectorAll<HTMLElement>("body > .paper");
const printed = () => window.dispatchEvent(new Event("afterprint"));

beforeEach(() => {
  for (const paper of papers()) paper.remove();
});

/** What stands on the page while it is printed. */
function whilePrinting() {
  const seen: { papers: number; text: string; marked: boolean }[] = [];
  const print = vi.spyOn(window, "print").mockImplementation(() => {
    const [paper] = papers();
    seen.push({
      papers: papers().length,
      text: paper?.textContent ?? "",
      marked: Boolean(paper?.classList.contains("printed")) && document.documentElement.classList.contains("printing-one"),
    });
  });
  return { print, seen };
}

test("a paper stands on the page only while it is printed", () => {
  const { print, seen } = whilePrinting();
  printPaper(PAGE);
  expect(print).toHaveBeenCalledOnce();
  expect(seen).toEqual([{ papers: 1, text: "行政复议申请书申请人：<b>演示甲", marked: true }]);
  printed();
  expect(papers()).toHaveLength(0);
  expect(document.documentElement.classList.contains("printing-one")).toBe(false);
});

test("printing twice prints one paper each time", () => {
  const { seen } = whilePrinting();
  printPaper(PAGE);
  printed();
  printPaper(PAGE);
  printed();
  expect(seen.map((one) => one.papers)).toEqual([1, 1]);
});

test("a printer that does not tell when it is done leaves no second paper behind", () => {
  const { seen } = whilePrinting();
  printPaper(PAGE);
  printPaper(PAGE);
  expect(seen.map((one) => one.papers)).toEqual([1, 1]);
  printed();
  expect(papers()).toHaveLength(0);
});

test("of a page only the article is taken, and nothing in it runs", () => {
  whilePrinting();
  const ran = vi.fn();
  vi.stubGlobal("ran", ran);
  printPaper(`<html><head><script>ran()</script></head><body><p>外面</p>${PAGE.replace("</article>", "<script>ran()</script></article>")}</body></html>`);
  expect(document.body.textContent).not.toContain("外面");
  expect(ran).not.toHaveBeenCalled();
  printed();
});

test("what is no document of ours is not printed", () => {
  const { print } = whilePrinting();
  expect(() => printPaper("<p>别的网页</p>")).toThrow();
  expect(print).not.toHaveBeenCalled();
  expect(papers()).toHaveLength(0);
});

// The file card.

function show(message: FileMessage, download: (id: string) => Promise<Blob>, live = true) {
  render(
    <ChatContext.Provider value={{ ...NO_RATING, pending: false, send: () => undefined, download }}>
      <ol>
        <BotRow item={{ id: 7, from: "bot", session: 1, message, used: [] }} live={live} active />
      </ol>
    </ChatContext.Provider>,
  );
}

const WITH_PAGE = { ...SAMPLES.file, page: "mock-page" };
/** jsdom's Blob has no text(). */
const blob = (html: string) => Object.assign(new Blob([html]), { text: async () => html });

test("a file with a page is printed without a detour", async () => {
  const { seen } = whilePrinting();
  const download = vi.fn(async (_: string) => blob(PAGE));
  show(WITH_PAGE, download);
  fireEvent.click(screen.getByTestId("file-print"));
  expect(screen.getAllByText("正在准备打印，请稍等").length).toBeGreaterThan(0);
  await waitFor(() => expect(seen).toHaveLength(1));
  expect(download.mock.calls).toEqual([["mock-page"]]);
  expect(seen[0]?.text).toContain("演示甲");
  await waitFor(() => expect(screen.queryByText("正在准备打印，请稍等", { selector: ".fine" })).toBeNull());
  printed();
});

test("a file without a page has no button to print it", () => {
  show(SAMPLES.file, async () => new Blob());
  expect(screen.queryByTestId("file-print")).toBeNull();
  expect(screen.getByTestId("file-download")).toBeTruthy();
});

test.each([
  [new Problem(404, "文件已经过期，请重新生成。"), "文件已经过期，请重新生成。"],
  [new TypeError("network"), "打印没有成功，请下载文件再打印。"],
])("a page that cannot be had is said: %s", async (error, words) => {
  const { print } = whilePrinting();
  show(WITH_PAGE, async () => {
    throw error;
  });
  fireEvent.click(screen.getByTestId("file-print"));
  expect(await screen.findByText(words, { selector: ".fine" })).toBeTruthy();
  expect(print).not.toHaveBeenCalled();
});

test("a page that is no document is said to have failed", async () => {
  whilePrinting();
  show(WITH_PAGE, async () => blob("<p>故障</p>"));
  fireEvent.click(screen.getByTestId("file-print"));
  expect(await screen.findByText("打印没有成功，请下载文件再打印。", { selector: ".fine" })).toBeTruthy();
});

test("a file of a past session is neither downloaded nor printed", () => {
  show(WITH_PAGE, async () => new Blob(), false);
  expect(screen.getByTestId<HTMLButtonElement>("file-print").disabled).toBe(true);
  expect(screen.getByTestId<HTMLButtonElement>("file-download").disabled).toBe(true);
});
