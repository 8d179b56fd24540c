/**
 * The CSS selectors that actions and filters support: compound selectors joined by descendant and child combinators.
 */
import { errors } from '../../../platform/http/errors.ts'

export interface AttributeTest {
  name: string
  /**
   * CSS operator without the equals sign: `^` for `[href^="/a"]`, an empty string for `=`, null if any value matches.
   */
  operator: '' | '^' | '$' | '*' | '~' | '|' | null
  value: string
  isCaseInsensitive: boolean
}

/** Conditions on one element. */
export interface CompoundSelector {
  /** Null for `*` or if there is no tag. */
  tag: string | null
  classes: string[]
  attributes: AttributeTest[]
  /** Relation to the previous compound; null for the first one. */
  combinator: 'descendant' | 'child' | null
}

const ESCAPE = /\\([0-9a-f]{1,6})\s?|\\([^\n])/giu
const NAME = String.raw`(?:[\w\u0080-\u{10FFFF}-]|\\[0-9a-f]{1,6}\s?|\\[^\n0-9a-f])+`
const TEXT = String.raw`"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'`

/** Tokens of a selector, tried in this order, and how each changes the parser's state. */
const TOKENS: readonly (readonly [RegExp, (reading: Reading, match: RegExpExecArray) => void])[] = [
  [/\s*,\s*/uy, (reading) => reading.endAlternative()],
  [/\s*>\s*/uy, (reading) => reading.endCompound('child')],
  [/\s+/uy, (reading) => reading.endCompound('descendant')],
  [new RegExp(`\\.(${NAME})`, 'iuy'), (reading, [, name]) => reading.compound().classes.push(unescapeName(name!))],
  [new RegExp(`#(${NAME})`, 'iuy'), (reading, [, name]) => reading.equal('id', unescapeName(name!))],
  [
    new RegExp(`\\[\\s*(${NAME})\\s*(?:([~^$*|]?)=\\s*(?:${TEXT}|([^\\s"'\\]]+))\\s*([is])?\\s*)?\\]`, 'iuy'),
    (reading, match) => reading.compound().attributes.push(attributeTest(match)),
  ],
  [
    /:(nth-child|nth-of-type)\(\s*(\d{1,9})\s*\)/uy,
    (reading, [, name, position]) => reading.equal(name!, String(Number(position))),
  ],
  [/:first-(child|of-type)/uy, (reading, [, name]) => reading.equal(`nth-${name}`, '1')],
  [/\*/uy, (reading) => reading.name(null)],
  [new RegExp(NAME, 'iuy'), (reading, [name]) => reading.name(unescapeName(name))],
]

/**
 * Parses a selector list into its alternatives, each a list of compound selectors from the outermost to the innermost
 * element. Positions and IDs become tests of the attributes `nth-child`, `nth-of-type` and `id`.
 * @throws ApiError 400 for invalid selectors, and for combinators and pseudo-classes that stored events cannot answer
 */
export function parseSelector(text: string): CompoundSelector[][] {
  const source = text.trim()
  const reading = new Reading(() => errors.invalid(`The selector "${text.slice(0, 200)}" cannot be read.`, 'selector'))
  for (let at = 0; at < source.length; ) {
    const found = TOKENS.find(([pattern]) => {
      pattern.lastIndex = at
      return pattern.test(source)
    })
    if (!found) throw reading.refuse()
    const [pattern, act] = found
    pattern.lastIndex = at
    act(reading, pattern.exec(source)!)
    at = pattern.lastIndex
  }
  reading.endAlternative()
  return reading.alternatives
}

class Reading {
  readonly alternatives: CompoundSelector[][] = []
  private compounds: CompoundSelector[] = []
  private current: CompoundSelector | null = null
  private combinator: CompoundSelector['combinator'] = null

  constructor(readonly refuse: () => Error) {}

  /** The current compound. After a combinator, the first call starts a new one. */
  compound(): CompoundSelector {
    if (!this.current) {
      this.current = { tag: null, classes: [], attributes: [], combinator: this.combinator }
      this.compounds.push(this.current)
    }
    return this.current
  }

  /** Sets the tag, which must come first; null for any. */
  name(tag: string | null): void {
    if (this.current) throw this.refuse()
    this.compound().tag = tag
  }

  equal(name: string, value: string): void {
    this.compound().attributes.push({ name, operator: '', value, isCaseInsensitive: false })
  }

  endCompound(combinator: CompoundSelector['combinator']): void {
    if (!this.current) throw this.refuse()
    this.current = null
    this.combinator = combinator
  }

  endAlternative(): void {
    this.endCompound(null)
    this.alternatives.push(this.compounds)
    this.compounds = []
  }
}

function attributeTest([, name, operator, double, single, bare, flag]: RegExpExecArray): AttributeTest {
  const value = double ?? single ?? bare
  return {
    name: unescapeName(name!),
    operator: value === undefined ? null : ((operator ?? '') as AttributeTest['operator']),
    value: unescapeName(value ?? ''),
    isCaseInsensitive: flag?.toLowerCase() === 'i',
  }
}

/** Unescapes a CSS name: `\/` is a slash, `\32 xl` is `2xl`. */
function unescapeName(text: string): string {
  return text.replace(ESCAPE, (_, hex: string | undefined, plain: string) => {
    if (hex === undefined) return plain
    const code = Number.parseInt(hex, 16)
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code)
  })
}
