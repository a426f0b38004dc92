import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { createClient } from "./client";
import "./styles/base.css";
import "./styles/chat.css";
import "./styles/cards.css";
import "./styles/fields.css";
import "./styles/print.css";
import "./styles/paper.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
// In a frame of another page (embed.js), Escape goes to the page that shows us: keys pressed here do not reach it.
if (window.parent !== window)
  document.addEventListener("keydown", (event) => {
    const own = event.target instanceof Element && event.target.closest("[role=alertdialog]");
    if (event.key === "Escape" && !event.isComposing && !own) window.parent.postMessage("yifawen:close", "*");
  });
createRoot(root).render(
  <StrictMode>
    <App client={createClient()} />
  </StrictMode>,
);
