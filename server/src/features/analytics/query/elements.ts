/**
 * Conditions on clicked elements. Autocapture sends the chain of elements, innermost first, as text such as
 * `a.button:href="/buy"text="Buy";div.card:…`. Classes and attributes are sorted by name. Class names are not escaped
 * and may contain dots and colons. A quote within a value is escaped with a backslash, so `="` always starts a value;
 * the patterns here rely on that.
 */
import { errors } from '../../../platform/http/errors.ts'
import { call, constant, type Expr, exprTemplate, field, or } from '../hogql/index.ts'
import { type AttributeTest, type CompoundSelector, parseSelector } from './css-selector.ts'

const CHAIN = field('elements_chain')
/** Content of a value. Backslashes are not escaped, so one may also come directly before the closing quote. */
const IN_VALUE = '(?:\\\\"|[^"])*'
/**
 * Only HTML attributes may contain a colon. Otherwise the rest of a class such as `hover:x` would match as an
 * attribute.
 */
const ATTRIBUTE_NAME = '(?:attr__[^"=]+|[^"=:;.]+)'
const ATTRIBUTE = `${ATTRIBUTE_NAME}="${IN_VALUE}"`
/** Any element. */
const ELEMENT = `[^";]*(?:${ATTRIBUTE})*`
const ELEMENTS_BEFORE = `^(?:${ELEMENT};)*?`
const NTH = /^nth-(child|of-type)$/

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
/** A value as written in the chain. */
const quoted = (text: string) => escapePattern(text.replace(/\\?"/g, '\\"'))
/** Unique names in the order used in the chain. */
const inOrder = (names: readonly string[]) => [...new Set(names)].sort()

/** Values of an attribute on all elements of the chain. */
export function attributeValues(name: 'text' | 'href'): Expr {
  return exprTemplate(`arrayMap(each -> replaceAll(each, {quote}, {plain}), extractAll({chain}, {pattern}))`, {
    chain: CHAIN,
    quote: constant('\\"'),
    plain: constant('"'),
    pattern: constant(attributePattern(name)),
  })
}

/** A pattern whose capture group is the attribute's value as written in the chain. */
export function attributePattern(name: 'text' | 'href'): string {
  // The name of an attribute follows the colon or the closing quote of the previous attribute.
  return `(?::|")${name}="(${IN_VALUE})"(?:;|$|${ATTRIBUTE_NAME}=")`
}

export function hasTag(tag: string): Expr {
  return call('match', CHAIN, constant(`${ELEMENTS_BEFORE}${escapePattern(tag)}(?:[.:;]|$)`))
}

/**
 * Condition: the clicked element or one of its ancestors matches a CSS selector.
 * @throws ApiError 400 for selectors that are invalid or that a chain cannot answer
 */
export function matchesSelector(selector: string): Expr {
  return or(...selectorPatterns(selector).map((pattern) => call('match', CHAIN, constant(pattern))))
}

/** One pattern for each alternative of a selector. A chain matches the selector if it matches one of them. */
export function selectorPatterns(selector: string): string[] {
  return parseSelector(selector).map((compounds) => {
    const [innermost, ...outer] = [...compounds].reverse()
    let pattern = elementPattern(innermost!)
    let inner = innermost!
    for (const compound of outer) {
      // The combinator is stored on the inner compound.
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
 * Without context, `div.py-2.5` could have one class with a dot or two classes. Classes are sorted, so no class that
 * starts with a digit comes after one that starts with a letter. There, a dot before a digit is part of the name.
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

/** The chain drops quotes in class names. */
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
  // As in CSS, an empty value never matches `^=`, `$=`, `*=` or `~=`, nor does a value with a space match `~=`.
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

/** Never matches. */
const NOTHING = '[^\\x00-\\x{10FFFF}]'

/** Condition: at least one value of a list satisfies a condition on `each`. */
export function anyOf(list: Expr, condition: (each: Expr) => Expr): Expr {
  return call('arrayExists', { node: 'Lambda', args: ['each'], expr: condition(field('each')) }, list)
}
