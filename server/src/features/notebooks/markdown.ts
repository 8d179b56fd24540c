/** Markdown to a ProseMirror document, line by line, and back. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../platform/json.ts'

const INLINE = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\[(.+?)\]\((.+?)\)/g
const FENCE = /^\s*```/
const BULLET = /^\s*[-*] +(.*)$/
const NUMBERED = /^\s*\d+\. +(.*)$/
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

/** Blocks are separated by blank lines or by what they begin with; nesting of lists is flattened. */
export function toDocument(markdown: string): JsonObject {
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

function textOf(each: JsonObject): string {
  if (each.type === 'hardBreak') return '\n'
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
