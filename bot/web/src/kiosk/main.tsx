import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createClient } from "../client";
import { SurfaceProvider } from "../surface";
import "../styles/base.css";
import "../styles/chat.css";
import "../styles/cards.css";
import "../styles/fields.css";
import "../styles/print.css";
import "../styles/paper.css";
import "../styles/kiosk.css";
import { Kiosk } from "./Kiosk";

const root = document.getElementById("root");
if (!root) throw new Error("kiosk.html has no #root");

const scanner = new URLSearchParams(window.location.search).has("scanner");
const surface = { shared: true, photos: scanner ? ("scanner" as const) : null };

// A long press must not open the browser's own menu (save, print, look at the source).
document.addEventListener("contextmenu", (event) => event.preventDefault());
// A page that the browser kept for "back" is another visitor's.
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());

createRoot(root).render(
  <StrictMode>
    <SurfaceProvider value={surface}>
      <Kiosk client={createClient({ channel: "kiosk" })} />
    </SurfaceProvider>
  </StrictMode>,
);
