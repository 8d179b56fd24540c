import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Mark, Node } from './document'
import { fromMarkdown, toMarkdown } from './markdown'

const doc = (...content: Node[]): Node => ({ type: 'doc', content })
const text = (value: string, ...marks: Mark[]): Node => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks }),
})
const paragraph = (...content: Node[]): Node => ({ type: 'paragraph', ...(content.length > 0 && { content }) })
const item = (...content: Node[]): Node => ({ type: 'listItem', content })
const bold: Mark = { type: 'bold' }
const italic: Mark = { type: 'italic' }

describe('a document and its Markdown', () => {
  test.each<[string, Node, string]>([
    ['headings', { type: 'heading', attrs: { level: 2 }, content: [text('Plan')] }, '## Plan\n'],
    [
      'lists within lists',
      {
        type: 'bulletList',
        content: [
          item(paragraph(text('a')), {
            type: 'orderedList',
            attrs: { start: 3 },
            content: [item(paragraph(text('b')))],
          }),
          item(paragraph(text('c'))),
        ],
      },
      '- a\n\n  3. b\n- c\n',
    ],
    [
      'an item of two paragraphs',
      { type: 'bulletList', content: [item(paragraph(text('a')), paragraph(text('b')))] },
      '- a\n\n  b\n',
    ],
    [
      'code with a fence in it',
      { type: 'codeBlock', attrs: { language: 'md' }, content: [text('```\nx\n```')] },
      '````md\n```\nx\n```\n````\n',
    ],
    ['lines of one paragraph', paragraph(text('a'), { type: 'hardBreak' }, text('b')), 'a\\\nb\n'],
    ['marks within marks', paragraph(text('a', bold), text('b', bold, italic), text(' c')), '**&#x61;_&#x62;_** c\n'],
    ['strikethrough', paragraph(text('a', { type: 'strike' })), '~~a~~\n'],
    [
      'a link with brackets',
      paragraph(text('[a]', { type: 'link', attrs: { href: 'https://x.io/(b) c' } })),
      '[\\[a\\]](<https://x.io/(b) c>)\n',
    ],
    [
      'special characters',
      paragraph(text('*a* _b_ `c` # d <e> snake_case')),
      '\\*a\\* \\_b\\_ \\`c\\` # d \\<e> snake_case\n',
    ],
    ['a line that looks like a list', paragraph(text('- a')), '\\- a\n'],
    ['a line that looks like a heading', paragraph(text('# a')), '\\# a\n'],
    [
      'a quote with a list',
      {
        type: 'blockquote',
        content: [paragraph(text('a')), { type: 'bulletList', content: [item(paragraph(text('b')))] }],
      },
      '> a\n>\n> - b\n',
    ],
    ['a rule', { type: 'horizontalRule' }, '---\n'],
    [
      'a table',
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [{ type: 'tableHeader', content: [paragraph(text('a|b'))] }] },
          { type: 'tableRow', content: [{ type: 'tableCell', content: [paragraph(text('1', bold))] }] },
        ],
      },
      '| a\\|b |\n| - |\n| **1** |\n',
    ],
  ])('%s', (_name, node, markdown) => {
    expect(toMarkdown(doc(node))).toBe(markdown)
    expect(fromMarkdown(markdown)).toEqual(doc(node))
  })

  test('mentions lead to their pages; live blocks and unknown ones are left out', () => {
    const mention = { type: 'ph-mention', attrs: { type: 'account', id: 'a 1', label: 'Acme' } }
    expect(toMarkdown(doc(paragraph(text('Ask '), mention), { type: 'ph-query', attrs: {} }, { type: 'odd' }))).toBe(
      'Ask [@Acme](/accounts/a%201)\n',
    )
  })

  test('a notebook of another program that holds Markdown is that Markdown', () => {
    expect(toMarkdown(doc({ type: 'ph-markdown-notebook', attrs: { markdown: '# As *is*' } }))).toBe('# As *is*')
    expect(toMarkdown(null)).toBe('')
  })

  test('references and images become links, HTML stays text, and empty Markdown is a paragraph', () => {
    expect(fromMarkdown('[a][x] ![b](c.png) <i>\n\n[x]: https://x.io')).toEqual(
      doc(
        paragraph(
          text('a', { type: 'link', attrs: { href: 'https://x.io' } }),
          text(' '),
          text('b', { type: 'link', attrs: { href: 'c.png' } }),
          text(' '),
          text('<i>'),
        ),
      ),
    )
    expect(fromMarkdown(' \n')).toEqual(doc(paragraph()))
  })
})

