/** Prints one card and nothing else of the page. */
export function printOnly(card: HTMLElement): void {
  const row = card.closest(".message-row") ?? card;
  const root = document.documentElement;
  row.classList.add("printed");
  root.classList.add("printing-one");
  const done = () => {
    row.classList.remove("printed");
    root.classList.remove("printing-one");
  };
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}
