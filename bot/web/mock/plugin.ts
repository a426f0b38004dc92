/** Serves the pretended edge under /api inside Vite, in development and in the preview of a build, with the strict CSP. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { answer, file, openSession, readPhoto, type Reply } from "./edge.ts";

export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function mockEdge(): Plugin {
  return {
    name: "mock-edge",
    configureServer: (server) => void server.middlewares.use("/api/chat", handle),
    configurePreviewServer: (server) => {
      server.middlewares.use((_, response, next) => {
        response.setHeader("Content-Security-Policy", CSP);
        next();
      });
      server.middlewares.use("/api/chat", handle);
    },
  };
}

const handle: Connect.NextHandleFunction = (request, response) => {
  void replyTo(request).then((reply) => setTimeout(() => write(response, reply), reply.delay ?? 0));
};

async function replyTo(request: IncomingMessage): Promise<Reply> {
  const path = request.url ?? "";
  if (path.startsWith("/sessions")) return openSession();
  if (path.startsWith("/files/")) return file();
  if (path.startsWith("/uploads")) return bodyOf(request).then(readPhoto);
  return answer(JSON.parse(await bodyOf(request)));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function write(response: ServerResponse, { status, body, headers, drop }: Reply): void {
  if (drop) return void response.destroy();
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", ...headers }).end(text);
}
