/** A line diff of two values. */

export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** With more lines on either side there is no diff: the table grows with the product of both. */
const LINES_MAX = 1_000
/** Unchanged lines shown around a change. */
const CONTEXT_LINES = 2

/** A value as lines: texts as they are, documents as their paragraphs, everything else as JSON. */
export function linesOf(value: unknown): string[] {
  if (value === null || value === undefined) return []
  if (typeof value === 'string') return value.split('\n')
  if (typeof value !== 'object') return [String(value)]
  if ((value as { type?: unknown }).type === 'doc') return paragraphsOf(value)
  // Without trailing commas, or a line would count as changed when another one follows it.
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => line.replace(/,$/, ''))
}

interface DocumentNode {
  type?: string
  text?: string
  attrs?: Record<string, unknown>
  content?: DocumentNode[]
}

/** The text of every block; a block without text is named. */
function paragraphsOf(value: unknown): string[] {
  const textOf = (node: DocumentNode): string => node.text ?? (node.content ?? []).map(textOf).join('')
  const visit = (node: DocumentNode): string[] => {
    const children = node.content ?? []
    if (children.some(({ type }) => type !== 'text' && type !== 'hardBreak') && node.type !== 'paragraph')
      return children.flatMap(visit)
    const text = textOf(node)
    if (text || node.type === 'paragraph' || node.type === 'heading') return text ? [text] : []
    return [`[${node.type ?? 'block'}${typeof node.attrs?.title === 'string' ? ` ${node.attrs.title}` : ''}]`]
  }
  return visit(value as DocumentNode)
}

/** The lines of both sides; null if they are too long to compare. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] | null {
  if (before.length > LINES_MAX || after.length > LINES_MAX) return null
  // lengths[i][j]: length of the longest common subsequence of `before` from i and `after` from j.
  const width = after.length + 1
  const lengths = new Uint16Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        before[i] === after[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ kind: 'same', text: before[i++]! })
      j++
    } else if (j >= after.length || (i < before.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!))
      lines.push({ kind: 'removed', text: before[i++]! })
    else lines.push({ kind: 'added', text: after[j++]! })
  }
  return lines
}

/** Only what differs, with a few lines around it. A null stands for omitted lines. */
export function shortened(lines: readonly DiffLine[]): (DiffLine | null)[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1).some(({ kind }) => kind !== 'same'),
  )
  return lines.flatMap((line, index) => (isNear[index] ? [line] : isNear[index - 1] || index === 0 ? [null] : []))
}
