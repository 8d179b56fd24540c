/**
 * Converts Markdown to a ProseMirror document, line by line, and back. The dialect is part of the API: nesting is flattened,
 * marks do not nest and nothing is escaped. A CommonMark library would change the answers.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'

const INLINE = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\[(.+?)\]\((.+?)\)/g
const FENCE = /^\s*```/
const BULLET = /^\s*[-*] +(.*)$/
const NUMBERED = /^\s*\d+\. +(.*)$/
const QUOTE = /^\s*> ?(.*)$/
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/
const TABLE_ROW = /^\s*\|(.*)\|\s*$/
const TABLE_LINE = /^\s*\|[\s:|-]*-[\s:|-]*\|\s*$/
const HEADING = /^(#{1,6})\s+(.*)$/

const node = (type: string, content: JsonObject[], attrs?: JsonObject): JsonObject => ({
  type,
  ...(attrs && { attrs }),
  ...(content.length > 0 && { content }),
})

function inline(text: string): JsonObject[] {
  const nodes: JsonObject[] = []
  const plain = (part: string) => part !== '' && nodes.push({ type: 'text', text: part })
  let end = 0
  for (const match of text.matchAll(INLINE)) {
    plain(text.slice(end, match.index))
    end = match.index + match[0].length
    const [, bold, italic, code, label, href] = match
    const mark: JsonObject =
      bold !== undefined
        ? { type: 'bold' }
        : italic !== undefined
          ? { type: 'italic' }
          : code !== undefined
            ? { type: 'code' }
            : { type: 'link', attrs: { href: href! } }
    nodes.push({ type: 'text', text: bold ?? italic ?? code ?? label!, marks: [mark] })
  }
  plain(text.slice(end))
  return nodes
}

const paragraph = (text: string) => node('paragraph', inline(text))

const cellsOf = (line: string) =>
  TABLE_ROW.exec(line)![1]!
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))

function table(lines: readonly string[]): JsonObject {
  const [head, , ...rows] = lines
  const row = (line: string, type: string) =>
    node(
      'tableRow',
      cellsOf(line).map((cell) => node(type, [paragraph(cell)])),
    )
  return node('table', [row(head!, 'tableHeader'), ...rows.map((line) => row(line, 'tableCell'))])
}

/**
 * Reads the block that begins at a line, and returns it with the line after it; null if another kind of block begins there.
 */
type BlockReader = (lines: readonly string[], at: number) => { block: JsonObject; end: number } | null

/** The first line from `at` on that is not of this kind. */
function endOf(lines: readonly string[], at: number, isOfKind: (line: string) => boolean): number {
  let end = at
  while (end < lines.length && isOfKind(lines[end]!)) end++
  return end
}

const readFence: BlockReader = (lines, at) => {
  if (!FENCE.test(lines[at]!)) return null
  const language = lines[at]!.replace(FENCE, '').trim()
  const end = endOf(lines, at + 1, (line) => !FENCE.test(line))
  const code = lines.slice(at + 1, end).join('\n')
  const content = code === '' ? [] : [{ type: 'text', text: code }]
  return { block: node('codeBlock', content, language ? { language } : undefined), end: end + 1 }
}

const readHeading: BlockReader = (lines, at) => {
  const heading = HEADING.exec(lines[at]!)
  if (!heading) return null
  return { block: node('heading', inline(heading[2]!.trim()), { level: heading[1]!.length }), end: at + 1 }
}

const readRule: BlockReader = (lines, at) =>
  RULE.test(lines[at]!) ? { block: node('horizontalRule', []), end: at + 1 } : null

const readQuote: BlockReader = (lines, at) => {
  if (!QUOTE.test(lines[at]!)) return null
  const end = endOf(lines, at, (line) => QUOTE.test(line))
  const inner = lines.slice(at, end).map((line) => QUOTE.exec(line)![1]!)
  return { block: node('blockquote', readBlocks(inner, PLAIN)), end }
}

const readTable: BlockReader = (lines, at) => {
  if (!TABLE_ROW.test(lines[at]!) || !TABLE_LINE.test(lines[at + 1] ?? '')) return null
  const end = endOf(lines, at, (line) => TABLE_ROW.test(line))
  return { block: table(lines.slice(at, end)), end }
}

const readList =
  (type: string, pattern: RegExp): BlockReader =>
  (lines, at) => {
    if (!pattern.test(lines[at]!)) return null
    const end = endOf(lines, at, (line) => pattern.test(line))
    const items = lines.slice(at, end).map((line) => node('listItem', [paragraph(pattern.exec(line)![1]!)]))
    return { block: node(type, items), end }
  }

const readParagraph: BlockReader = (lines, at) => {
  const endsIt = (line: string) =>
    line.trim() === '' || [FENCE, HEADING, BULLET, NUMBERED].some((each) => each.test(line))
  // The first line belongs to the paragraph in any case, because no other reader took it.
  const end = endOf(lines, at + 1, (line) => !endsIt(line))
  const words = lines.slice(at, end).map((line) => line.trim())
  return { block: paragraph(words.join(' ')), end }
}

