// The panel in a notebook: what `workshop.step` puts out calls this.

import { Stepper } from "./stepper.js";

/** Put the panel for `recording` in the place of what is in the element `id`. */
export function stepThrough(id, recording) {
  const place = document.getElementById(id);
  // A notebook may be shown where it is no more than a preview.
  if (!place) return;
  const host = document.createElement("div");
  place.replaceChildren(host);
  new Stepper(host).show(recording);
}
