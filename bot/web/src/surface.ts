/** What the page runs on: a citizen's own device, or a machine that the next visitor uses in a minute. */
import { createContext, useContext } from "react";

export interface Surface {
  /** Nothing may be left behind: no downloads, no clipboard, no calls, a keyboard on the screen. */
  shared: boolean;
  /** Where photos of a decision come from, if they can be taken in at all. */
  photos: "camera" | "scanner" | null;
}

export const OWN_DEVICE: Surface = { shared: false, photos: "camera" };

const SurfaceContext = createContext<Surface>(OWN_DEVICE);

export const SurfaceProvider = SurfaceContext.Provider;

export const useSurface = () => useContext(SurfaceContext);
