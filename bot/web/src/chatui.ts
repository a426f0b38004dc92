/**
 * The pieces of @chatui/core that we use, in one place.
 *
 * Only these: its Message makes every message an assertive alert, its send button answers to the mouse alone, its
 * Composer clears the text before it is delivered, and its style sheet loads fonts from another host. We import the
 * ES modules one by one (the package's entry is one bundle of everything) and bring our own styles.
 */
export { Bubble } from "@chatui/core/es/components/Bubble";
export { Button } from "@chatui/core/es/components/Button";
export { Card } from "@chatui/core/es/components/Card";
export { Input } from "@chatui/core/es/components/Input";
export { Typing } from "@chatui/core/es/components/Typing";
