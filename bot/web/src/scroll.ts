/** Scrolling that keeps still for people who asked for less motion. */

const calm = () => window.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? true;

export const scrollToY = (top: number) => window.scrollTo({ top, behavior: calm() ? "auto" : "smooth" });

/** Brings the top of an element right below the header, or as near as the page goes. */
export function showFromTop(element: Element): void {
  const header = document.querySelector(".header");
  const covered = header && getComputedStyle(header).position === "sticky" ? header.getBoundingClientRect().height : 0;
  scrollToY(window.scrollY + element.getBoundingClientRect().top - covered - 12);
}

/** A finger, not a mouse: putting the focus in a text box would raise the keyboard over what is to be read. */
export const isTouch = () => window.matchMedia?.("(pointer: coarse)").matches ?? false;
