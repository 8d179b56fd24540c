/**
 * Parses the server's own queries. PostHog's grammar takes a quarter of a second for a query of ten lines, and some
 * templates are generated for each number of steps. This parser handles the subset of HogQL they use in less than a
 * millisecond. A test compares its trees with the grammar's.
 */
import type { Call, Expr, JoinExpr, OrderExpr, SelectQuery, WindowExpr } from './ast.ts'

const TOKEN =
  /\s+|(?<string>'(?:[^'\\]|\\.)*')|(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_$][\w$]*)|(?<quoted>`[^`]*`)|(?<sign>->|!=|>=|<=|[(){}[\],.=<>+\-*/%])/gy
const COMPARISONS: Record<string, string> = { '=': '==', '!=': '!=', '<': '<', '>': '>', '<=': '<=', '>=': '>=' }
const CLAUSES = new Set([
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'JOIN',
  'LEFT',
  'ON',
  'AS',
  'ASC',
  'DESC',
  'AND',
  'OR',
  'BY',
  'IN',
  'NOT',
  'OVER',
])
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', '0': '\0' }

interface Token {
  kind: 'string' | 'number' | 'name' | 'quoted' | 'sign' | 'end'
  text: string
}

/** @throws Error for syntax that no template uses */
export function parseTemplate(text: string): Expr {
  return new TemplateParser(text).whole()
}

class TemplateParser {
  private readonly tokens: Token[] = []
  private at = 0

  constructor(private readonly text: string) {
    TOKEN.lastIndex = 0
    while (TOKEN.lastIndex < text.length) {
      const start = TOKEN.lastIndex
      const match = TOKEN.exec(text)
      if (!match) throw new Error(`template: unexpected "${text.slice(start, start + 20)}"`)
      const found = Object.entries(match.groups!).find(([, value]) => value !== undefined)
      if (found) this.tokens.push({ kind: found[0] as Token['kind'], text: found[1]! })
    }
    this.tokens.push({ kind: 'end', text: '' })
  }

  whole(): Expr {
    const result = this.isWord('SELECT') ? this.select() : this.expr()
    if (this.peek().kind !== 'end') this.fail()
    return result
  }

  private fail(): never {
    throw new Error(`template: unexpected "${this.peek().text}" in ${this.text.slice(0, 200)}`)
  }

