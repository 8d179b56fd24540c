/** The HTML of a mail for a preview in a frame. */

/**
 * Without links, which would open in the frame, and without the style element, which the page's Content-Security-Policy
 * refuses: it only has the colors of the dark mode and the narrow margins of phones.
 */
export function previewHtml(html: string): string {
  // Before it is parsed: the policy would report the style element then, too.
  const mail = new DOMParser().parseFromString(html.replace(/<style>[^<]*<\/style>/g, ''), 'text/html')
  for (const scheme of mail.querySelectorAll('meta[name*="color-scheme"]')) scheme.remove()
  for (const link of mail.querySelectorAll('a[href]')) link.removeAttribute('href')
  return `<!doctype html>${mail.documentElement.outerHTML}`
}
