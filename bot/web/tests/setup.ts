import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 5000 });

// jsdom lays nothing out: scrolling and media queries are answered here.
window.scrollTo = () => undefined;
window.matchMedia = (query: string) => ({ matches: query.includes("reduced-motion"), media: query }) as MediaQueryList;

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
