import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { FIELDS, PHOTO_CARD, PHOTO_GONE, SAMPLES } from "../mock/samples";
import { App } from "../src/App";
import { createClient, LARGEST_PHOTO, Problem, Unreachable } from "../src/client";
import { PhotoButton } from "../src/PhotoButton";
import type { Message } from "../src/types";
import { FakeClient } from "./fake-client";

const photo = (size = 3, type = "image/jpeg") => {
  const file = new File(["abc"], "IMG_张三家.jpg", { type });
  Object.defineProperty(file, "size", { value: size });
  return file;
};
const input = () => screen.getByTestId<HTMLInputElement>("photo-input");
const button = () => screen.getByTestId("photo-button");
const choose = (file: File) => fireEvent.change(input(), { target: { files: [file] } });
const announced = () => screen.getByTestId("announcer").textContent ?? "";

async function started(client = new FakeClient()) {
  const view = render(<App client={client} />);
  await screen.findByTestId("message-notice");
  return { client, ...view };
}

test("the button is reached by keyboard, says what it does and opens the chooser", async () => {
  await started();
  const opened = vi.spyOn(input(), "click").mockImplementation(() => undefined);
  button().focus();
  await userEvent.keyboard("{Enter}");
  expect(opened).toHaveBeenCalledOnce();
  expect(screen.getByRole("button", { name: "拍决定书" })).toBe(button());
  const about = document.getElementById(button().getAttribute("aria-describedby") ?? "");
  expect(about?.textContent).toContain("照片不保存");
  expect(input().accept).toBe("image/jpeg,image/png,application/pdf");
  expect(input().hidden).toBe(true);
});

test("a photo is sent, waited for in words, and its card comes back", async () => {
  const { client } = await started();
  client.holding = true;
  client.reply([PHOTO_GONE, PHOTO_CARD]);
  const file = photo();
  choose(file);
  expect(screen.getByTestId("typing").textContent).toContain("正在上传、读照片");
  expect(announced()).toContain("正在上传、读照片");
  expect(button().getAttribute("aria-disabled")).toBe("true");
  await act(async () => client.release());
  const card = await screen.findByTestId("message-review");
  expect(client.sent).toEqual([{ photo: file }]);
  expect(card.textContent).toContain("作出决定的单位（请核对）");
  expect(screen.getByTestId("message-mine").textContent).toContain("（决定书的照片）");
  expect(announced()).toContain("一项一项核对");
});

test("neither the photo nor its name is shown or stored", async () => {
  const { client, unmount } = await started();
  client.reply([PHOTO_GONE]);
  choose(photo());
  await screen.findAllByText(/没有保存/);
  expect(document.body.textContent).not.toContain("张三家");
  expect(JSON.stringify({ ...sessionStorage })).not.toContain("张三家");
  unmount();
  render(<App client={client} />);
  expect(screen.getByTestId("message-mine").textContent).toContain("（决定书的照片）");
});

test("a PDF is called one", async () => {
  const { client } = await started();
  client.reply([PHOTO_GONE]);
  choose(photo(3, "application/pdf"));
  expect((await screen.findByTestId("message-mine")).textContent).toContain("PDF");
});

test.each([
  [LARGEST_PHOTO + 1, "10 MB"],
  [0, "空的"],
])("a file of %d bytes is not sent, and that is said", async (size, words) => {
  const { client } = await started();
  choose(photo(size));
  expect(screen.getByRole("alert").textContent).toContain(words);
  expect(client.sent).toEqual([]);
  choose(photo(LARGEST_PHOTO));
  await screen.findByTestId("message-mine");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(client.sent).toHaveLength(1);
});

test.each<[string, Error, string]>([
  ["no network", new Unreachable(), "网络好像断了"],
  ["a refusal", new Problem(422, "没有收进去：这个文件打不开。"), "打不开"],
])("%s: the photo can be sent again", async (_, error, words) => {
  const { client } = await started();
  client.reply(error, [PHOTO_GONE]);
  const file = photo();
  choose(file);
  const unsent = await screen.findByTestId("unsent");
  expect(unsent.textContent).toContain(words);
  fireEvent.click(within(unsent).getByTestId("retry"));
  await screen.findAllByText(/没有保存/, { selector: ".Card *, .Bubble" });
  expect(client.sent).toEqual([{ photo: file }, { photo: file }]);
});

