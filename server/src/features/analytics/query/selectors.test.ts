/** Tests selectors on chains in the format of the SDKs. The patterns run on RE2, like in ClickHouse. */
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { elementsChain } from '../../data/ingestion/elements.ts'
import { attributePattern, selectorPatterns } from './elements.ts'

/** Chains by what is special about them. The clicked element comes first. */
const CHAINS = {
  plain: elementsChain({
    $elements: [
      { tag_name: 'span', $el_text: 'Buy', nth_child: 1, nth_of_type: 1 },
      { tag_name: 'a', attr__class: 'btn big', attr__href: '/buy?x=1', attr__id: 'go', nth_child: 3, nth_of_type: 2 },
      { tag_name: 'div', attr__class: 'card', 'attr__data-attr': 'shop.item' },
      { tag_name: 'body' },
    ],
  }),
  tailwind: elementsChain({
    $elements: [
      { tag_name: 'button', attr__class: 'hover:bg-blue-500/75 py-2.5 w-1/2 2xl:mt-4 -m-1.5 w-[10px]', nth_child: 1 },
    ],
  }),
  quotes: elementsChain({
    $elements: [
      { tag_name: 'a', attr__href: 'x?c="2"', attr__title: 'say "hi"', $el_text: 'one; two' },
      { tag_name: 'p', attr__title: 'C:\\', $el_text: 'ends with \\' },
      { tag_name: 'main', attr__id: "it's" },
    ],
  }),
  forged: elementsChain({
    $elements: [{ tag_name: 'i', $el_text: 'x";a.btn:attr_id="go"href="/buy"' }, { tag_name: 'td' }],
  }),
  bare: 'b;div.x;section',
  mobile: 'Pressable:attr__label="OK"text="OK";View:',
}
type Chain = keyof typeof CHAINS

const matching = (selector: string): string[] => {
  const patterns = selectorPatterns(selector).map((pattern) => RE2JS.compile(pattern))
  return Object.entries(CHAINS).flatMap(([name, chain]) =>
    patterns.some((pattern) => pattern.matcher(chain).find()) ? [name] : [],
  )
}

describe('selectors', () => {
  test.each<[string, Chain[]]>([
    // Tags are case-insensitive: browser SDKs send them in lower case, mobile SDKs do not.
    ['a', ['plain', 'quotes']],
    ['A', ['plain', 'quotes']],
    ['pressable', ['mobile']],
    ['bo', []],
    ['section', ['bare']],
    ['*', ['plain', 'tailwind', 'quotes', 'forged', 'bare', 'mobile']],
    // Classes.
    ['.btn', ['plain']],
    ['a.btn.big', ['plain']],
    ['a.big.btn', ['plain']],
    ['.big.big', ['plain']],
    ['.bt', []],
    ['.tn', []],
    ['span.btn', []],
    ['.py-2\\.5', ['tailwind']],
    ['.py-2', []],
    ['.w-1\\/2', ['tailwind']],
    ['.w-1', []],
    ['.hover\\:bg-blue-500\\/75', ['tailwind']],
    ['.hover', []],
    ['.bg-blue-500\\/75', []],
    ['.\\32 xl\\:mt-4', ['tailwind']],
    ['.-m-1\\.5', ['tailwind']],
    ['.w-\\[10px\\]', ['tailwind']],
    ['button.w-1\\/2.py-2\\.5.hover\\:bg-blue-500\\/75', ['tailwind']],
    ['.w-1\\/2.py-3', []],
    // IDs.
    ['#go', ['plain']],
    ['a#go.btn', ['plain']],
    ['#g', []],
    ["#it\\'s", ['quotes']],
    // Attributes.
    ['[href]', ['plain', 'quotes']],
    ['[href="/buy?x=1"]', ['plain']],
    ['[data-attr="shop.item"]', ['plain']],
    ["[data-attr='shop.item']", ['plain']],
    ['[data-attr=shop.item]', ['plain']],
    ['[data-attr="shopxitem"]', []],
    ['[id="go"]', ['plain']],
    ['[href^="/buy"]', ['plain']],
    ['[href^="buy"]', []],
    ['[href$="=1"]', ['plain']],
    ['[href*="?"]', ['plain', 'quotes']],
    ['[href*=""]', []],
    ['[class~="btn"]', ['plain']],
    ['[class~="bt"]', []],
    ['[data-attr|="shop.item"]', ['plain']],
    ['[label="ok" i]', ['mobile']],
    ['[label="ok"]', []],
    ['a[href^="/"][id=go]', ['plain']],
    ['a[id=go][href^="/"]', ['plain']],
    [`[title='say "hi"']`, ['quotes']],
    ['[title="say \\"hi\\""]', ['quotes']],
    ['a[href="x?c=\\"2\\""]', ['quotes']],
    ['[title="C:\\\\"]', ['quotes']],
    ['[text="one; two"]', ['quotes']],
    // Positions.
    ['a:nth-child(3)', ['plain']],
    ['a:nth-child(2)', []],
    ['a:nth-of-type(2)', ['plain']],
    ['span:first-child', ['plain']],
    // Combinators.
    ['a span', ['plain']],
    ['a > span', ['plain']],
    ['div>a>span', ['plain']],
    ['div span', ['plain']],
    ['div > span', []],
    ['body div a', ['plain']],
    ['body > a', []],
    ['span a', []],
    ['p a', ['quotes']],
    ['main > p > a', ['quotes']],
    ['section b', ['bare']],
    ['.x > b', ['bare']],
    // Alternatives.
    ['#go, .nothing', ['plain']],
    ['.nothing,view', ['mobile']],
    // Text that looks like an element is not one.
    ['td > i', ['forged']],
    ['a#go', ['plain']],
  ])('%s', (selector, chains) => expect(matching(selector)).toEqual(chains))

  test.each([
    '',
    '>',
    'a >',
    '> a',
    'a + b',
    'a ~ b',
    'a:hover',
    'a::before',
    '[',
    '[=x]',
    'a[b="',
    '.',
    '#',
    'a,',
    ',a',
    'a"b',
  ])('refuses %j', (selector) => expect(() => selectorPatterns(selector)).toThrow(/cannot be read/))

  test('refuses two tests of the same attribute, because a chain contains an attribute only once', () =>
    expect(() => selectorPatterns('[href^="/a"][href$="b"]')).toThrow(/twice/))
})

describe('attribute values', () => {
  const values = (name: 'text' | 'href', chain: Chain) => {
    const found: string[] = []
    const matcher = RE2JS.compile(attributePattern(name)).matcher(CHAINS[chain])
    while (matcher.find()) found.push(matcher.group(1)!)
    return found
  }
  test('are read correctly whatever characters they contain', () => {
    expect(values('text', 'plain')).toEqual(['Buy'])
    expect(values('href', 'plain')).toEqual(['/buy?x=1'])
    expect(values('text', 'quotes')).toEqual(['one; two', 'ends with \\'])
    expect(values('href', 'quotes')).toEqual(['x?c=\\"2\\"'])
    expect(values('href', 'forged')).toEqual([])
  })
})
