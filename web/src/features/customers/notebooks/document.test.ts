import { describe, expect, test } from 'vitest'
import { fromEditor, type Node, toEditor } from './document'

const doc = (...content: Node[]): Node => ({ type: 'doc', content })
const text = (value: string, ...marks: { type: string; attrs?: Record<string, unknown> }[]): Node => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks }),
})

describe('documents between the API and the editor', () => {
  test.each<[string, Node]>([
    ['plain text', doc({ type: 'paragraph', content: [text('a'), text('b', { type: 'bold' })] })],
    ['headings and lists', doc({ type: 'heading', attrs: { level: 2 }, content: [text('x')] })],
    [
      'attributes that the editor does not know',
      doc({ type: 'paragraph', attrs: { nodeId: 'n1' }, content: [text('x')] }),
    ],
    ['both kinds of attributes', doc({ type: 'heading', attrs: { level: 1, id: 'x' }, content: [text('x')] })],
    ['a block of another client', doc({ type: 'ph-recording', attrs: { id: 'r', nested: { a: [1] } } })],
    [
      'an inline node of another client',
      doc({ type: 'paragraph', content: [text('at '), { type: 'ph-replay-timestamp', attrs: { playbackTime: 7 } }] }),
    ],
    [
      'marks of another client, several on one text',
      doc({
        type: 'paragraph',
        content: [
          text('x', { type: 'bold' }, { type: 'comment', attrs: { id: 1 } }, { type: 'comment', attrs: { id: 2 } }),
        ],
      }),
    ],
    ['live blocks', doc({ type: 'ph-query', attrs: { query: { kind: 'HogQLQuery' }, title: 't', nodeId: 'n' } })],
    ['mentions', doc({ type: 'paragraph', content: [{ type: 'ph-mention', attrs: { id: 3 } }] })],
  ])('%s survive a round trip', (_name, document) => {
    expect(fromEditor(toEditor(document))).toEqual(document)
  })

  test('the editor only sees what its schema knows', () => {
    const seen = JSON.stringify(toEditor(doc({ type: 'paragraph', content: [{ type: 'odd' }] }, { type: 'odd' })))
    expect(seen).toContain('opaqueInline')
    expect(seen).toContain('opaqueBlock')
  })

  test.each([
    null,
    undefined,
    'text',
    [],
    { type: 'paragraph' },
    { type: 'doc', content: 'x' },
    { type: 'doc', content: [] },
  ])('%j is an empty document', (content) => {
    expect(toEditor(content)).toEqual(doc({ type: 'paragraph' }))
  })

  test('drops empty texts and null attributes', () => {
    expect(toEditor(doc({ type: 'paragraph', content: [text('')] }))).toEqual(doc({ type: 'paragraph', content: [] }))
    expect(fromEditor({ type: 'codeBlock', attrs: { language: null, extra: null } })).toEqual({ type: 'codeBlock' })
  })
})