describe('any document', () => {
  // Markdown's special characters, and plain words.
  const words = fc
    .array(
      fc.constantFrom(
        'a',
        'b1',
        ' ',
        '*',
        '_',
        '`',
        '#',
        '-',
        '+',
        '1.',
        '>',
        '|',
        '[',
        ']',
        '(',
        ')',
        '<',
        '&amp;',
        '\\',
        '~',
        '!',
        'é',
        '😀',
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((all) => all.join(''))
  const marks = fc
    .tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean())
    .map(([isLink, isBold, isItalic, isStruck]): Mark[] => [
      ...(isLink ? [{ type: 'link', attrs: { href: 'https://x.io/a_(b)' } }] : []),
      ...(isBold ? [bold] : []),
      ...(isItalic ? [italic] : []),
      ...(isStruck ? [{ type: 'strike' }] : []),
    ])
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(words, marks).map(([value, own]) => text(value, ...own)) },
    // Markdown cannot express a backslash before a bar in code inside a table.
    { weight: 1, arbitrary: words.map((value) => text(value.replaceAll('\\', '/'), { type: 'code' })) },
  )
  const line = fc.array(leaf, { minLength: 1, maxLength: 4 }).map((content) => paragraph(...content))
  const block = fc.letrec<{ block: Node; list: Node }>((tie) => ({
    list: fc
      .tuple(
        fc.boolean(),
        fc.array(fc.tuple(line, fc.array(tie('block'), { maxLength: 1 })), { minLength: 1, maxLength: 3 }),
      )
      .map(([isOrdered, items]) => ({
        type: isOrdered ? 'orderedList' : 'bulletList',
        content: items.map(([first, others]) => item(first, ...others)),
      })),
    block: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      line,
      line.map(({ content }): Node => ({ type: 'heading', attrs: { level: 2 }, content: content! })),
      words.map((value): Node => ({ type: 'codeBlock', content: [text(value)] })),
      fc.constant<Node>({ type: 'horizontalRule' }),
      tie('list'),
      fc.array(tie('block'), { minLength: 1, maxLength: 2 }).map((content): Node => ({ type: 'blockquote', content })),
      fc.array(line, { minLength: 2, maxLength: 4 }).map(
        (cells): Node => ({
          type: 'table',
          content: cells.map((cell, index) => ({
            type: 'tableRow',
            content: [{ type: index === 0 ? 'tableHeader' : 'tableCell', content: [cell] }],
          })),
        }),
      ),
    ),
  })).block

  test('survives a round trip through Markdown with every block and word, and is stable from then on', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (content) => {
        const once = fromMarkdown(toMarkdown(doc(...content)))
        expect(wordsOf(once)).toBe(wordsOf(doc(...content)))
        expect(blocksOf(once)).toEqual(blocksOf(doc(...content)))
        expect(fromMarkdown(toMarkdown(once))).toEqual(once)
      }),
    )
  })
})

const wordsOf = (node: Node): string => (node.text ?? (node.content ?? []).map(wordsOf).join('')).replace(/\s+/g, '')
const blocksOf = (node: Node): unknown =>
  node.type === 'text' ? [] : [node.type, ...(node.content ?? []).map(blocksOf).filter((inner) => String(inner) !== '')]
