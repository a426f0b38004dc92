import { expect, test } from "vitest";
import { createClient, Problem, Unreachable } from "../src/client";

const json = (body: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(body), init);

function clientThat(respond: () => Response | Promise<Response>) {
  const calls: { url: string; init: RequestInit }[] = [];
  const client = createClient({ fetcher: async (url, init = {}) => {
    calls.push({ url, init });
    return respond();
  } });
  return { client, calls };
}

test("opens a web session", async () => {
  const opened = { session: "t", messages: [{ type: "text", text: "您好" }], expires_in: 60 };
  const { client, calls } = clientThat(() => json(opened, { status: 201 }));
  expect(await client.open()).toEqual(opened);
  expect(calls[0]?.url).toBe("/api/chat/sessions");
  expect(calls[0]?.init.body).toBe('{"channel":"web"}');
});

test("sends exactly the keys of the contract, with the bearer token", async () => {
  const { client, calls } = clientThat(() => json({ messages: [{ type: "text", text: "好" }] }));
  await client.send("tok", { text: "2026-10-12", field: "apply_date" });
  expect(calls[0]?.init.headers).toEqual({ Authorization: "Bearer tok", "Content-Type": "application/json" });
  expect(JSON.parse(String(calls[0]?.init.body))).toEqual({ text: "2026-10-12", field: "apply_date" });
});

test("a problem's detail is shown as it is, with the time to wait", async () => {
  const problem = { type: "about:blank", title: "太快了", status: 429, detail: "请稍等：您发得太快了。" };
  const { client } = clientThat(() => json(problem, { status: 429, headers: { "Retry-After": "30" } }));
  const error = await client.send("t", { text: "你好" }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ status: 429, message: "请稍等：您发得太快了。", retryAfter: 30 });
});

test.each([
  ["a proxy's error page", () => new Response("<h1>Bad Gateway</h1>", { status: 502 })],
  ["nonsense instead of JSON", () => new Response("<html>")],
  ["a reply without messages", () => json({ messages: [] })],
  ["a reply of another shape", () => json(null)],
])("%s becomes a sentence with a way out", async (_, respond) => {
  const error = await clientThat(respond).client.send("t", { text: "你好" }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(Problem);
  expect((error as Problem).message).toContain("12345");
});

test("no network is told apart from a refusal", async () => {
  const { client } = clientThat(() => Promise.reject(new TypeError("Failed to fetch")));
  await expect(client.open()).rejects.toBeInstanceOf(Unreachable);
});

test("an edge that never answers is given up", async () => {
  const never = (_: string, init?: RequestInit) =>
    new Promise<Response>((_, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  await expect(createClient({ fetcher: never, timeout: 10 }).send("t", { text: "你好" })).rejects.toBeInstanceOf(Unreachable);
});

test("a file is fetched with the token and its id is escaped", async () => {
  const { client, calls } = clientThat(() => new Response("docx"));
  await client.file("tok", "a/../b");
  expect(calls[0]?.url).toBe("/api/chat/files/a%2F..%2Fb");
  expect(calls[0]?.init.headers).toEqual({ Authorization: "Bearer tok" });
});
