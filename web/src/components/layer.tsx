/** What everything that opens over the page has in common: dialogs, drawers, popovers and menus. */
import { useEffect } from 'react'

/** Properties of the content of a Radix layer. What takes the focus also ends with `AtEnd`. */
export const LAYER = {
  'data-layer': true,
  // Escape that closes it is for nothing else.
  onEscapeKeyDown: (event: Event) => event.stopPropagation(),
  // Radix gives the focus back a moment later, and what is typed until then would be lost. `AtEnd` does it at once.
  onCloseAutoFocus: (event: Event) => event.preventDefault(),
}

/**
 * Gives the focus back when the layer is gone. Effects of what is around it end first, so nothing holds the focus in the layer.
 * @param giveBack stays the same function as long as the layer is open
 */
export function AtEnd({ giveBack }: { giveBack: () => void }) {
  useEffect(() => giveBack, [giveBack])
  return null
}
