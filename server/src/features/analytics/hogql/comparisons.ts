/**
 * Outside of conditions, comparisons never return NULL: a missing value differs from every value and equals another
 * missing value.
 */
import type { DateTime } from 'luxon'
import { validate as isUuid } from 'uuid'
import { readLocal } from '../../../platform/local-time.ts'
import { type CompareOperation, type Expr, type Field, isSelect, type Select } from './ast.ts'
import type { QueryContext } from './context.ts'
import { assertCheapPattern } from './costs.ts'
import { QueryError } from './errors.ts'
import { type CompiledSelect, numberText, type Scope, value } from './scope.ts'
import { type Names, type Place, type Printed, type PropertyForm, quoteText } from './tables-in-query.ts'

const COMPARISONS: Record<string, string> = {
  '==': 'equals',
  '!=': 'notEquals',
  '<': 'less',
  '>': 'greater',
  '<=': 'lessOrEquals',
  '>=': 'greaterOrEquals',
  like: 'like',
  ilike: 'ilike',
  'not like': 'notLike',
  'not ilike': 'notILike',
}
/** A list of at least this many strings is bound as one array parameter. */
const LIST_AS_PARAMETER_MIN = 4

/** Compiles comparisons. Subclasses compile all other expressions. */
export abstract class ComparisonCompiler {
  protected readonly parameters: Record<string, unknown> = {}
  private readonly parameterNames = new Map<string, string>()
  readonly guard: Names['guard']

  constructor(readonly context: QueryContext) {
    const versions = context.cohorts.flatMap(({ id, version }) => (version === null ? [] : [`(${id}, ${version})`]))
    this.guard = {
      teamId: String(context.team.id),
      cohortVersions: versions.join(', ') || '(0, 0)',
      hiddenAccounts: (context.accounts?.hidden ?? []).map(quoteText).join(', '),
    }
  }

  /** Compiles an expression; times are converted to the project's time zone. */
  protected abstract expr(expr: Expr, scope: Scope): Printed
  /** Compiles an expression; times stay instants. */
  protected abstract raw(expr: Expr, scope: Scope): Printed
  protected abstract select(tree: Select, outer: Scope): CompiledSelect
  protected abstract field(expr: Field, form: PropertyForm, scope: Scope): Printed

  protected bind(value: unknown, type: string): string {
    const key = `${type}:${typeof value}:${JSON.stringify(value)}`
    let name = this.parameterNames.get(key)
    if (!name) {
      name = `p${this.parameterNames.size}`
      this.parameterNames.set(key, name)
      this.parameters[name] = value
    }
    return `{${name}:${type}}`
  }

  protected compare(expr: CompareOperation, scope: Scope, nullIsFalse: boolean): Printed {
    const op = expr.op.toLowerCase().replace(/^global /, '')
    if (op === 'in cohort' || op === 'not in cohort') return this.inCohort(expr, op === 'not in cohort', scope)
    if (op === 'in' || op === 'not in') return this.isIn(expr, op === 'not in', scope, nullIsFalse)
    if (op in REGEX) {
      const { isNegated, isInsensitive } = REGEX[op]!
      if (expr.right.node === 'Constant' && typeof expr.right.value === 'string')
        assertCheapPattern(expr.right.value, expr.right)
      const [left, right] = [this.expr(expr.left, scope), this.expr(expr.right, scope)]
      const pattern = isInsensitive ? `concat('(?i)', ${right.sql})` : right.sql
      const matched = left.isNullable ? `ifNull(match(${left.sql}, ${pattern}), 0)` : `match(${left.sql}, ${pattern})`
      return value(isNegated ? `not(${matched})` : matched, 'boolean')
    }
    const name = COMPARISONS[op]
    if (!name) throw new QueryError(`Unsupported operator ${expr.op}`, expr)
    const isOrder = /^[<>]=?$/.test(op)
    const { left, right } = this.operands(expr, isOrder, scope)
    const isNegative = op === '!=' || op.startsWith('not ')
    if ((op === '==' || op === '!=') && (left.constant === null || right.constant === null)) {
      const [other, place] = right.constant === null ? [left, expr.left] : [right, expr.right]
      const exists = this.exists(place, other, scope)
      return value(op === '==' ? `not(${exists})` : exists, 'boolean')
    }
    const sql = `${name}(${left.sql}, ${right.sql})`
    if (!left.isNullable && !right.isNullable) return value(sql, 'boolean')
    if ((op === '==' || op === '!=') && left.isNullable && right.isNullable) {
      const both =
        op === '=='
          ? `and(isNull(${left.sql}), isNull(${right.sql}))`
          : `or(isNotNull(${left.sql}), isNotNull(${right.sql}))`
      return value(`ifNull(${sql}, ${both})`, 'boolean')
    }
    if (nullIsFalse && !isNegative) return { sql, type: 'boolean', isNullable: true }
    return value(`ifNull(${sql}, ${isNegative ? 1 : 0})`, 'boolean')
  }

