/**
 * A notebook's document for visitors of its shared link. Only what the page shows is left: text, and live blocks with their
 * answers. IDs of persons, accounts and recordings are taken out.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'

/** Nodes of text, with the attributes that the page reads. */
const NODES: Record<string, readonly string[]> = {
  doc: [],
  paragraph: [],
  heading: ['level'],
  bulletList: [],
  orderedList: ['start'],
  listItem: [],
  codeBlock: [],
  blockquote: [],
  horizontalRule: [],
  hardBreak: [],
  table: [],
  tableRow: [],
  tableHeader: ['colspan', 'rowspan'],
  tableCell: ['colspan', 'rowspan'],
}
const MARKS = new Set(['bold', 'italic', 'code', 'strike', 'underline'])
const DEPTH_MAX = 100

/** A live block, in the order of the document. */
export interface LiveBlock {
  query: JsonObject
  title: string | null
}

/**
 * @param content a document
 * @returns the public document, in which the n-th live block is `{type: 'ph-query', attrs: {block: n}}`, and these blocks
 */
export function toSharedContent(content: JsonValue | null): { content: JsonObject | null; blocks: LiveBlock[] } {
  const blocks: LiveBlock[] = []
  const document = isJsonObject(content) && content.type === 'doc' ? toNode(content, blocks, 0) : null
  return { content: document, blocks }
}

function toNode(node: JsonObject, blocks: LiveBlock[], depth: number): JsonObject | null {
  const type = String(node.type)
  const attrs = isJsonObject(node.attrs) ? node.attrs : {}
  if (type === 'text')
    return typeof node.text === 'string' ? { type, text: node.text, marks: toMarks(node.marks) } : null
  if (type === 'ph-mention') return { type: 'text', text: `@${String(attrs.label ?? 'somebody')}`, marks: [] }
  if (type === 'ph-query' && isJsonObject(attrs.query)) {
    blocks.push({ query: attrs.query, title: typeof attrs.title === 'string' ? attrs.title : null })
    return { type, attrs: { block: blocks.length - 1 } }
  }
  const known = NODES[type]
  // Of blocks by other programs, the page shows only that there is something.
  if (!known || depth > DEPTH_MAX) return { type: 'hidden' }
  const children = Array.isArray(node.content) ? node.content : []
  return {
    type,
    attrs: Object.fromEntries(known.flatMap((name) => (typeof attrs[name] === 'number' ? [[name, attrs[name]]] : []))),
    content: children
      .map((child) => (isJsonObject(child) ? toNode(child, blocks, depth + 1) : null))
      .filter((child) => child !== null),
  }
}

function toMarks(marks: JsonValue | undefined): JsonObject[] {
  if (!Array.isArray(marks)) return []
  return marks.flatMap((mark) => {
    if (!isJsonObject(mark)) return []
    const type = String(mark.type)
    if (MARKS.has(type)) return [{ type }]
    const href = type === 'link' && isJsonObject(mark.attrs) ? publicAddress(mark.attrs.href) : null
    return href ? [{ type, attrs: { href } }] : []
  })
}

/** An address on another site, or a mail address. One within the product would tell IDs, and script must not run. */
function publicAddress(href: JsonValue | undefined): string | null {
  return typeof href === 'string' && /^(https?:\/\/|mailto:)/i.test(href) ? href : null
}
