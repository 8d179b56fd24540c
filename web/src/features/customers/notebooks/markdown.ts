/**
 * Documents of notebooks as Markdown (CommonMark with tables and strikethrough), and back. Loaded when the user exports or inserts Markdown. The API has a simpler dialect, which other programs rely on.
 */
import type { BlockContent, List, PhrasingContent, RootContent, Table } from 'mdast'
import { fromMarkdown as parse } from 'mdast-util-from-markdown'
import { gfmStrikethroughFromMarkdown, gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough'
import { gfmTableFromMarkdown, gfmTableToMarkdown } from 'mdast-util-gfm-table'
import { toMarkdown as print } from 'mdast-util-to-markdown'
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough'
import { gfmTable } from 'micromark-extension-gfm-table'
import { isDocument, type Mark, type Node } from './document'

/** Marks that go around text, the outermost first, with their names in Markdown. Others are left out. */
const AROUND = { link: 'link', bold: 'strong', italic: 'emphasis', strike: 'delete' } as const
type Around = keyof typeof AROUND
const AROUND_NAMES = Object.keys(AROUND) as Around[]
/** What mentions lead to, by their type. */
const MENTIONED: Record<string, string> = { person: 'persons', account: 'accounts' }
const HEADING_LEVEL_MAX = 6

/** A document as Markdown. Blocks that Markdown cannot express, such as live queries, are left out. */
export function toMarkdown(document: unknown): string {
  if (!isDocument(document)) return ''
  const [only] = document.content ?? []
  if (document.content?.length === 1 && only?.type === 'ph-markdown-notebook') return String(only.attrs?.markdown ?? '')
  return print(
    { type: 'root', children: blocksOf(document) },
    {
      bullet: '-',
      rule: '-',
      extensions: [gfmTableToMarkdown({ tablePipeAlign: false }), gfmStrikethroughToMarkdown()],
    },
  )
}

const blocksOf = (node: Node) => (node.content ?? []).flatMap(blockOf)

function blockOf(node: Node): BlockContent[] {
  const { attrs = {} } = node
  switch (node.type) {
    case 'heading': {
      const depth = Math.min(HEADING_LEVEL_MAX, Math.max(1, Number(attrs.level) || 1)) as 1 | 2 | 3 | 4 | 5 | 6
      return [{ type: 'heading', depth, children: phrasesOf(node) }]
    }
    case 'codeBlock':
      return [{ type: 'code', lang: attrs.language ? String(attrs.language) : null, value: plainText(node) }]
    case 'bulletList':
      return [listOf(node, null)]
    case 'orderedList':
      return [listOf(node, Number(attrs.start ?? 1))]
    case 'blockquote':
      return [{ type: 'blockquote', children: blocksOf(node) }]
    case 'horizontalRule':
      return [{ type: 'thematicBreak' }]
    case 'table':
      return [tableOf(node)]
    default: {
      const children = phrasesOf(node)
      return children.length > 0 ? [{ type: 'paragraph', children }] : []
    }
  }
}

/** @param start the first number, null without numbers */
const listOf = (node: Node, start: number | null): List => ({
  type: 'list',
  ordered: start !== null,
  start,
  spread: false,
  children: (node.content ?? []).map((item) => ({ type: 'listItem', spread: false, children: blocksOf(item) })),
})

const tableOf = (node: Node): Table => ({
  type: 'table',
  children: (node.content ?? []).map((row) => ({
    type: 'tableRow',
    children: (row.content ?? []).map((cell) => ({
      type: 'tableCell',
      // A table cell in Markdown is one line.
      children: (cell.content ?? []).flatMap((block, index) => [
        ...(index > 0 ? [{ type: 'text', value: ' ' } as const] : []),
        ...phrasesOf(block).map((phrase) =>
          phrase.type === 'break' ? ({ type: 'text', value: ' ' } as const) : phrase,
        ),
      ]),
    })),
  })),
})

const plainText = (node: Node): string => node.text ?? (node.content ?? []).map(plainText).join('')

const phrasesOf = (node: Node): PhrasingContent[] =>
  wrapped((node.content ?? []).map((child) => ({ child, marks: child.marks ?? [] })))

/** An inline node, with the marks that still have to be wrapped around it. */
interface Part {
  child: Node
  marks: readonly Mark[]
}

/** Wraps neighbors that share a mark together. */
function wrapped(parts: readonly Part[]): PhrasingContent[] {
  const phrases: PhrasingContent[] = []
  for (let at = 0; at < parts.length; ) {
    const part = parts[at]!
    const name = AROUND_NAMES.find((each) => part.marks.some(({ type }) => type === each))
    if (!name) {
      const last = phrases.at(-1)
      for (const phrase of phraseOf(part)) {
        // Merge adjacent code, or its backticks would touch.
        if (phrase.type === 'inlineCode' && last?.type === 'inlineCode') last.value += phrase.value
        else phrases.push(phrase)
      }
      at++
      continue
    }
    const mark = part.marks.find(({ type }) => type === name)!
    const has = (each: Part) => each.marks.some((other) => isSame(mark, other))
    let end = at + 1
    while (end < parts.length && has(parts[end]!)) end++
    const inner = parts
      .slice(at, end)
      .map(({ child, marks }) => ({ child, marks: marks.filter((each) => !isSame(mark, each)) }))
    const children = wrapped(inner)
    if (children.length > 0)
      phrases.push(
        name === 'link'
          ? ({ type: 'link', url: String(mark.attrs?.href ?? ''), children } as PhrasingContent)
          : ({ type: AROUND[name], children } as PhrasingContent),
      )
    at = end
  }
  return phrases
}

const isSame = (one: Mark, other: Mark) => one.type === other.type && one.attrs?.href === other.attrs?.href

function phraseOf({ child, marks }: Part): PhrasingContent[] {
  if (child.type === 'hardBreak') return [{ type: 'break' }]
  if (child.type === 'ph-mention') return [mention(child.attrs ?? {})]
  if (!child.text) return []
  if (marks.some(({ type }) => type === 'code')) return [{ type: 'inlineCode', value: child.text }]
  return [{ type: 'text', value: child.text.replaceAll('\n', ' ') }]
}

function mention({ type, id, label }: Record<string, unknown>): PhrasingContent {
  const text = { type: 'text', value: `@${String(label ?? id)}` } as const
  const page = MENTIONED[String(type)]
  return page ? { type: 'link', url: `/${page}/${encodeURIComponent(String(id))}`, children: [text] } : text
}

/** Markdown as a document of the API. HTML stays text. */
export function fromMarkdown(markdown: string): Node {
  const { children } = parse(markdown, {
    extensions: [gfmTable(), gfmStrikethrough()],
    mdastExtensions: [gfmTableFromMarkdown(), gfmStrikethroughFromMarkdown()],
  })
  const links = new Map(
    children.flatMap((each) => (each.type === 'definition' ? [[each.identifier, each.url] as const] : [])),
  )
  return { type: 'doc', content: orParagraph(nodesOf(children, links)) }
}

/** URLs by the names of link references. */
type Links = ReadonlyMap<string, string>

const orParagraph = (nodes: Node[]): Node[] => (nodes.length > 0 ? nodes : [{ type: 'paragraph' }])

const withContent = (node: Node, content: Node[]): Node => (content.length > 0 ? { ...node, content } : node)

function nodesOf(blocks: readonly RootContent[], links: Links): Node[] {
  return blocks.flatMap((block): Node[] => {
    switch (block.type) {
      case 'paragraph':
        return [withContent({ type: 'paragraph' }, textsOf(block.children, links))]
      case 'heading':
        return [withContent({ type: 'heading', attrs: { level: block.depth } }, textsOf(block.children, links))]
      case 'code':
        return [
          withContent(
            { type: 'codeBlock', ...(block.lang && { attrs: { language: block.lang } }) },
            block.value === '' ? [] : [{ type: 'text', text: block.value }],
          ),
        ]
      case 'list':
        return [listNode(block, links)]
      case 'blockquote':
        return [{ type: 'blockquote', content: orParagraph(nodesOf(block.children, links)) }]
      case 'thematicBreak':
        return [{ type: 'horizontalRule' }]
      case 'table':
        return [tableNode(block, links)]
      case 'html':
        return [{ type: 'paragraph', content: [{ type: 'text', text: block.value }] }]
      default:
        return []
    }
  })
}

function listNode(list: List, links: Links): Node {
  const content = list.children.map((item): Node => {
    const inner = nodesOf(item.children, links)
    // The editor requires a paragraph first.
    return { type: 'listItem', content: inner[0]?.type === 'paragraph' ? inner : [{ type: 'paragraph' }, ...inner] }
  })
  if (!list.ordered) return { type: 'bulletList', content }
  const start = list.start ?? 1
  return { type: 'orderedList', ...(start !== 1 && { attrs: { start } }), content }
}

const tableNode = (table: Table, links: Links): Node => ({
  type: 'table',
  content: table.children.map((row, index) => ({
    type: 'tableRow',
    content: row.children.map((cell) => ({
      type: index === 0 ? 'tableHeader' : 'tableCell',
      content: [withContent({ type: 'paragraph' }, textsOf(cell.children, links))],
    })),
  })),
})

function textsOf(phrases: readonly PhrasingContent[], links: Links, marks: readonly Mark[] = []): Node[] {
  const text = (value: string, own: readonly Mark[] = marks): Node[] =>
    value === '' ? [] : [{ type: 'text', text: value, ...(own.length > 0 && { marks: [...own] }) }]
  const link = (url: string): Mark[] => [...marks, { type: 'link', attrs: { href: url } }]
  return phrases.flatMap((phrase): Node[] => {
    switch (phrase.type) {
      case 'text':
        return text(phrase.value.replaceAll('\n', ' '))
      case 'html':
        return text(phrase.value)
      // The editor allows no other mark on code.
      case 'inlineCode':
        return text(phrase.value, [{ type: 'code' }])
      case 'break':
        return [{ type: 'hardBreak' }]
      case 'strong':
        return textsOf(phrase.children, links, [...marks, { type: 'bold' }])
      case 'emphasis':
        return textsOf(phrase.children, links, [...marks, { type: 'italic' }])
      case 'delete':
        return textsOf(phrase.children, links, [...marks, { type: 'strike' }])
      case 'link':
        return textsOf(phrase.children, links, link(phrase.url))
      case 'linkReference':
        return textsOf(phrase.children, links, link(links.get(phrase.identifier) ?? ''))
      case 'image':
        return text(phrase.alt || phrase.url, link(phrase.url))
      case 'imageReference':
        return text(phrase.alt || phrase.identifier, link(links.get(phrase.identifier) ?? ''))
      default:
        return []
    }
  })
}
