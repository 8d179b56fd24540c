/** Fills the screen with an element, or ends that. Browsers may refuse, for example in an embedded page. */
export function toggleFullScreen(element: HTMLElement | null): void {
  const change = document.fullscreenElement ? document.exitFullscreen() : element?.requestFullscreen?.()
  change?.catch(() => {})
}
