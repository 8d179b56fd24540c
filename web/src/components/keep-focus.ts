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
  const selection = getSelection()
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null
  return () => {
    if (!range || !(element instanceof HTMLElement) || !element.isContentEditable) return
    if (!element.contains(range.startContainer)) return
    selection!.removeAllRanges()
    selection!.addRange(range)
  }
}
