import { expect, test } from 'vitest'
import { toDocument, toMarkdown } from './markdown.ts'

const kinds = (markdown: string, isRich: boolean) =>
  (toDocument(markdown, { isRich }) as { content: { type: string }[] }).content.map(({ type }) => type)

test.each([
  ['# Plan', 'heading'],
  ['```js\nx = 1\n\ny\n```', 'codeBlock'],
  ['- a\n- b', 'bulletList'],
  ['1. a\n2. b', 'orderedList'],
  ['> a\n>\n> b', 'blockquote'],
  ['---', 'horizontalRule'],
  ['| a | b \\| c |\n| --- | --- |\n| 1 | **2** |', 'table'],
  ['words, `code` and [a link](https://x.io)', 'paragraph'],
])('%j becomes a %s and the same text again', (markdown, kind) => {
  expect(kinds(markdown, true)).toEqual([kind])
  expect(toMarkdown(toDocument(markdown, { isRich: true }))).toBe(markdown)
})

test.each(['> a', '---', '| a |\n| --- |'])('%j stays text in the account API', (markdown) => {
  expect(kinds(markdown, false)).toEqual(['paragraph'])
})

test('a block ends where another begins, and the lines of a paragraph are joined', () => {
  expect(kinds('one\ntwo\n# three\n- four\n1. five\n\n\nsix', false)).toEqual([
    'paragraph',
    'heading',
    'bulletList',
    'orderedList',
    'paragraph',
  ])
  expect(toMarkdown(toDocument('one\n two'))).toBe('one two')
})

test.each(['', ' \n '])('%j is one empty paragraph', (markdown) => {
  expect(toDocument(markdown)).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] })
})

test('an unclosed fence extends to the end', () => {
  expect(kinds('```\na\n# b', false)).toEqual(['codeBlock'])
})
