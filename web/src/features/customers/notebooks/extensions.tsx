/** The schema of the notebook editor: text, lists, code, tables, links, and live blocks. */
import { Link } from '@tanstack/react-router'
import { Extension, Mark, Node } from '@tiptap/core'
import { TableKit } from '@tiptap/extension-table'
import { type NodeViewProps, NodeViewWrapper, ReactNodeViewRenderer } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { QueryBlock } from './query-block'

const data = { data: { default: {}, rendered: false } }

/** Keeps attributes that the editor does not know, on every node. */
const Extra = Extension.create({
  name: 'extra',
  addGlobalAttributes() {
    return [
      {
        types: [
          'paragraph',
          'heading',
          'bulletList',
          'orderedList',
          'listItem',
          'codeBlock',
          'blockquote',
          'horizontalRule',
          'hardBreak',
          'table',
          'tableRow',
          'tableHeader',
          'tableCell',
        ],
        attributes: { extra: { default: null, rendered: false } },
      },
    ]
  },
})

const Query = Node.create({
  name: 'phQuery',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => data,
  parseHTML: () => [],
  renderHTML: () => ['div', { 'data-block': 'query' }],
  renderText: () => '',
  addNodeView: () => ReactNodeViewRenderer(QueryBlock, { stopEvent: () => true }),
})

interface Mentioned {
  type?: 'person' | 'account'
  id: string | number
  label?: string
}

function MentionView({ node }: NodeViewProps) {
  const { type, id, label } = node.attrs.data as Mentioned
  const text = `@${label ?? id}`
  const look = 'rounded bg-accent-soft px-1'
  return (
    <NodeViewWrapper as="span" contentEditable={false}>
      {type === 'person' ? (
        <Link to="/persons/$id" params={{ id: String(id) }} className={look}>
          {text}
        </Link>
      ) : type === 'account' ? (
        <Link to="/accounts/$id" params={{ id: String(id) }} className={look}>
          {text}
        </Link>
      ) : (
        <span className={look}>{text}</span>
      )}
    </NodeViewWrapper>
  )
}

const Mention = Node.create({
  name: 'phMention',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => data,
  parseHTML: () => [],
  renderHTML: ({ node }) => [
    'span',
    {},
    `@${(node.attrs.data as Mentioned).label ?? (node.attrs.data as Mentioned).id}`,
  ],
  renderText: ({ node }) => `@${(node.attrs.data as Mentioned).label ?? (node.attrs.data as Mentioned).id}`,
  addNodeView: () => ReactNodeViewRenderer(MentionView),
})

/** A node of another client: shown as a placeholder, and kept unchanged. */
function OpaqueView({ node }: NodeViewProps) {
  const inner = node.attrs.data as { type?: string }
  const isInline = node.type.name === 'opaqueInline'
  return (
    <NodeViewWrapper
      as={isInline ? 'span' : 'div'}
      contentEditable={false}
      className={`rounded border border-dashed border-line-strong text-[13px] text-muted ${isInline ? 'px-1' : 'px-3 py-2'}`}
    >
      {String(inner?.type ?? 'unknown').replace(/^ph-/, '')}
    </NodeViewWrapper>
  )
}
const opaque = (name: string, isInline: boolean) =>
  Node.create({
    name,
    group: isInline ? 'inline' : 'block',
    inline: isInline,
    atom: true,
    addAttributes: () => data,
    parseHTML: () => [],
    renderHTML: () => [isInline ? 'span' : 'div', {}],
    renderText: () => '',
    addNodeView: () => ReactNodeViewRenderer(OpaqueView),
  })
const OpaqueMark = Mark.create({
  name: 'opaqueMark',
  excludes: '',
  addAttributes: () => data,
  parseHTML: () => [],
  renderHTML: () => ['span', 0],
})

export const EXTENSIONS = [
  StarterKit.configure({ link: { openOnClick: false, defaultProtocol: 'https' } }),
  TableKit.configure({ table: { resizable: false } }),
  Extra,
  Query,
  Mention,
  opaque('opaqueBlock', false),
  opaque('opaqueInline', true),
  OpaqueMark,
]
