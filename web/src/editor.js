// An editor for a block of Python: CodeMirror, in the colours of the page.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

// Escape lets the next Tab leave the editor, for those who move by keyboard.
const LABEL = "Escape, then Tab, leaves the editor.";

/**
 * Put an editor into `parent`. Its lines are numbered where an error can name them. `run` is
 * called for Ctrl-Enter, `changed` for edits.
 */
export function edit({ parent, text, name, isPython, isNumbered, run, changed }) {
  const runKey = { key: "Mod-Enter", preventDefault: true, run: () => (run(), true) };
  const extensions = [
    keymap.of([runKey, indentWithTab, ...defaultKeymap, ...historyKeymap]),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    indentUnit.of("    "),
    syntaxHighlighting(classHighlighter),
    EditorView.contentAttributes.of({ "aria-label": `${name}. ${LABEL}` }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
  ];
  if (isPython) extensions.push(python());
  if (isNumbered) extensions.push(lineNumbers());
  const view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
  return {
    text: () => view.state.doc.toString(),
    replace: (insert) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } }),
  };
}

/** Put a text of Python into `parent`, to be read. */
export function show({ parent, text, name }) {
  const extensions = [
    python(),
    syntaxHighlighting(classHighlighter),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: "0", "aria-label": name }),
  ];
  new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
}
