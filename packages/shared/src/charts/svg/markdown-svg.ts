/** Draws Markdown as SVG: headings, paragraphs, lists, quotes and code, in as much room as there is. */
import { fromMarkdown } from 'mdast-util-from-markdown'
import { type Box, type Look, path, rect, textAt, textWidth } from './elements.ts'

interface Run {
  text: string
  isBold: boolean
}

/** Lines of one paragraph, heading or item. */
interface Block {
  runs: Run[]
  size: number
  /** From the left edge. */
  indent: number
  /** Before the first line: a bullet or a number. */
  mark?: string
  isMuted?: boolean
  isRule?: boolean
}

interface Node {
  type: string
  value?: string
  alt?: string | null
  depth?: number
  ordered?: boolean | null
  start?: number | null
  children?: Node[]
}

const HEADINGS = [1.6, 1.4, 1.2]

export function drawMarkdown(text: string, box: Box, look: Look): string {
  const { palette, fontSize } = look
  const blocks = blocksOf(fromMarkdown(text) as Node, fontSize, 0)
  let y = box.y
  let drawn = ''
  for (const block of blocks) {
    if (block.isRule) {
      drawn += path(`M${box.x} ${(y + 4).toFixed(1)}H${box.x + box.width}`, `stroke="${palette.line}"`)
      y += fontSize
      continue
    }
    const color = block.isMuted ? palette.muted : palette.text
    const lines = wrapRuns(block.runs, box.width - block.indent, block.size)
    for (const [index, line] of lines.entries()) {
      const height = block.size * 1.4
      if (y + height > box.y + box.height + 1) return drawn + cut(box, look)
      const baseline = y + block.size
      const x = box.x + block.indent
      if (index === 0 && block.mark)
        drawn += textAt(block.mark, x - fontSize * 0.4, baseline, { size: block.size, color, anchor: 'end' })
      let left = x
      for (const { text: part, isBold } of line) {
        // Blanks at the edges of an element are not drawn.
        const lead = textWidth(part.slice(0, part.length - part.trimStart().length), block.size, isBold)
        drawn += textAt(part.trim(), left + lead, baseline, { size: block.size, color, isBold })
        left += textWidth(part, block.size, isBold)
      }
      y += height
    }
    y += fontSize * 0.4
  }
  return drawn
}

/** Says that the text goes on, at the bottom right. */
function cut(box: Box, { palette, fontSize }: Look): string {
  const width = textWidth('…', fontSize)
  const x = box.x + box.width
  const y = box.y + box.height
  return (
    rect({ x: x - width * 2, y: y - fontSize, width: width * 2, height: fontSize }, palette.surface) +
    textAt('…', x, y - 2, { size: fontSize, color: palette.muted, anchor: 'end' })
  )
}

function blocksOf({ type, children = [], ...node }: Node, fontSize: number, indent: number): Block[] {
  const inner = (by = 0) => children.flatMap((child) => blocksOf(child, fontSize, indent + by))
  const own = (size: number, isBold = false): Block[] => [{ runs: runsOf({ type, children }, isBold), size, indent }]
  switch (type) {
    case 'heading':
      return own(Math.round(fontSize * (HEADINGS[(node.depth ?? 1) - 1] ?? 1.1)), true)
    case 'paragraph':
      return own(fontSize)
    case 'blockquote':
      return inner(fontSize).map((block) => ({ ...block, isMuted: true }))
    case 'list':
      return children.flatMap((item, index) => {
        const blocks = blocksOf(item, fontSize, indent + fontSize * 1.6)
        const mark = node.ordered ? `${(node.start ?? 1) + index}.` : '•'
        return blocks.map((block, at) => (at === 0 && !block.mark ? { ...block, mark } : block))
      })
    case 'code':
      return (node.value ?? '')
        .split('\n')
        .map((line) => ({ runs: [{ text: line || ' ', isBold: false }], size: fontSize, indent: indent + fontSize }))
    case 'thematicBreak':
      return [{ runs: [], size: fontSize, indent, isRule: true }]
    case 'html':
      return [{ runs: [{ text: node.value ?? '', isBold: false }], size: fontSize, indent }]
    default:
      return inner()
  }
}

function runsOf({ type, value, alt, children = [] }: Node, isBold: boolean): Run[] {
  if (type === 'text' || type === 'inlineCode' || type === 'html') return [{ text: value ?? '', isBold }]
  if (type === 'break') return [{ text: ' ', isBold }]
  if (type === 'image') return [{ text: alt ?? '', isBold }]
  return children.flatMap((child) => runsOf(child, isBold || type === 'strong'))
}

/** Breaks runs into lines; a word that is longer than a line is broken too. */
function wrapRuns(runs: readonly Run[], width: number, size: number): Run[][] {
  const lines: Run[][] = [[]]
  let used = 0
  for (const { text, isBold } of runs)
    for (const piece of text.split(/(\s+)/).filter((each) => each !== '')) {
      const isSpace = piece.trim() === ''
      const part = isSpace ? ' ' : piece
      const needs = textWidth(part, size, isBold)
      if (used + needs > width && used > 0) {
        lines.push([])
        used = 0
      }
      if (isSpace && used === 0) continue
      for (const fitting of needs > width ? broken(part, width, size, isBold) : [part]) {
        if (used > 0 && used + textWidth(fitting, size, isBold) > width) {
          lines.push([])
          used = 0
        }
        add(lines.at(-1)!, fitting, isBold)
        used += textWidth(fitting, size, isBold)
      }
    }
  return lines.filter((line) => line.length > 0)
}

function add(line: Run[], text: string, isBold: boolean): void {
  const last = line.at(-1)
  if (last && last.isBold === isBold) last.text += text
  else line.push({ text, isBold })
}

function broken(word: string, width: number, size: number, isBold: boolean): string[] {
  const parts: string[] = ['']
  for (const character of word) {
    if (parts.at(-1) !== '' && textWidth(parts.at(-1)! + character, size, isBold) > width) parts.push('')
    parts[parts.length - 1] += character
  }
  return parts
}
