// The editor, to read only: it shows a text and marks a line of it.

import { python } from "@codemirror/lang-python";
import { syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

// How often it is looked whether a line is where it should be.
const LOOKS = 10;

const mark = StateEffect.define();
const marked = StateField.define({
  create: () => Decoration.none,
  update(lines, { effects, state }) {
    for (const effect of effects) {
      if (effect.is(mark)) lines = decoration(state.doc, effect.value);
    }
    return lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decoration(doc, line) {
  if (line < 1 || line > doc.lines) return Decoration.none;
  return Decoration.set([Decoration.line({ class: "current" }).range(doc.line(line).from)]);
}

/** Put a view into `parent`, which is in the shadow root or the document `root`. */
export function viewer(parent, root) {
  const extensions = [
    lineNumbers(),
    EditorView.lineWrapping,
    marked,
    python(),
    syntaxHighlighting(classHighlighter),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: "0", "aria-label": "Source" }),
  ];
  const view = new EditorView({ parent, root, state: EditorState.create({ extensions }) });
  let wanted = null;
  // How high lines are is known only of those that were shown: each look may show more.
  const settle = (place, looks) => {
    if (place !== wanted) return;
    bringInto(view, place.from);
    if (looks) requestAnimationFrame(() => settle(place, looks - 1));
  };
  return {
    show(text, line) {
      const { doc } = view.state;
      if (doc.toString() !== text) {
        view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
      }
      const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
      view.dispatch({ effects: mark.of(line) });
      wanted = at;
      settle(at, LOOKS);
    },
  };
}

/** Scroll to a place. The editor's own way would scroll the page as well. */
function bringInto(view, place) {
  const { scrollDOM } = view;
  const { top, height } = view.lineBlockAt(place);
  const [above, below] = [scrollDOM.scrollTop, scrollDOM.scrollTop + scrollDOM.clientHeight];
  if (top < above + height || top + 3 * height > below) {
    scrollDOM.scrollTop = top - scrollDOM.clientHeight / 2;
  }
}
