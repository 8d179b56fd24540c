/** Conditions on what was clicked: the chain of elements that autocapture sends, innermost first, as one text. */
import { errors } from '../../platform/http/errors.ts'
import { call, constant, type Expr, exprTemplate, field } from '../hogql/index.ts'

/** `a.button:text="Buy"href="/buy";div.card:…` */
const CHAIN = field('elements_chain')
const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
/** How a value stands in the chain: quotes are escaped. */
const quoted = (text: string) => escapePattern(text.replaceAll('"', '\\"'))

/** Values of an attribute over all elements of the chain. */
export function attributeValues(name: 'text' | 'href'): Expr {
  return exprTemplate(`arrayMap(each -> replaceAll(each, {quote}, {plain}), extractAll({chain}, {pattern}))`, {
    chain: CHAIN,
    quote: constant('\\"'),
    plain: constant('"'),
    // An attribute's name follows the colon or the quote of the one before.
    pattern: constant(`(?::|")${name}="((?:[^"\\\\]|\\\\.)*)"`),
  })
}

export function hasTag(tag: string): Expr {
  return call('match', CHAIN, constant(`(?:^|;)${escapePattern(tag)}(?:\\.|:|;|$)`))
}

/**
 * A CSS selector made of tags, classes, ids, attributes, descendants and children.
 * @throws ApiError 400 for anything else
 */
export function matchesSelector(selector: string): Expr {
  const parts = selector.trim().match(/>|(?:[^\s>"[]|\[[^\]]*\])+/g) ?? []
  if (parts.length === 0) throw errors.invalid('A selector is empty.', 'selector')
  // Innermost first, as the chain is.
  let pattern = ''
  let isDirect = true
  for (const part of parts.reverse()) {
    if (part === '>') {
      isDirect = true
      continue
    }
    if (pattern !== '') pattern += isDirect ? ';' : ';(?:[^;]*;)*?'
    pattern += elementPattern(part, selector)
    isDirect = false
  }
  return call('match', CHAIN, constant(`(?:^|;)${pattern}(?:;|$)`))
}

function elementPattern(part: string, selector: string): string {
  const match = /^([a-zA-Z][\w-]*|\*)?((?:[.#][\w-]+|\[[^\]]+\]|:nth-child\(\d+\)|:nth-of-type\(\d+\))*)$/.exec(part)
  if (!match) throw errors.invalid(`The selector "${selector.slice(0, 200)}" cannot be read.`, 'selector')
  const tag = !match[1] || match[1] === '*' ? '[^.:;]+' : escapePattern(match[1])
  const classes: string[] = []
  const attributes: string[] = []
  for (const token of match[2]!.match(/[.#][\w-]+|\[[^\]]+\]|:[a-z-]+\(\d+\)/g) ?? []) {
    if (token.startsWith('.')) classes.push(token.slice(1))
    else if (token.startsWith('#')) attributes.push(`attr_id="${quoted(token.slice(1))}"`)
    else if (token.startsWith(':'))
      attributes.push(`${token.startsWith(':nth-child') ? 'nth-child' : 'nth-of-type'}="${/\d+/.exec(token)![0]}"`)
    else {
      const attribute = /^\[([\w-]+)(?:=["']?([^"'\]]*)["']?)?\]$/.exec(token)
      if (!attribute) throw errors.invalid(`The selector "${selector.slice(0, 200)}" cannot be read.`, 'selector')
      const name = attribute[1] === 'href' || attribute[1] === 'text' ? attribute[1] : `attr__${attribute[1]}`
      attributes.push(
        attribute[2] === undefined ? `${escapePattern(name)}="` : `${escapePattern(name)}="${quoted(attribute[2])}"`,
      )
    }
  }
  // Classes and attributes are written in alphabetical order.
  const ofClasses = classes
    .sort()
    .map((name) => `(?:\\.[^.:;]+)*?\\.${escapePattern(name)}`)
    .join('')
  const ofAttributes = attributes
    .sort()
    .map((text) => `[^;]*?${text}`)
    .join('')
  const rest = attributes.length > 0 ? `:${ofAttributes}[^;]*` : '(?::[^;]*)?'
  return `${tag}${ofClasses}(?:\\.[^:;]+)?${rest}`
}

/** Whether any value of a list fulfils a condition on `each`. */
export function anyOf(list: Expr, condition: (each: Expr) => Expr): Expr {
  return call('arrayExists', { node: 'Lambda', args: ['each'], expr: condition(field('each')) }, list)
}
