// Draws the diagrams of a page, with the Mermaid that is served with the book. A page
// without diagrams does not load it. Without Mermaid a diagram is shown as its source.

const diagrams = [...document.querySelectorAll("pre.diagram")];

function load(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(path, import.meta.url);
    script.onload = resolve;
    script.onerror = () => reject(`${path} is missing: diagrams are shown as text.`);
    document.head.append(script);
  });
}

async function draw() {
  const { fontFamily } = getComputedStyle(diagrams[0].querySelector("code"));
  // Mermaid measures the text, so the font, if there is one, comes first.
  await Promise.allSettled([document.fonts.load(`1em ${fontFamily}`)]);
  mermaid.initialize({
    startOnLoad: false,
    theme: "base",
    fontFamily,
    themeVariables: { fontSize: "13px" },
    flowchart: { useMaxWidth: false, wrappingWidth: 400 },
  });
  for (const [number, source] of diagrams.entries()) {
    const { svg } = await mermaid.render(`diagram-${number}`, source.textContent);
    const figure = document.createElement("figure");
    figure.className = "diagram";
    figure.innerHTML = svg;
    source.replaceWith(figure);
  }
}

if (diagrams.length) {
  load("built/mermaid.js").then(draw).catch(console.warn);
}