  /**
   * Reads a property as `sentAsText` when it is compared with plain text. Values of other types cannot match, so
   * converting them to text would be wasted work.
   */
  private quickText(expr: Expr, own: Printed, other: Printed, scope: Scope): Printed {
    if (own.type !== 'string' || !own.isNullable || !isPlainText(other)) return own
    if (expr.node === 'Field') return this.field(expr, 'sentAsText', scope)
    return expr.node === 'PropertyValue' && expr.as === 'text' ? this.field(expr.field, 'sentAsText', scope) : own
  }

  /** Compiles both sides, converting a constant string to the type of the other side. */
  protected operands(expr: CompareOperation, isOrder: boolean, scope: Scope): { left: Printed; right: Printed } {
    let left = this.raw(expr.left, scope)
    let right = this.raw(expr.right, scope)
    if (expr.op === '==') {
      left = this.quickText(expr.left, left, right, scope)
      right = this.quickText(expr.right, right, left, scope)
    }
    // Compared with a number, the text "9" is less than "10".
    if (isOrder && isNumber(right.constant) && left.type === 'string') left = this.number(expr.left, left, scope)
    if (isOrder && isNumber(left.constant) && right.type === 'string') right = this.number(expr.right, right, scope)
    return { left: this.fit(left, right, expr.left), right: this.fit(right, left, expr.right) }
  }

  /** SQL for "has a value". A property does not have to be read for this. */
  private exists(expr: Expr, own: Printed, scope: Scope): string {
    const asIs = expr.node === 'Field' && expr.chain.length > 1 ? this.field(expr, 'exists', scope) : own
    if (asIs.sql === own.sql || asIs.type !== 'boolean') return `isNotNull(${own.sql})`
    return asIs.isNullable ? `ifNull(${asIs.sql}, 0)` : asIs.sql
  }

  /** Text as a number. Properties stored as numbers are read directly rather than through text. */
  private number(expr: Expr, own: Printed, scope: Scope): Printed {
    const asIs = expr.node === 'Field' && expr.chain.length > 1 ? this.field(expr, 'number', scope) : own
    if (asIs.type === 'number') return asIs
    return { sql: `ifNotFinite(toFloat64OrNull(trim(${own.sql})), NULL)`, type: 'number', isNullable: true }
  }

  protected fit(own: Printed, other: Printed, place: Expr): Printed {
    if (own.type === 'date' && other.type === 'datetime') return this.toTime(own)
    if (typeof own.constant === 'string' && !('bindAs' in place)) {
      if (other.type === 'datetime') return this.timeConstant(own.constant, place)
      if (other.type === 'uuid') {
        if (!isUuid(own.constant)) throw new QueryError(`"${own.constant.slice(0, 100)}" is not a UUID.`, place)
        return value(this.bind(own.constant, 'UUID'), 'uuid')
      }
      if (other.type === 'date') {
        const date = this.dateConstant(own.constant)
        if (!date) throw new QueryError(`"${own.constant.slice(0, 100)}" is not a date.`, place)
        return date
      }
    }
    if (other.type === 'number' && own.constant !== undefined && typeof own.constant === 'string') {
      const number = Number(own.constant)
      const isExact = /^-?\d+$/.test(own.constant.trim())
      if (own.constant.trim() !== '' && Number.isFinite(number))
        return {
          ...value(numberText(isExact ? own.constant.trim() : String(number), place), 'number'),
          constant: number,
        }
    }
    // Next to a property stored as text, a numeric constant is compared as text.
    if (other.type === 'string' && (typeof own.constant === 'number' || typeof own.constant === 'bigint'))
      return value(this.bind(String(own.constant), 'String'), 'string')
    if (other.type === 'string' && typeof own.constant === 'boolean')
      return value(this.bind(String(own.constant), 'String'), 'string')
    return own
  }

  /** A date as a time: the start of that day in the project's time zone. */
  protected toTime({ sql, isNullable }: Printed): Printed {
    return { sql: `toDateTime64(${sql}, 6, ${quoteText(this.context.team.timezone)})`, type: 'datetime', isNullable }
  }

  protected readTime(text: string): DateTime {
    return readLocal(text.trim().replace(' ', 'T'), this.context.team.timezone)
  }

  protected dateConstant(text: string): Printed | null {
    const date = this.readTime(text).toISODate()
    return date === null ? null : value(`toDate(${quoteText(date)})`, 'date')
  }

  protected timeConstant(text: string, place: Place): Printed {
    const time = this.readTime(text)
    if (!time.isValid || time.year < 1900 || time.year > 2299)
      throw new QueryError(`"${text.slice(0, 100)}" is not a date.`, place)
    const digits = /\.(\d{4,6})/.exec(text)?.[1]?.padEnd(6, '0')
    const base = time.toUTC().toFormat('yyyy-MM-dd HH:mm:ss')
    return { ...value(`toDateTime64('${base}.${digits ?? time.toFormat('SSS')}', 6, 'UTC')`, 'datetime') }
  }

