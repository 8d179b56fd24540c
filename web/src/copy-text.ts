/** Puts text on the clipboard. */

/**
 * Call it from a click or a key press; browsers refuse otherwise.
 * @returns whether the text is on the clipboard now; a browser may refuse
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // `navigator.clipboard` does not exist on pages over plain HTTP, and it rejects when permission was denied.
    return copyByEvent(text)
  }
}

/** The older way. It fills the event instead of selecting a hidden field, which cannot be focused behind a dialog. */
function copyByEvent(text: string): boolean {
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
  }
  document.addEventListener('copy', fill)
  try {
    return document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', fill)
  }
}
