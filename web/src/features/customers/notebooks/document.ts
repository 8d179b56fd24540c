/**
 * Converts documents between the API and the editor. The editor drops what its schema does not know, and other clients
 * write nodes, marks and attributes of their own: these are wrapped on the way in, and unwrapped unchanged on the way out.
 */

export interface Node {
  type: string
  attrs?: Record<string, unknown>
  content?: Node[]
  marks?: Mark[]
  text?: string
}
export interface Mark {
  type: string
  attrs?: Record<string, unknown>
}

/** Nodes of the editor, with the attributes that it keeps. */
const NODES: Record<string, readonly string[]> = {
  doc: [],
  paragraph: [],
  heading: ['level'],
  bulletList: [],
  orderedList: ['start', 'type'],
  listItem: [],
  codeBlock: ['language'],
  blockquote: [],
  horizontalRule: [],
  hardBreak: [],
  text: [],
  table: [],
  tableRow: [],
  tableHeader: ['colspan', 'rowspan', 'colwidth'],
  tableCell: ['colspan', 'rowspan', 'colwidth'],
}
const MARKS = new Set(['bold', 'italic', 'code', 'strike', 'underline', 'link'])
/** Blocks that the editor renders live; it keeps all their attributes in one. */
const ALIVE: Record<string, string> = { 'ph-query': 'phQuery', 'ph-mention': 'phMention' }
const ALIVE_BACK = Object.fromEntries(Object.entries(ALIVE).map(([outer, inner]) => [inner, outer]))
const WITH_TEXT = new Set(['paragraph', 'heading'])

export const isDocument = (content: unknown): content is Node =>
  typeof content === 'object' &&
  content !== null &&
  (content as Node).type === 'doc' &&
  ((content as Node).content === undefined || Array.isArray((content as Node).content))

const EMPTY: Node = { type: 'doc', content: [{ type: 'paragraph' }] }

/** Converts a document of the API for the editor. */
export function toEditor(content: unknown): Node {
  if (!isDocument(content)) return EMPTY
  const doc = inward(content, null)
  return doc.content?.length ? doc : EMPTY
}

function inward(node: Node, parent: string | null): Node {
  if (ALIVE[node.type]) return { type: ALIVE[node.type]!, attrs: { data: node.attrs ?? {} } }
  const known = NODES[node.type]
  if (!known || typeof node !== 'object')
    return { type: parent !== null && WITH_TEXT.has(parent) ? 'opaqueInline' : 'opaqueBlock', attrs: { data: node } }
  const { attrs = {}, content, marks, ...rest } = node
  const extra = Object.fromEntries(Object.entries(attrs ?? {}).filter(([name]) => !known.includes(name)))
  const own = Object.fromEntries(Object.entries(attrs ?? {}).filter(([name]) => known.includes(name)))
  const kept = { ...own, ...(Object.keys(extra).length > 0 && { extra }) }
  return {
    ...rest,
    ...(Object.keys(kept).length > 0 && { attrs: kept }),
    ...(Array.isArray(content) && {
      // The editor refuses empty text nodes.
      content: content
        .filter((child) => typeof child === 'object' && child !== null && !(child.type === 'text' && !child.text))
        .map((child) => inward(child, node.type)),
    }),
    ...(Array.isArray(marks) && {
      marks: marks.map((mark) => (MARKS.has(mark.type) ? mark : { type: 'opaqueMark', attrs: { data: mark } })),
    }),
  }
}

/** Converts a document of the editor for the API. */
export function fromEditor(node: Node): Node {
  const { attrs = {}, content, marks, ...rest } = node
  if (ALIVE_BACK[node.type]) return { type: ALIVE_BACK[node.type]!, attrs: attrs.data as Record<string, unknown> }
  if (node.type === 'opaqueBlock' || node.type === 'opaqueInline') return attrs.data as Node
  const { extra, ...own } = attrs
  const kept = Object.fromEntries(
    Object.entries({ ...own, ...(extra as object | null) }).filter(
      ([, value]) => value !== null && value !== undefined,
    ),
  )
  return {
    ...rest,
    ...(Object.keys(kept).length > 0 && { attrs: kept }),
    ...(content && { content: content.map(fromEditor) }),
    ...(marks && {
      marks: marks.map((mark) => (mark.type === 'opaqueMark' ? (mark.attrs?.data as Mark) : mark)),
    }),
  }
}
