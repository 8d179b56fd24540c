/** Formulas over series, such as `A / B * 100`, applied to each point. */
import { errors } from '../../../platform/http/errors.ts'

export type Formula = (values: readonly number[]) => number

const TOKEN = /\s*(\*\*|[-+*/%()]|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z])/y
const DEPTH_MAX = 100

/**
 * Parses a formula. Letters are the series in order.
 * @throws ApiError 400 with the position of the error
 */
export function parseFormula(text: string, seriesCount: number): Formula {
  let position = 0
  let depth = 0
  const fail = (detail: string): never => {
    throw errors.invalid(`The formula "${text.slice(0, 100)}" ${detail} at character ${position + 1}.`, 'formula')
  }
  const peek = (): string | null => {
    TOKEN.lastIndex = position
    const token = TOKEN.exec(text)?.[1]
    if (token !== undefined) return token
    if (text.slice(position).trim() === '') return null
    return fail('has an unexpected token')
  }
  const take = () => {
    TOKEN.lastIndex = position
    const token = TOKEN.exec(text)![1]!
    position = TOKEN.lastIndex
    return token
  }
  const leftToRight = (
    operators: string[],
    next: () => Formula,
    apply: Record<string, (a: number, b: number) => number>,
  ): Formula => {
    let left = next()
    for (let token = peek(); token !== null && operators.includes(token); token = peek()) {
      const operator = apply[take()]!
      const [a, b] = [left, next()]
      left = (values) => operator(a(values), b(values))
    }
    return left
  }
  const sum = (): Formula => leftToRight(['+', '-'], product, { '+': (a, b) => a + b, '-': (a, b) => a - b })
  const product = (): Formula =>
    leftToRight(['*', '/', '%'], unary, {
      '*': (a, b) => a * b,
      '/': (a, b) => (b === 0 ? 0 : a / b),
      '%': (a, b) => (b === 0 ? 0 : a % b),
    })
  const unary = (): Formula => {
    if (++depth > DEPTH_MAX) fail('is nested too deeply')
    const token = peek()
    let result: Formula
    if (token === '-' || token === '+') {
      take()
      const operand = unary()
      result = token === '-' ? (values) => -operand(values) : operand
    } else result = power()
    depth--
    return result
  }
  const power = (): Formula => {
    const base = atom()
    if (peek() !== '**') return base
    take()
    const exponent = unary()
    return (values) => base(values) ** exponent(values)
  }
  const atom = (): Formula => {
    const token = peek()
    if (token === null) return fail('ends too early')
    if (token === '(') {
      take()
      const inner = sum()
      if (peek() !== ')') fail('lacks a closing bracket')
      take()
      return inner
    }
    if (/^[A-Za-z]$/.test(token)) {
      const index = token.toUpperCase().charCodeAt(0) - 65
      if (index >= seriesCount) fail(`names the series ${token.toUpperCase()}, which does not exist,`)
      take()
      return (values) => values[index] ?? 0
    }
    if (!/^[\d.]/.test(token)) fail('has an unexpected token')
    const number = Number(take())
    return () => number
  }
  const formula = sum()
  if (peek() !== null) fail('has an unexpected token')
  return (values) => {
    const result = formula(values)
    return Number.isFinite(result) ? result : 0
  }
}