  private peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)]!
  }

  private next(): Token {
    return this.tokens[this.at++]!
  }

  private isSign(sign: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead)
    return kind === 'sign' && text === sign
  }

  private isWord(word: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead)
    return kind === 'name' && text === word
  }

  private takeSign(sign: string): boolean {
    if (!this.isSign(sign)) return false
    this.at++
    return true
  }

  private takeWord(...words: string[]): boolean {
    if (!words.every((word, index) => this.isWord(word, index))) return false
    this.at += words.length
    return true
  }

  private expect(sign: string): void {
    if (!this.takeSign(sign)) this.fail()
  }

  private list<T>(read: () => T): T[] {
    const items = [read()]
    while (this.takeSign(',')) items.push(read())
    return items
  }

  private name(): string {
    const token = this.next()
    if (token.kind === 'quoted') return token.text.slice(1, -1)
    if (token.kind !== 'name') this.fail()
    return token.text
  }

  // --- selects -----------------------------------------------------------------------------------------------------

  private select(): SelectQuery {
    if (!this.takeWord('SELECT')) this.fail()
    const distinct = this.takeWord('DISTINCT') || null
    const select = this.list(() => this.selected())
    const query: SelectQuery = { node: 'SelectQuery', select, ...(distinct && { distinct }) }
    if (this.takeWord('FROM')) query.select_from = this.from()
    if (this.takeWord('WHERE')) query.where = this.expr()
    if (this.takeWord('GROUP', 'BY')) query.group_by = this.list(() => this.expr())
    if (this.takeWord('HAVING')) query.having = this.expr()
    if (this.takeWord('ORDER', 'BY')) query.order_by = this.list(() => this.order())
    if (this.takeWord('LIMIT')) query.limit = this.expr()
    return query
  }

  private selected(): Expr {
    const expr = this.expr()
    return this.takeWord('AS') ? { node: 'Alias', alias: this.name(), expr } : expr
  }

  private order(): OrderExpr {
    const expr = this.expr()
    const order = this.takeWord('DESC') ? 'DESC' : 'ASC'
    if (order === 'ASC') this.takeWord('ASC')
    return { node: 'OrderExpr', expr, order }
  }

  private from(): JoinExpr {
    const first = this.table()
    let last = first
    for (;;) {
      const type = this.takeWord('LEFT', 'JOIN') ? 'LEFT JOIN' : this.takeWord('JOIN') ? 'JOIN' : null
      if (!type) return first
      const join = this.table()
      join.join_type = type
      if (!this.takeWord('ON')) this.fail()
      join.constraint = { node: 'JoinConstraint', constraint_type: 'ON', expr: this.expr() }
      last.next_join = join
      last = join
    }
  }

  private table(): JoinExpr {
    let table: Expr
    if (this.takeSign('(')) {
      table = this.select()
      this.expect(')')
    } else if (this.isSign('{')) table = this.primary()
    else table = { node: 'Field', chain: [this.name()] }
    const alias = this.takeWord('AS') ? this.name() : null
    return { node: 'JoinExpr', table, alias, next_join: null }
  }

  // --- expressions, lowest precedence first ------------------------------------------------------------------------

  private expr(): Expr {
    const exprs = [this.conjunction()]
    while (this.takeWord('OR')) exprs.push(this.conjunction())
    return exprs.length === 1 ? exprs[0]! : { node: 'Or', exprs }
  }

  private conjunction(): Expr {
    const exprs = [this.negation()]
    while (this.takeWord('AND')) exprs.push(this.negation())
    return exprs.length === 1 ? exprs[0]! : { node: 'And', exprs }
  }

  private negation(): Expr {
    return this.takeWord('NOT') ? { node: 'Not', expr: this.negation() } : this.comparison()
  }

  private comparison(): Expr {
    const left = this.sum()
    if (this.takeWord('IN')) return { node: 'CompareOperation', op: 'in', left, right: this.sum() }
    if (this.takeWord('NOT', 'IN')) return { node: 'CompareOperation', op: 'not in', left, right: this.sum() }
    const { kind, text } = this.peek()
    const op = kind === 'sign' ? COMPARISONS[text] : undefined
    if (!op) return left
    this.at++
    return { node: 'CompareOperation', op, left, right: this.sum() }
  }

  private sum(): Expr {
    let left = this.product()
    for (;;) {
      const op = this.isSign('+') ? '+' : this.isSign('-') ? '-' : null
      if (!op) return left
      this.at++
      left = { node: 'ArithmeticOperation', op, left, right: this.product() }
    }
  }

  private product(): Expr {
    let left = this.unary()
    for (;;) {
      const op = this.isSign('*') ? '*' : this.isSign('/') ? '/' : this.isSign('%') ? '%' : null
      if (!op) return left
      this.at++
      left = { node: 'ArithmeticOperation', op, left, right: this.unary() }
    }
  }

  private unary(): Expr {
    if (this.isSign('-') && this.peek(1).kind === 'number') {
      this.at++
      return { node: 'Constant', value: -Number(this.next().text) }
    }
    return this.postfix(this.primary())
  }

  private postfix(start: Expr): Expr {
    let expr = start
    for (;;) {
      if (this.isSign('.') && this.peek(1).kind === 'number') {
        this.at++
        expr = { node: 'TupleAccess', tuple: expr, index: Number(this.next().text) }
      } else if (this.takeSign('[')) {
        const property = this.expr()
        this.expect(']')
        expr = { node: 'ArrayAccess', array: expr, property }
      } else return expr
    }
  }

  private primary(): Expr {
    const token = this.peek()
    if (token.kind === 'number') return { node: 'Constant', value: Number(this.next().text) }
    if (token.kind === 'string')
      return {
        node: 'Constant',
        value: this.next()
          .text.slice(1, -1)
          .replace(/\\(.)/g, (_whole, char: string) => ESCAPES[char] ?? char),
      }
    if (this.takeSign('{')) {
      const name = this.name()
      this.expect('}')
      return { node: 'Placeholder', expr: { node: 'Field', chain: [name] } }
    }
    if (this.takeSign('[')) {
      const exprs = this.isSign(']') ? [] : this.list(() => this.expr())
      this.expect(']')
      return { node: 'Array', exprs }
    }
    if (this.isSign('(')) return this.bracket()
    if (this.takeSign('*')) return { node: 'Field', chain: ['*'] }
    if (token.kind === 'name' || token.kind === 'quoted') return this.named()
    return this.fail()
  }

  /** A sub-select, a lambda with several arguments, a tuple, or an expression. */
  private bracket(): Expr {
    const lambda = this.lambdaArguments()
    if (lambda) return { node: 'Lambda', args: lambda, expr: this.expr() }
    this.expect('(')
    if (this.isWord('SELECT')) {
      const query = this.select()
      this.expect(')')
      return query
    }
    const exprs = this.list(() => this.expr())
    this.expect(')')
    return exprs.length === 1 ? exprs[0]! : { node: 'Tuple', exprs }
  }

  private lambdaArguments(): string[] | null {
    const names: string[] = []
    let ahead = 1
    while (this.peek(ahead).kind === 'name') {
      names.push(this.peek(ahead).text)
      if (this.isSign(')', ahead + 1) && this.isSign('->', ahead + 2)) {
        this.at += ahead + 3
        return names
      }
      if (!this.isSign(',', ahead + 1)) return null
      ahead += 2
    }
    return null
  }

  private named(): Expr {
    if (this.peek().kind === 'name' && CLAUSES.has(this.peek().text)) this.fail()
    const first = this.name()
    if (first === 'true' || first === 'false') return { node: 'Constant', value: first === 'true' }
    if (first === 'null' || first === 'NULL') return { node: 'Constant', value: null }
    if (this.takeSign('->')) return { node: 'Lambda', args: [first], expr: this.expr() }
    if (this.isSign('(')) return this.call(first)
    const chain = [first]
    while (this.isSign('.') && this.peek(1).kind !== 'number') {
      this.at++
      chain.push(this.name())
    }
    return { node: 'Field', chain }
  }

  private call(name: string): Expr {
    let params: Expr[] | null = null
    let { args, distinct } = this.arguments()
    if (this.isSign('(')) {
      params = args
      ;({ args, distinct } = this.arguments())
    }
    if (this.takeWord('OVER')) return { node: 'WindowFunction', name, exprs: args, args: [], over_expr: this.window() }
    const call: Call = { node: 'Call', name, args }
    if (params) call.params = params
    if (distinct) call.distinct = true
    return call
  }

  private arguments(): { args: Expr[]; distinct: boolean } {
    this.expect('(')
    const distinct = this.takeWord('DISTINCT')
    const args = this.isSign(')') ? [] : this.list(() => this.expr())
    this.expect(')')
    return { args, distinct }
  }

  private window(): WindowExpr {
    this.expect('(')
    const window: WindowExpr = { node: 'WindowExpr' }
    if (this.takeWord('PARTITION', 'BY')) window.partition_by = this.list(() => this.expr())
    if (this.takeWord('ORDER', 'BY')) window.order_by = this.list(() => this.order())
    this.expect(')')
    return window
  }
}
