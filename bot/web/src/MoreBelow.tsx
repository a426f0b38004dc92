/** A button that says there is more to read below, for people who do not think of scrolling. */
import { useEffect, useState } from "react";
import { scrollToY } from "./scroll";

const SLACK_PX = 120;

export function MoreBelow() {
  const [more, setMore] = useState(false);
  useEffect(() => {
    const look = () => {
      const { scrollHeight } = document.documentElement;
      setMore(scrollHeight - window.scrollY - window.innerHeight > SLACK_PX);
    };
    const sizes = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(look);
    sizes?.observe(document.body);
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      sizes?.disconnect();
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, []);
  if (!more) return null;
  return (
    // Not a stop for the keyboard, which scrolls by itself.
    <button type="button" tabIndex={-1} className="more-below" onClick={() => scrollToY(window.scrollY + window.innerHeight * 0.7)}>
      <span aria-hidden="true">↓ </span>下面还有
    </button>
  );
}
