/** The page of an export, for whoever has its link: the picture, or the name of the file, with a link to it. */
import type { ExportedAsset } from './store.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const toText = (text: string) => text.replace(/[&<>"']/g, (each) => ENTITIES[each]!)

/**
 * @param title of what was exported
 * @param picture its bytes, if it is one
 * @param file address of the file; null if the link opens the page only
 */
export function exporterPage(
  { fileName, exception }: ExportedAsset,
  { title, picture, file }: { title: string; picture: Buffer | null; file: string | null },
): string {
  const shown = picture
    ? `<img src="data:image/png;base64,${picture.toString('base64')}" alt="${toText(title)}" style="max-width:100%;height:auto"/>`
    : `<p>${toText(exception ?? fileName)}</p>`
  const link =
    file && exception === null ? `<p><a href="${toText(file)}" download>Download ${toText(fileName)}</a></p>` : ''
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width,initial-scale=1"/>
<meta name="robots" content="noindex"/><title>${toText(title)}</title></head>
<body style="margin:1rem;font-family:sans-serif"><h1 style="font-size:1.25rem">${toText(title)}</h1>${shown}${link}</body></html>`
}
