import react from "@vitejs/plugin-react";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";
import { mockEdge } from "./mock/plugin.ts";

export default defineConfig(({ mode }) => {
  // YIFAWEN_EDGE=http://127.0.0.1:8000 npm run dev talks to a real edge; without it a pretended one answers.
  const edge = loadEnv(mode, ".", "YIFAWEN_").YIFAWEN_EDGE;
  return {
    plugins: [react(), ...(edge ? [] : [mockEdge()])],
    server: edge ? { proxy: { "/api": edge } } : {},
    build: {
      // Cheap phones keep the browser they were sold with.
      target: ["chrome80", "safari13.1", "firefox78"],
      // The strict CSP of the edge allows files of its own, nothing inline and no data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // The kiosk is a page of its own: what it needs more is not loaded by the website.
      rollupOptions: { input: ["index.html", "kiosk.html"] },
    },
    test: {
      environment: "jsdom",
      include: ["tests/**/*.test.{ts,tsx}"],
      setupFiles: ["tests/setup.ts"],
      testTimeout: 20_000,
      restoreMocks: true,
      // One jsdom for all files: making one for each takes longer than the tests.
      isolate: false,
      pool: "threads",
      maxWorkers: 1,
      server: { deps: { inline: [/@chatui/] } },
    },
  };
});
