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
createRoot(root).render(
  <StrictMode>
    <App client={createClient()} />
  </StrictMode>,
);
