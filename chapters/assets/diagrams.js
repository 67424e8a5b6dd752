// Draws the diagrams of a page, with the Mermaid that is served with the book. A page
// without diagrams does not load it. Without Mermaid a diagram is shown as its source.

const figures = [...document.querySelectorAll("pre.diagram")].map((source) => {
  const figure = document.createElement("figure");
  figure.className = "diagram";
  source.replaceWith(figure);
  source.className = "";
  figure.append(source);
  return figure;
});

function load(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(path, import.meta.url);
    script.onload = resolve;
    script.onerror = () => reject(`${path} is missing: diagrams are shown as text.`);
    document.head.append(script);
  });
}

let started = null;

/** Load Mermaid when the first diagram comes near: it is larger than all the rest. */
function start(figure) {
  started ??= load("built/mermaid.js").then(async () => {
    const { fontFamily } = getComputedStyle(figure.querySelector("code"));
    // Mermaid measures the text, so the font, if there is one, comes first.
    await Promise.allSettled([document.fonts.load(`1em ${fontFamily}`)]);
    mermaid.initialize({
      startOnLoad: false,
      theme: "base",
      fontFamily,
      themeVariables: { fontSize: "13px" },
      flowchart: { useMaxWidth: false, wrappingWidth: 400 },
    });
  });
  return started;
}

/** Put the drawing in the place of its source. */
async function draw(figure) {
  await start(figure);
  const id = `diagram-${figures.indexOf(figure)}`;
  const { svg } = await mermaid.render(id, figure.textContent);
  figure.innerHTML = svg;
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      draw(target).catch(console.warn);
    }
  },
  { rootMargin: "1000px" },
);
for (const figure of figures) observer.observe(figure);
