// Has the service worker keep the book for reading without a network.

const WORKER = new URL("../../sw.js", import.meta.url);

/** Let a new build take over. It does when this is the only page that is open. */
function takeOver(waiting) {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), {
    once: true,
  });
  waiting.postMessage("take over");
}

/** `isBusy()` tells whether a reload would take away what the reader has in front. */
export async function keepOffline(isBusy) {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register(WORKER).catch(() => null);
  if (!registration) return;
  const renew = () => {
    if (registration.waiting && navigator.serviceWorker.controller && !isBusy()) {
      takeOver(registration.waiting);
    }
  };
  renew();
  registration.addEventListener("updatefound", () =>
    registration.installing.addEventListener("statechange", renew),
  );
  const { active } = await navigator.serviceWorker.ready;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    document.documentElement.dataset.offline = data;
  });
  // What it takes to run is large: not for those who pay for each megabyte.
  if (!navigator.connection?.saveData) active.postMessage("keep all");
}
