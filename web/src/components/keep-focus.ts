/** Remembers the focus and the caret, to restore them later. */

/**
 * Remembers the focus. If it is in a popover, it remembers the popover's button instead: a popover closes when something else
 * takes the focus.
 * @returns puts the focus and the caret back, unless the focus has moved on to something else already
 */
export function keepFocus(): () => void {
  const owner = ownerOf(document.activeElement)
  const putCaretBack = keepCaret(owner)
  return () => {
    if (document.activeElement !== document.body || !(owner instanceof HTMLElement)) return
    owner.focus()
    putCaretBack()
  }
}

function ownerOf(focused: Element | null): Element | null {
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  const layer = focused?.closest('[data-layer]')
  return (layer && document.querySelector(`[aria-controls="${CSS.escape(layer.id)}"]`)) ?? focused
}

/** Chromium drops the caret of an element that loses the focus. */
function keepCaret(element: Element | null): () => void {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    const { selectionStart, selectionEnd } = element
    return () => {
      if (selectionStart !== null) element.setSelectionRange(selectionStart, selectionEnd)
    }
  }
  const selection = selectionAround(element)
  if (!selection || selection.rangeCount === 0) return () => {}
  // Not the range itself: it moves to the start of the text when an editor draws its text again.
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0)
  return () => {
    if (!(element instanceof HTMLElement) || !element.isContentEditable) return
    // An editor that has drawn its text again knows its caret itself.
    if (!element.contains(startContainer) || !element.contains(endContainer)) return
    selection.setBaseAndExtent(
      startContainer,
      Math.min(startOffset, lengthOf(startContainer)),
      endContainer,
      Math.min(endOffset, lengthOf(endContainer)),
    )
  }
}

/** In a shadow tree, such as that of the SQL editor, Chromium has a selection for the tree alone. */
function selectionAround(element: Element | null): Selection | null {
  const root = element?.getRootNode() as { getSelection?: () => Selection | null } | undefined
  return root?.getSelection?.() ?? getSelection()
}

const lengthOf = (node: Node) => (node instanceof Text ? node.length : node.childNodes.length)
