/** Prints a document of ours, which comes as an HTML article without scripts or styles. */
import { printOnly } from "./print";

export function printPaper(html: string): void {
  const article = new DOMParser().parseFromString(html, "text/html").querySelector("article");
  if (!article) throw new Error("no article");
  // Some browsers never tell that they are done.
  for (const old of document.querySelectorAll("body > .paper")) old.remove();
  const paper = document.body.appendChild(document.importNode(article, true));
  window.addEventListener("afterprint", () => paper.remove(), { once: true });
  printOnly(paper);
}
