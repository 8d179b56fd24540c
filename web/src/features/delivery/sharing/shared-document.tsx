/** A notebook's document to read. Everything in it is text for React, so nothing in it can run. */
import { Fragment, type ReactNode } from 'react'

export interface DocumentNode {
  type: string
  text?: string
  attrs?: Record<string, number>
  marks?: { type: string; attrs?: { href?: string } }[]
  content?: DocumentNode[]
}

interface Props {
  document: DocumentNode
  /** A live block, by its number. */
  block: (index: number) => ReactNode
}

export function SharedDocument({ document, block }: Props) {
  return <div className="notebook">{childrenOf(document, block)}</div>
}

/** Nodes whose children are part of a line of text. */
const WITH_TEXT = new Set(['paragraph', 'heading', 'codeBlock'])
const COLUMN_REM_MIN = 5

function childrenOf({ type, content = [] }: DocumentNode, block: Props['block']): ReactNode {
  // The document does not change while it is read, so positions are keys.
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  return content.map((child, index) => <Fragment key={index}>{toElement(child, block, WITH_TEXT.has(type))}</Fragment>)
}

function toElement(node: DocumentNode, block: Props['block'], isInline: boolean): ReactNode {
  const inner = () => childrenOf(node, block)
  const { attrs = {} } = node
  switch (node.type) {
    case 'text':
      return withMarks(node)
    case 'paragraph':
      return <p>{inner()}</p>
    case 'heading':
      return <Heading level={attrs.level ?? 1}>{inner()}</Heading>
    case 'bulletList':
      return <ul>{inner()}</ul>
    case 'orderedList':
      return <ol start={attrs.start}>{inner()}</ol>
    case 'listItem':
      return <li>{inner()}</li>
    case 'blockquote':
      return <blockquote>{inner()}</blockquote>
    case 'codeBlock':
      return (
        // tabIndex: a region that scrolls has to be reachable by keyboard.
        <pre tabIndex={0} role="region" aria-label="Code">
          <code>{inner()}</code>
        </pre>
      )
    case 'horizontalRule':
      return <hr />
    case 'hardBreak':
      return <br />
    case 'table':
      return (
        // tabIndex: as above.
        <section aria-label="Table" tabIndex={0} className="overflow-x-auto">
          <table style={{ minWidth: `${columnsOf(node) * COLUMN_REM_MIN}rem` }}>
            <tbody>{inner()}</tbody>
          </table>
        </section>
      )
    case 'tableRow':
      return <tr>{inner()}</tr>
    case 'tableHeader':
      return (
        <th colSpan={attrs.colspan} rowSpan={attrs.rowspan}>
          {inner()}
        </th>
      )
    case 'tableCell':
      return (
        <td colSpan={attrs.colspan} rowSpan={attrs.rowspan}>
          {inner()}
        </td>
      )
    case 'ph-query':
      return block(attrs.block ?? 0)
    default:
      return isInline ? <span className="text-muted">[not shared]</span> : <NotShared />
  }
}

/** In place of a block that visitors do not see. */
export function NotShared() {
  return (
    <p className="rounded border border-dashed border-line-strong px-3 py-2 text-[13px] text-muted">
      This block is not shared.
    </p>
  )
}

const columnsOf = ({ content: [row] = [] }: DocumentNode) =>
  (row?.content ?? []).reduce((sum, { attrs }) => sum + (attrs?.colspan ?? 1), 0)

/** Headings rank below the title of the page. */
function Heading({ level, children }: { level: number; children: ReactNode }) {
  if (level <= 1) return <h2>{children}</h2>
  return level === 2 ? <h3>{children}</h3> : <h4 className="font-semibold">{children}</h4>
}

function withMarks({ text = '', marks = [] }: DocumentNode): ReactNode {
  let marked: ReactNode = text
  for (const mark of marks) marked = withMark(mark, marked)
  return marked
}

function withMark({ type, attrs }: { type: string; attrs?: { href?: string } }, inner: ReactNode): ReactNode {
  switch (type) {
    case 'bold':
      return <strong>{inner}</strong>
    case 'italic':
      return <em>{inner}</em>
    case 'code':
      return <code>{inner}</code>
    case 'strike':
      return <s>{inner}</s>
    case 'underline':
      return <u>{inner}</u>
    case 'link':
      return (
        <a href={attrs?.href} rel="noreferrer noopener" target="_blank">
          {inner}
        </a>
      )
    default:
      return inner
  }
}