const LISTS = [readList('bulletList', BULLET), readList('orderedList', NUMBERED)]
/** The blocks that the account API understands; everything else stays text. */
const PLAIN: readonly BlockReader[] = [readFence, readHeading, ...LISTS, readParagraph]
const RICH: readonly BlockReader[] = [readFence, readHeading, readRule, readQuote, readTable, ...LISTS, readParagraph]

/** @returns an empty paragraph if there is no text */
function readBlocks(lines: readonly string[], readers: readonly BlockReader[]): JsonObject[] {
  const blocks: JsonObject[] = []
  for (let at = 0; at < lines.length; ) {
    if (lines[at]!.trim() === '') {
      at++
      continue
    }
    for (const read of readers) {
      const found = read(lines, at)
      if (!found) continue
      blocks.push(found.block)
      at = found.end
      break
    }
  }
  return blocks.length > 0 ? blocks : [{ type: 'paragraph' }]
}

/**
 * Blocks are separated by blank lines or by the start of another block; nesting of lists is flattened.
 * @param isRich also reads quotes, rules and tables, which the account API leaves as text
 */
export function toDocument(markdown: string, { isRich = false }: { isRich?: boolean } = {}): JsonObject {
  return { type: 'doc', content: readBlocks(markdown.split(/\r?\n/), isRich ? RICH : PLAIN) }
}

const children = (each: JsonValue | undefined): JsonObject[] =>
  isJsonObject(each) && Array.isArray(each.content) ? each.content.filter(isJsonObject) : []

/** Path segments of the pages of mentioned persons and accounts. */
const MENTIONED: Record<string, string> = { person: 'persons', account: 'accounts' }
const mention = ({ type, id, label }: JsonObject) =>
  MENTIONED[String(type)]
    ? `[@${String(label ?? id)}](/${MENTIONED[String(type)]}/${encodeURIComponent(String(id))})`
    : `@${String(label ?? id)}`

function textOf(each: JsonObject): string {
  if (each.type === 'hardBreak') return '\n'
  if (each.type === 'ph-mention' && isJsonObject(each.attrs)) return mention(each.attrs)
  if (typeof each.text !== 'string') return children(each).map(textOf).join('')
  const marks = Array.isArray(each.marks) ? each.marks.filter(isJsonObject) : []
  return marks.reduce<string>((text, mark) => {
    if (mark.type === 'bold') return `**${text}**`
    if (mark.type === 'italic') return `*${text}*`
    if (mark.type === 'code') return `\`${text}\``
    if (mark.type === 'link' && isJsonObject(mark.attrs)) return `[${text}](${String(mark.attrs.href ?? '')})`
    return text
  }, each.text)
}

function tableText(block: JsonObject): string {
  const rows = children(block).map((row) =>
    children(row).map((cell) => children(cell).map(textOf).join(' ').replaceAll('|', '\\|').replaceAll('\n', ' ')),
  )
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const [head = [], ...others] = rows
  return [line(head), line(head.map(() => '---')), ...others.map(line)].join('\n')
}

/** The Markdown of each kind of block. */
const BLOCK_TEXTS: Record<string, (block: JsonObject, attrs: JsonObject) => string> = {
  heading: (block, attrs) => `${'#'.repeat(Math.min(6, Math.max(1, Number(attrs.level ?? 1))))} ${textOf(block)}`,
  codeBlock: (block, attrs) => {
    const code = children(block).map(({ text }) => String(text ?? ''))
    return `\`\`\`${String(attrs.language ?? '')}\n${code.join('')}\n\`\`\``
  },
  bulletList: (block) => linesOf(block, (item) => `- ${textOf(item)}`),
  orderedList: (block) => linesOf(block, (item, index) => `${index + 1}. ${textOf(item)}`),
  blockquote: (block) =>
    children(block)
      .map((part) => `> ${textOf(part)}`)
      .join('\n>\n'),
  horizontalRule: () => '---',
  table: tableText,
}

const linesOf = (block: JsonObject, line: (item: JsonObject, index: number) => string) =>
  children(block).map(line).join('\n')

/** A document as Markdown; product blocks without a Markdown form are left out. */
export function toMarkdown(content: JsonValue | null): string {
  const blocks = children(content ?? undefined)
  const [only] = blocks
  if (blocks.length === 1 && only!.type === 'ph-markdown-notebook' && isJsonObject(only!.attrs))
    return String(only!.attrs.markdown ?? '')
  return blocks
    .flatMap((block) => {
      const write = Object.hasOwn(BLOCK_TEXTS, String(block.type)) ? BLOCK_TEXTS[String(block.type)] : undefined
      if (write) return [write(block, isJsonObject(block.attrs) ? block.attrs : {})]
      const text = textOf(block)
      return text === '' ? [] : [text]
    })
    .join('\n\n')
}

/** Whether the client sent a document of its own. */
export const isDocument = (content: unknown): boolean =>
  isJsonObject(content) && content.type === 'doc' && Array.isArray(content.content)