test("after a reload the photo is gone and cannot be sent again", async () => {
  const { client, unmount } = await started();
  client.reply(new Unreachable());
  choose(photo());
  await screen.findByTestId("unsent");
  unmount();
  render(<App client={client} />);
  expect(screen.getByTestId("unsent")).toBeTruthy();
  expect(screen.queryByTestId("retry")).toBeNull();
});

test("the card can be confirmed beside the question that stands open, once", async () => {
  const { client } = await started();
  client.reply([PHOTO_CARD, FIELDS[0] as Message], [SAMPLES.text]);
  choose(photo());
  const card = await screen.findByTestId("message-review");
  expect(screen.getByTestId("field-input")).toBeTruthy();
  fireEvent.click(within(card).getByText("都对，填进去"));
  await screen.findByText(/一步一步来/, { selector: ".Bubble" });
  expect(client.sent[1]).toEqual({ choice: PHOTO_CARD.choices[0]?.choice });
  expect(within(card).queryByText("都对，填进去")).toBeNull();
});

test("a card whose lines can be changed is past once another question is asked", async () => {
  const { client } = await started();
  client.reply([SAMPLES.review, FIELDS[0] as Message]);
  choose(photo());
  const card = await screen.findByTestId("message-review");
  expect(within(card).queryByTestId("review-save")).toBeNull();
});

test("while something is answered no photo is taken", () => {
  const onPhoto = vi.fn();
  render(<PhotoButton disabled onPhoto={onPhoto} onFault={() => undefined} />);
  const opened = vi.spyOn(input(), "click");
  fireEvent.click(button());
  choose(photo());
  expect(opened).not.toHaveBeenCalled();
  expect(onPhoto).not.toHaveBeenCalled();
});

test("the client sends the bare file with its type and the token", async () => {
  const calls: { url: string; init: RequestInit }[] = [];
  const client = createClient({ fetcher: async (url, init = {}) => {
    calls.push({ url, init });
    return new Response(JSON.stringify({ upload: "x", messages: [PHOTO_GONE] }), { status: 201 });
  } });
  const file = photo();
  expect(await client.send("tok", { photo: file })).toEqual([PHOTO_GONE]);
  await client.send("tok", { photo: new Blob(["x"]) });
  expect(calls.map(({ url }) => url)).toEqual(["/api/chat/uploads", "/api/chat/uploads"]);
  expect(calls[0]?.init).toMatchObject({ method: "POST", body: file });
  expect(calls[0]?.init.headers).toEqual({ Authorization: "Bearer tok", "Content-Type": "image/jpeg" });
  expect(calls[1]?.init.headers).toMatchObject({ "Content-Type": "application/octet-stream" });
});

test("a photo is given more time than a word", async () => {
  vi.useFakeTimers();
  const never = (_: string, init?: RequestInit) =>
    new Promise<Response>((_, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  const over = vi.fn();
  createClient({ fetcher: never }).send("t", { photo: photo() }).catch(over);
  await vi.advanceTimersByTimeAsync(115_000);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(over).toHaveBeenCalledOnce();
});

test("while a letter asks for files the button sends them for the letter and says what becomes of them", async () => {
  const { client } = await started();
  const evidence: Message = { type: "field", field: "complaint_evidence", control: "choice", text: "有照片吗？", upload: "letter", choices: [{ label: "没有材料", choice: "/none" }] };
  client.reply([evidence]);
  choose(photo());
  await waitFor(() => expect(button().textContent).toContain("传材料"), { timeout: 5000 });
  const about = document.getElementById(button().getAttribute("aria-describedby") ?? "");
  expect(about?.textContent).toContain("拍摄时间、地点等信息会去掉");
  const file = photo(3, "application/pdf");
  client.reply([{ type: "text", text: "收下了。" }]);
  choose(file);
  await screen.findByText("收下了。");
  expect(client.sent.at(-1)).toEqual({ photo: file, purpose: "letter" });
  expect(screen.getByText("（材料：PDF 文件）")).toBeTruthy();
});

test("a file for a letter goes to the same place under its purpose", async () => {
  const called: string[] = [];
  const fetcher = async (url: string) => {
    called.push(url);
    return new Response(JSON.stringify({ upload: "1", messages: [] }), { status: 201 });
  };
  const client = createClient({ fetcher });
  await client.send("token", { photo: photo(), purpose: "letter" }).catch(() => undefined);
  await client.send("token", { photo: photo() }).catch(() => undefined);
  expect(called).toEqual(["/api/chat/uploads?for=letter", "/api/chat/uploads"]);
});
