// What runs in the frame of a program's page, and nothing else does: it tells the page around
// it what was clicked and sent.

/** Runs in the frame, from its text: it knows nothing but what is in it. */
export function tellClicks(fragment) {
  const tell = (asked) => parent.postMessage(asked, "*");

  const goTo = (id) => {
    const place = document.getElementById(decodeURIComponent(id));
    // Not `scrollIntoView`, which would move the page around the frame as well.
    scrollBy(0, (place ?? document.documentElement).getBoundingClientRect().top);
    place?.focus({ preventScroll: true });
  };

  const follow = (event) => {
    const link = event.target.closest("a, area");
    const address = link?.getAttribute("href") ?? link?.getAttribute("xlink:href") ?? null;
    if (address === null) return;
    event.preventDefault();
    if (event.type === "auxclick") return;
    if (address.startsWith("#")) goTo(address.slice(1));
    else tell({ url: address });
  };

  // As a browser sends it.
  const line = (text) => text.replace(/\r\n?|\n/g, "\r\n");

  const field = async ([name, value], multipart) => {
    if (typeof value === "string") return [line(name), line(value)];
    if (!multipart) return [line(name), value.name];
    const content = new Uint8Array(await value.arrayBuffer());
    return [line(name), { filename: value.name, content_type: value.type, content }];
  };

  const send = async (event) => {
    event.preventDefault();
    const { target: form, submitter } = event;
    const said = (name) => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? "";
    const url = said("action");
    const posts = said("method").toLowerCase() === "post";
    const multipart = posts && said("enctype").toLowerCase() === "multipart/form-data";
    const data = [...new FormData(form, submitter)];
    const fields = await Promise.all(data.map((each) => field(each, multipart)));
    if (posts) tell({ url, fields, multipart });
    else tell({ url: `${url.split(/[?#]/)[0]}?${new URLSearchParams(fields)}` });
  };

  addEventListener("click", follow);
  addEventListener("auxclick", follow);
  addEventListener("submit", send);
  if (fragment) addEventListener("DOMContentLoaded", () => goTo(fragment));
}
