/**
 * Conditions on what was clicked: the chain of elements that autocapture sends, innermost first, as one text such as
 * `a.button:href="/buy"text="Buy";div.card:…`. Classes and attributes stand in the order of their names; classes are
 * written as they are, with dots and colons in them, and a quote within a value follows a backslash. So `="` always begins
 * a value, which is what the patterns here hold on to.
 */
import { errors } from '../../../platform/http/errors.ts'
import { call, constant, type Expr, exprTemplate, field, or } from '../hogql/index.ts'
import { type AttributeTest, type CompoundSelector, parseSelector } from './css-selector.ts'

const CHAIN = field('elements_chain')
/** What a value consists of: a backslash may also be the last character before the quote that ends it. */
const IN_VALUE = '(?:\\\\"|[^"])*'
/** Only names of HTML attributes may have a colon, else the rest of a class such as `hover:x` would be read as one. */
const ATTRIBUTE_NAME = '(?:attr__[^"=]+|[^"=:;.]+)'
const ATTRIBUTE = `${ATTRIBUTE_NAME}="${IN_VALUE}"`
/** An element that no condition is about. */
const ELEMENT = `[^";]*(?:${ATTRIBUTE})*`
const ELEMENTS_BEFORE = `^(?:${ELEMENT};)*?`
const NTH = /^nth-(child|of-type)$/

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
/** How a value stands in the chain. */
const quoted = (text: string) => escapePattern(text.replace(/\\?"/g, '\\"'))
/** Names in the order in which they stand in the chain, each once. */
const inOrder = (names: readonly string[]) => [...new Set(names)].sort()

/** Values of an attribute over all elements of the chain. */
export function attributeValues(name: 'text' | 'href'): Expr {
  return exprTemplate(`arrayMap(each -> replaceAll(each, {quote}, {plain}), extractAll({chain}, {pattern}))`, {
    chain: CHAIN,
    quote: constant('\\"'),
    plain: constant('"'),
    pattern: constant(attributePattern(name)),
  })
}

/** A pattern whose group is the value of an attribute, as the chain has it. */
export function attributePattern(name: 'text' | 'href'): string {
  // An attribute's name follows the colon or the quote of the one before.
  return `(?::|")${name}="(${IN_VALUE})"(?:;|$|${ATTRIBUTE_NAME}=")`
}

export function hasTag(tag: string): Expr {
  return call('match', CHAIN, constant(`${ELEMENTS_BEFORE}${escapePattern(tag)}(?:[.:;]|$)`))
}

/**
 * Whether an element that fulfils a CSS selector was clicked, or one within it.
 * @throws ApiError 400 for selectors that cannot be read, or cannot be asked of a chain
 */
export function matchesSelector(selector: string): Expr {
  return or(...selectorPatterns(selector).map((pattern) => call('match', CHAIN, constant(pattern))))
}

/** The patterns of a selector's alternatives; a chain that fulfils the selector matches one of them. */
export function selectorPatterns(selector: string): string[] {
  return parseSelector(selector).map((compounds) => {
    const [innermost, ...outer] = [...compounds].reverse()
    let pattern = elementPattern(innermost!)
    let inner = innermost!
    for (const compound of outer) {
      // The combinator stands with the inner one of the two.
      const between = inner.combinator === 'child' ? ';' : `;(?:${ELEMENT};)*?`
      pattern += between + elementPattern(compound)
      inner = compound
    }
    return `${ELEMENTS_BEFORE}${pattern}(?:;|$)`
  })
}

function elementPattern({ tag, classes, attributes }: CompoundSelector): string {
  const head = tag === null ? '[^.:;"]*' : `(?i:${escapePattern(tag)})`
  const tests = attributes.map((test) => ({ name: chainName(test.name), pattern: attributeTest(test) }))
  const names = inOrder(tests.map(({ name }) => name))
  if (names.length < tests.length)
    throw errors.invalid('A selector tests an attribute of an element twice.', 'selector')
  const wanted = names.map((name) => `(?:${ATTRIBUTE})*?${tests.find((test) => test.name === name)!.pattern}`)
  const rest = `:${wanted.join('')}(?:${ATTRIBUTE})*`
  return `${head}${classesPattern(inOrder(classes))}${wanted.length > 0 ? rest : `(?:${rest})?`}`
}

/**
 * `div.py-2.5` could be a class with a dot or two classes. Since classes are sorted, none that begins with a digit follows
 * one that begins with a letter, so there a dot before a digit belongs to the name.
 */
function classesPattern(classes: readonly string[]): string {
  const anyClasses = '(?:\\.[^";]*)?'
  const [first, ...others] = classes
  if (first === undefined) return anyClasses
  const endsIn = (name: string) => (name > ':' ? '(?:\\.[^";0-9][^";]*)?' : anyClasses)
  let pattern = `${anyClasses}\\.${classPattern(first)}`
  let last = first
  for (const name of others) {
    pattern += `${endsIn(last)}\\.${classPattern(name)}`
    last = name
  }
  return pattern + endsIn(last)
}

/** Quotes in names of classes are not kept. */
const classPattern = (name: string) => escapePattern(name.replaceAll('"', ''))

function chainName(name: string): string {
  if (name === 'id') return 'attr_id'
  return name === 'href' || name === 'text' || NTH.test(name) ? name : `attr__${name}`
}

function attributeTest({ name, operator, value, isCaseInsensitive }: AttributeTest): string {
  const text = isCaseInsensitive ? `(?i:${quoted(value)})` : quoted(value)
  return `${escapePattern(chainName(name))}="${valuePattern(operator, text, value)}"`
}

function valuePattern(operator: AttributeTest['operator'], text: string, value: string): string {
  // As in CSS, a part that is empty is part of nothing, and no word has a space.
  if (operator && operator !== '|' && (value === '' || (operator === '~' && /\s/.test(value)))) return NOTHING
  switch (operator) {
    case null:
      return IN_VALUE
    case '':
      return text
    case '^':
      return `${text}${IN_VALUE}`
    case '$':
      return `${IN_VALUE}${text}`
    case '*':
      return `${IN_VALUE}${text}${IN_VALUE}`
    case '~':
      return `(?:${IN_VALUE}\\s)?${text}(?:\\s${IN_VALUE})?`
    case '|':
      return `${text}(?:-${IN_VALUE})?`
  }
}

/** Matches no text at all. */
const NOTHING = '[^\\x00-\\x{10FFFF}]'

/** Whether any value of a list fulfils a condition on `each`. */
export function anyOf(list: Expr, condition: (each: Expr) => Expr): Expr {
  return call('arrayExists', { node: 'Lambda', args: ['each'], expr: condition(field('each')) }, list)
}
