import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

// jsdom lays nothing out: scrolling and media queries are answered here.
window.scrollTo = () => undefined;
window.matchMedia = (query: string) => ({ matches: query.includes("reduced-motion"), media: query }) as MediaQueryList;

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
