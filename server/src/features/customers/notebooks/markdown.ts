/**
 * Markdown to a ProseMirror document, line by line, and back. The dialect is part of the API: nesting is flattened, marks
 * stand alone and nothing is escaped, so a library for CommonMark would change the answers.
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
 * Blocks are separated by blank lines or by what they begin with; nesting of lists is flattened.
 * @param isRich reads quotes, rules and tables too, which the API for accounts leaves as text
 */
export function toDocument(markdown: string, { isRich = false }: { isRich?: boolean } = {}): JsonObject {
  const lines = markdown.split(/\r?\n/)
  const blocks: JsonObject[] = []
  const takeWhile = (from: number, pattern: RegExp) => {
    let end = from
    while (end < lines.length && pattern.test(lines[end]!)) end++
    return end
  }
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!
    if (line.trim() === '') {
      at++
      continue
    }
    if (FENCE.test(line)) {
      const language = line.replace(FENCE, '').trim()
      let end = at + 1
      while (end < lines.length && !FENCE.test(lines[end]!)) end++
      const code = lines.slice(at + 1, end).join('\n')
      blocks.push(
        node('codeBlock', code === '' ? [] : [{ type: 'text', text: code }], language ? { language } : undefined),
      )
      at = end + 1
      continue
    }
    const heading = HEADING.exec(line)
    if (heading) {
      blocks.push(node('heading', inline(heading[2]!.trim()), { level: heading[1]!.length }))
      at++
      continue
    }
    if (isRich && RULE.test(line)) {
      blocks.push(node('horizontalRule', []))
      at++
      continue
    }
    if (isRich && QUOTE.test(line)) {
      const end = takeWhile(at, QUOTE)
      const inner = lines.slice(at, end).map((each) => QUOTE.exec(each)![1]!)
      blocks.push(node('blockquote', (toDocument(inner.join('\n')) as { content: JsonObject[] }).content))
      at = end
      continue
    }
    if (isRich && TABLE_ROW.test(line) && TABLE_LINE.test(lines[at + 1] ?? '')) {
      const end = takeWhile(at, TABLE_ROW)
      blocks.push(table(lines.slice(at, end)))
      at = end
      continue
    }
    const list = ([BULLET, NUMBERED] as const).find((pattern) => pattern.test(line))
    if (list) {
      const end = takeWhile(at, list)
      const items = lines.slice(at, end).map((each) => node('listItem', [paragraph(list.exec(each)![1]!)]))
      blocks.push(node(list === BULLET ? 'bulletList' : 'orderedList', items))
      at = end
      continue
    }
    let end = at
    while (
      end < lines.length &&
      lines[end]!.trim() !== '' &&
      ![FENCE, HEADING, BULLET, NUMBERED].some((pattern) => end > at && pattern.test(lines[end]!))
    )
      end++
    blocks.push(
      paragraph(
        lines
          .slice(at, end)
          .map((each) => each.trim())
          .join(' '),
      ),
    )
    at = end
  }
  return { type: 'doc', content: blocks.length > 0 ? blocks : [{ type: 'paragraph' }] }
}

const children = (each: JsonValue | undefined): JsonObject[] =>
  isJsonObject(each) && Array.isArray(each.content) ? each.content.filter(isJsonObject) : []

/** Persons and accounts by their pages. */
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

/** What a document says, as Markdown; blocks of the product that Markdown has no words for are left out. */
export function toMarkdown(content: JsonValue | null): string {
  const blocks = children(content ?? undefined)
  const [only] = blocks
  if (blocks.length === 1 && only!.type === 'ph-markdown-notebook' && isJsonObject(only!.attrs))
    return String(only!.attrs.markdown ?? '')
  return blocks
    .flatMap((block): string[] => {
      const attrs = isJsonObject(block.attrs) ? block.attrs : {}
      switch (block.type) {
        case 'heading':
          return [`${'#'.repeat(Math.min(6, Math.max(1, Number(attrs.level ?? 1))))} ${textOf(block)}`]
        case 'codeBlock':
          return [
            `\`\`\`${String(attrs.language ?? '')}\n${children(block)
              .map(({ text }) => String(text ?? ''))
              .join('')}\n\`\`\``,
          ]
        case 'bulletList':
          return [
            children(block)
              .map((item) => `- ${textOf(item)}`)
              .join('\n'),
          ]
        case 'orderedList':
          return [
            children(block)
              .map((item, index) => `${index + 1}. ${textOf(item)}`)
              .join('\n'),
          ]
        case 'blockquote':
          return [
            children(block)
              .map((part) => `> ${textOf(part)}`)
              .join('\n>\n'),
          ]
        case 'horizontalRule':
          return ['---']
        case 'table':
          return [tableText(block)]
        default: {
          const text = textOf(block)
          return text === '' ? [] : [text]
        }
      }
    })
    .join('\n\n')
}

/** A document that a client made itself. */
export const isDocument = (content: unknown): boolean =>
  isJsonObject(content) && content.type === 'doc' && Array.isArray(content.content)