  protected isIn(expr: CompareOperation, isNegated: boolean, scope: Scope, nullIsFalse: boolean): Printed {
    const left = this.raw(expr.left, scope)
    const { right } = expr
    const items = right.node === 'Tuple' || right.node === 'Array' ? right.exprs : null
    const nulls = items?.some((item) => item.node === 'Constant' && item.value === null) ?? false
    const list = items?.filter((item) => !(item.node === 'Constant' && item.value === null))
    let sql: string
    if (isSelect(right)) sql = `in(${left.sql}, (${this.select(right, scope).sql}))`
    else if (list && list.length === 0) sql = '0'
    else if (list) sql = `in(${left.sql}, ${this.inList(list, left, scope)})`
    else if (right.node === 'Field' && right.chain.length === 1 && isTable(scope.ctes.get(String(right.chain[0]))))
      sql = `in(${left.sql}, (SELECT * FROM ${(scope.ctes.get(String(right.chain[0])) as { text: string }).text}))`
    else {
      const printed = this.fit(this.raw(right, scope), left, right)
      const isList = printed.type === 'array' || (printed.constant === undefined && printed.type === 'unknown')
      sql = isList ? `has(${printed.sql}, ${left.sql})` : `in(${left.sql}, tuple(${printed.sql}))`
    }
    if (nulls) sql = `or(ifNull(${sql}, 0), isNull(${left.sql}))`
    else if (left.isNullable && (isNegated || !nullIsFalse)) sql = `ifNull(${sql}, 0)`
    return {
      ...value(isNegated ? `not(${sql})` : sql, 'boolean'),
      isNullable: left.isNullable && nullIsFalse && !isNegated,
    }
  }

  protected inList(list: readonly Expr[], left: Printed, scope: Scope): string {
    const texts = manyTexts(list)
    if (texts) {
      if (left.type === 'uuid') {
        texts.forEach((text, index) => {
          if (!isUuid(text)) throw new QueryError(`"${text.slice(0, 100)}" is not a UUID.`, list[index])
        })
        return this.bind(texts, 'Array(UUID)')
      }
      if (left.type !== 'datetime' && left.type !== 'date' && left.type !== 'number') return this.bindTexts(texts)
    }
    return `tuple(${list.map((item) => this.fit(this.raw(item, scope), left, item).sql).join(', ')})`
  }

  protected bindTexts(texts: readonly string[]): string {
    return this.bind(
      texts.map((text) => text.replaceAll('\0', '')),
      'Array(String)',
    )
  }

  protected inCohort(expr: CompareOperation, isNegated: boolean, scope: Scope): Printed {
    const left = this.expr(expr.left, scope)
    const wanted = expr.right.node === 'Constant' ? expr.right.value : null
    const cohort = this.context.cohorts.find(({ id, name }) =>
      typeof wanted === 'number' ? id === wanted : name === wanted,
    )
    if (!cohort)
      throw new QueryError(
        typeof wanted === 'string' || typeof wanted === 'number'
          ? `Could not find a cohort with ${typeof wanted === 'number' ? 'id' : 'the name'} "${String(wanted).slice(0, 200)}"`
          : 'IN COHORT takes the ID or the name of a cohort.',
        expr.right,
      )
    const sql = `in(${left.sql}, (SELECT person_id FROM cohort_people WHERE team_id = ${this.guard.teamId} AND cohort_id = ${cohort.id} AND version = ${cohort.version ?? 0}))`
    return value(isNegated ? `not(ifNull(${sql}, 0))` : left.isNullable ? `ifNull(${sql}, 0)` : sql, 'boolean')
  }
}

/** The items of a list if all are strings and the list is long enough to bind as one parameter; null otherwise. */
export function manyTexts(list: readonly Expr[]): string[] | null {
  if (list.length < LIST_AS_PARAMETER_MIN) return null
  const texts = list.flatMap((item) =>
    item.node === 'Constant' && typeof item.value === 'string' && !item.bindAs && !item.value_type ? [item.value] : [],
  )
  return texts.length === list.length ? texts : null
}

const REGEX: Record<string, { isNegated: boolean; isInsensitive: boolean }> = {
  '=~': { isNegated: false, isInsensitive: false },
  '!~': { isNegated: true, isInsensitive: false },
  '=~*': { isNegated: false, isInsensitive: true },
  '!~*': { isNegated: true, isInsensitive: true },
}
/**
 * True for text that cannot be the text form of a number, boolean, list or object. A property equal to it was sent as a
 * string.
 */
const isPlainText = ({ constant }: Printed): boolean =>
  typeof constant === 'string' && /^[A-Za-z]/.test(constant) && !/^(true|false|inf|nan|null)/i.test(constant)

const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint'

function isTable(cte: unknown): boolean {
  return typeof cte === 'object' && cte !== null && 'text' in cte
}
