/** Compiles expressions: names, calls, casts and conditions. */
import {
  type Call,
  type Constant,
  type Expr,
  type Field,
  type OrderExpr,
  replace,
  type WindowExpr,
  type WindowFrameExpr,
  walk,
} from './ast.ts'
import { ComparisonCompiler, manyTexts } from './comparisons.ts'
import { actionKey } from './context.ts'
import { assertParameters, boundArguments } from './costs.ts'
import { QueryError } from './errors.ts'
import { findCastType, findFunction } from './functions.ts'
import { aggregateInArray, findOwnFunction, type OwnFunction } from './own-functions.ts'
import { localTime, type ValueType } from './schema.ts'
import { checkName, numberText, type Scope, value } from './scope.ts'
import {
  accessPath,
  type Place,
  type Printed,
  type PropertyForm,
  quoteName,
  quoteText,
  unresolved,
} from './tables-in-query.ts'

const ARITHMETIC: Record<string, string> = { '+': 'plus', '-': 'minus', '*': 'multiply', '/': 'divide', '%': 'modulo' }
/** Functions that take a time zone argument, which is faster than converting every time first. */
const STARTS = new Set([
  'toStartOfYear',
  'toStartOfQuarter',
  'toStartOfMonth',
  'toStartOfDay',
  'toStartOfHour',
  'toStartOfMinute',
  'toMonday',
])
const FRAMES: Record<string, string> = { PRECEDING: 'PRECEDING', FOLLOWING: 'FOLLOWING', 'CURRENT ROW': 'CURRENT ROW' }
/** Compiles expressions. The subclass compiles selects. */
export abstract class ExpressionCompiler extends ComparisonCompiler {
  private isInAction = false

  /** Compiles an expression where NULL counts as false, so no `ifNull` is needed. */
  protected condition(expr: Expr, scope: Scope): string {
    if (expr.node === 'And') return expr.exprs.map((each) => `(${this.condition(each, scope)})`).join(' AND ')
    if (expr.node === 'Or') return expr.exprs.map((each) => `(${this.condition(each, scope)})`).join(' OR ')
    if (expr.node === 'CompareOperation') return this.compare(expr, scope, true).sql
    if (expr.node === 'BetweenExpr' && !expr.negated) return this.between(expr, scope).sql
    const printed = this.expr(expr, scope)
    if (printed.constant !== undefined) return printed.constant ? '1' : '0'
    if (printed.type === 'string' || printed.type === 'datetime' || printed.type === 'uuid')
      throw new QueryError('A condition is expected here.', expr)
    return printed.sql
  }

  protected expr(expr: Expr, scope: Scope): Printed {
    return this.zoned(this.raw(expr, scope))
  }

  /** Converts times to the project's time zone. */
  protected zoned(printed: Printed): Printed {
    if (!printed.isInstant) return printed
    const { timezone } = this.context.team
    return timezone === 'UTC'
      ? { ...printed, isInstant: false }
      : { ...printed, isInstant: false, sql: `toTimeZone(${printed.sql}, ${quoteText(timezone)})` }
  }

  protected raw(expr: Expr, scope: Scope): Printed {
    switch (expr.node) {
      case 'Constant':
        return this.constant(expr)
      case 'Field':
        return this.field(expr, 'typed', scope)
      case 'PropertyValue':
        return this.field(expr.field, expr.as, scope)
      case 'Call':
        return this.call(expr, scope)
      case 'And':
      case 'Or':
        if (expr.exprs.length === 0) return value('1', 'boolean')
        return value(
          `${expr.node.toLowerCase()}(${expr.exprs.map((each) => this.boolean(each, scope)).join(', ')})`,
          'boolean',
        )
      case 'Not':
        return value(`not(${this.boolean(expr.expr, scope)})`, 'boolean')
      case 'CompareOperation':
        return this.compare(expr, scope, false)
      case 'BetweenExpr':
        return this.between(expr, scope)
      case 'ArithmeticOperation': {
        const [left, right] = [this.expr(expr.left, scope), this.expr(expr.right, scope)]
        const isTime = ({ type }: Printed) => type === 'datetime' || type === 'date'
        const isNumber = left.type === 'number' && right.type === 'number'
        const type = isTime(left) && !isTime(right) ? left.type : isNumber ? 'number' : 'unknown'
        return {
          sql: `${ARITHMETIC[expr.op]}(${left.sql}, ${right.sql})`,
          type,
          isNullable: left.isNullable || right.isNullable,
        }
      }
      case 'TypeCast':
        return this.cast(expr.expr, expr.type_name, expr, scope)
      case 'Array':
        return value(this.list(expr.exprs, scope), 'array')
      case 'Tuple':
        return value(`tuple(${expr.exprs.map((each) => this.expr(each, scope).sql).join(', ')})`, 'unknown')
      case 'Dict':
        return value(
          `map(${expr.items.flatMap((pair) => pair.map((each) => this.expr(each, scope).sql)).join(', ')})`,
          'unknown',
        )
      case 'ArrayAccess':
        return this.arrayAccess(expr, scope)
      case 'TupleAccess':
        return {
          sql: `tupleElement(${this.expr(expr.tuple, scope).sql}, ${expr.index})`,
          type: 'unknown',
          isNullable: true,
        }
      case 'Lambda':
        return this.lambda(expr.args, expr.expr, expr, scope)
      case 'WindowFunction':
        return this.windowFunction(expr, scope)
      case 'SelectQuery':
      case 'SelectSetQuery':
        return { sql: `(${this.select(expr, scope).sql})`, type: 'unknown', isNullable: true }
      case 'Alias':
        throw new QueryError('An alias is only allowed in the select list.', expr)
      case 'Placeholder':
        throw new QueryError('Unresolved placeholder.', expr)
      default:
        throw new QueryError(`Unsupported expression ${String((expr as { node?: unknown }).node)}`, expr as Place)
    }
  }

  private list(exprs: readonly Expr[], scope: Scope): string {
    const texts = manyTexts(exprs)
    return texts ? this.bindTexts(texts) : `[${exprs.map((each) => this.expr(each, scope).sql).join(', ')}]`
  }

  /** Compiles a boolean that is never NULL, for operators such as NOT. */
  protected boolean(expr: Expr, scope: Scope): string {
    const printed = this.expr(expr, scope)
    if (printed.constant !== undefined) return printed.constant ? '1' : '0'
    return printed.isNullable ? `ifNull(${printed.sql}, 0)` : printed.sql
  }

  protected constant(expr: Constant): Printed {
    const { value: own, value_type: valueType, bindAs } = expr
    if (bindAs === 'DateTime') {
      if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/.test(String(own))) throw new Error('invalid time constant')
      return { sql: `toDateTime64('${own}', 6, 'UTC')`, type: 'datetime', isNullable: false, constant: own }
    }
    if (bindAs) {
      const type: ValueType = /DateTime/.test(bindAs)
        ? 'datetime'
        : /Array/.test(bindAs)
          ? 'array'
          : /UUID/.test(bindAs)
            ? 'uuid'
            : /String/.test(bindAs)
              ? 'string'
              : 'number'
      return { sql: this.bind(own, bindAs), type, isNullable: false, constant: own }
    }
    if (own === null) return { sql: 'NULL', type: 'unknown', isNullable: true, constant: null }
    if (typeof own === 'boolean')
      return { sql: own ? 'true' : 'false', type: 'boolean', isNullable: false, constant: own }
    if (valueType === 'number' || typeof own === 'bigint') {
      const text = numberText(String(own), expr)
      return { ...value(text, 'number'), constant: /^-?\d+$/.test(String(own)) ? BigInt(own) : Number(own) }
    }
    if (typeof own === 'number') return { ...value(numberText(String(own), expr), 'number'), constant: own }
    return { ...value(this.bind(own.replaceAll('\0', ''), 'String'), 'string'), constant: own }
  }

  protected field(expr: Field, form: PropertyForm, scope: Scope): Printed {
    const { chain } = expr
    const name = String(chain[0])
    if (name === '*') return value('*', 'unknown')
    if (scope.lambdaArguments.includes(name))
      return chain.length === 1
        ? { sql: quoteName(name), type: 'unknown', isNullable: true }
        : accessPath({ sql: quoteName(name), type: 'unknown', isNullable: true }, chain.slice(1), chain, expr)
    const alias = scope.aliases.get(name)
    const isColumn = alias && scope.prefersColumns ? this.column(chain, form, scope, expr) : null
    if (isColumn) return isColumn
    if (alias) return chain.length === 1 ? alias : this.aliasPath(alias, chain, form, scope, expr)
    const found = this.column(chain, form, scope, expr)
    if (found) return found
    const pending = scope.pending.get(name)
    if (pending && chain.length === 1 && !scope.resolving.has(name)) {
      scope.resolving.add(name)
      const printed = this.expr(pending, scope)
      scope.resolving.delete(name)
      return { ...printed, constant: undefined }
    }
    throw unresolved(chain, expr)
  }

  /** An alias may have the name of the column it was made from. A path then goes to the column. */
  protected aliasPath(alias: Printed, chain: Field['chain'], form: PropertyForm, scope: Scope, place: Place): Printed {
    return this.column(chain, form, scope, place) ?? accessPath(alias, chain.slice(1), chain, place)
  }

  protected column(chain: Field['chain'], form: PropertyForm, scope: Scope, place: Place): Printed | null {
    if (chain.length > 1) {
      const named = scope.sources.find(({ name }) => name === String(chain[0]))
      const found = named?.source.resolve(chain.slice(1), form, place)
      if (found) return found
    }
    const found = scope.sources.flatMap(({ source }) => source.resolve(chain, form, place) ?? [])
    if (found.length > 1)
      throw new QueryError(`Ambiguous query. Found multiple sources for field: ${chain.join('.')}`, place)
    return found[0] ?? null
  }

  protected arrayAccess(expr: Expr & { node: 'ArrayAccess' }, scope: Scope): Printed {
    // properties['a b'] is the same as properties.`a b`.
    const chain = chainOf(expr)
    if (chain) {
      const name = String(chain[0])
      const isOwn =
        scope.lambdaArguments.includes(name) || (scope.aliases.has(name) && !this.column(chain, 'typed', scope, expr))
      const found = isOwn ? null : this.column(chain, 'typed', scope, expr)
      if (found) return found
    }
    const [list, index] = [this.expr(expr.array, scope), this.expr(expr.property, scope)]
    if ((list.type === 'object' || list.type === 'string') && typeof index.constant === 'string')
      return accessPath(list, [index.constant], [], expr)
    return { sql: `arrayElement(${list.sql}, ${index.sql})`, type: 'unknown', isNullable: true }
  }

  protected lambda(names: string[], body: Expr, place: Place, scope: Scope): Printed {
    for (const name of names) checkName(name, place)
    scope.lambdaArguments.push(...names)
    const printed = this.expr(body, scope)
    scope.lambdaArguments.splice(-names.length)
    return value(`(${names.map(quoteName).join(', ')}) -> ${printed.sql}`, 'unknown')
  }

  protected cast(expr: Expr, name: string, place: Place, scope: Scope): Printed {
    const printed = this.expr(expr, scope)
    if (/^datetime|^timestamp/i.test(name)) return this.time(printed)
    const type = findCastType(name)
    if (!type) throw new QueryError(`Unsupported type "${name.slice(0, 100)}"`, place)
    const kind: ValueType =
      type === 'String'
        ? 'string'
        : type === 'Bool'
          ? 'boolean'
          : type === 'Date'
            ? 'date'
            : type === 'UUID'
              ? 'uuid'
              : 'number'
    return { sql: `accurateCastOrNull(${printed.sql}, '${type}')`, type: kind, isNullable: true }
  }

  protected time(printed: Printed): Printed {
    const { timezone } = this.context.team
    if (printed.type === 'string') return { sql: localTime(printed.sql, timezone), type: 'datetime', isNullable: true }
    return this.toTime(printed)
  }

  protected windowFunction(expr: Expr & { node: 'WindowFunction' }, scope: Scope): Printed {
    const found = findFunction(expr.name)
    if (!found || found.kind === 'function') throw unsupported(expr.name, expr)
    const parameters = expr.args?.length && expr.exprs?.length ? expr.args : null
    const printed = (expr.exprs?.length ? expr.exprs : (expr.args ?? [])).map((each) => this.expr(each, scope))
    // If there is no such row, the engine would return zero or an empty string instead of NULL.
    const mayMiss = /^(lag|lead|nth_value)$/.test(found.name)
    const list = printed.map(({ sql, type }, index) =>
      mayMiss && index !== 1 && type !== 'array' ? `toNullable(${sql})` : sql,
    )
    const values = parameters ? `(${parameters.map((each) => this.expr(each, scope).sql).join(', ')})` : ''
    if (expr.over_identifier) checkName(expr.over_identifier, expr)
    const over = expr.over_identifier
      ? quoteName(expr.over_identifier)
      : `(${expr.over_expr ? this.window(expr.over_expr, scope) : ''})`
    const type = mayMiss ? (printed[0]?.type ?? 'unknown') : 'unknown'
    return { sql: `${found.name}${values}(${list.join(', ')}) OVER ${over}`, type, isNullable: true }
  }

  protected call(expr: Call, scope: Scope): Printed {
    const special = this.specialCall(expr, scope)
    if (special) return special
    const found = findFunction(expr.name)
    if (!found || found.kind === 'window') throw unsupported(expr.name, expr)
    if (found.kind === 'function' && (expr.distinct || expr.filter_expr || expr.params?.length))
      throw new QueryError(`${expr.name} is not an aggregate function.`, expr)
    if (expr.order_by?.length) throw new QueryError('ORDER BY within a call is not supported.', expr)
    const printed = expr.args.map((argument) =>
      argument.node === 'Field' && argument.chain[0] === '*' ? value('', 'unknown') : this.expr(argument, scope),
    )
    const list = printed.map(({ sql }) => sql)
    const bounded = boundArguments(found.name, expr.args, list)
    assertParameters(found.name, expr.params ?? [])
    let { name } = found
    if (expr.filter_expr) {
      name += 'If'
      bounded.push(this.condition(expr.filter_expr, scope))
    }
    const params = expr.params?.length
      ? `(${expr.params.map((each) => (each.node === 'Constant' && typeof each.value === 'number' ? numberText(String(each.value), each) : this.literal(each))).join(', ')})`
      : ''
    return {
      sql: `${name}${params}(${expr.distinct ? 'DISTINCT ' : ''}${bounded.filter((each) => each !== '').join(', ')})`,
      type: KEEPS_TYPE.test(name) ? (printed[0]?.type ?? 'unknown') : returnType(name),
      isNullable: !NEVER_NULL.test(name),
    }
  }

  protected literal(expr: Expr): string {
    if (expr.node === 'Constant' && typeof expr.value === 'string') return quoteText(expr.value)
    throw new QueryError('Parameters of a function must be constants.', expr)
  }

  /** Compiles functions with their own meaning in HogQL; returns null for all others. */
  protected specialCall(expr: Call, scope: Scope): Printed | null {
    const { name, args } = expr
    const zone = quoteText(this.context.team.timezone)
    const now = () =>
      `toDateTime64(${quoteText(this.context.now.toISOString().slice(0, 23).replace('T', ' '))}, 6, 'UTC')`
    const first = () => {
      if (args.length === 0) throw new QueryError(`${name} needs an argument.`, expr)
      return this.expr(args[0]!, scope)
    }
    switch (name.toLowerCase()) {
      case 'now':
      case 'now64':
        return { sql: now(), type: 'datetime', isNullable: false, isInstant: true }
      case 'today':
        return value(`toDate(${now()}, ${zone})`, 'date')
      case 'yesterday':
        return value(`(toDate(${now()}, ${zone}) - 1)`, 'date')
      case 'toint': {
        const text = `toString(${first().sql})`
        return {
          sql: `ifNull(toInt64OrNull(${text}), accurateCastOrNull(trunc(toFloat64OrNull(${text})), 'Int64'))`,
          type: 'number',
          isNullable: true,
        }
      }
      case 'tofloat':
        return { sql: `toFloat64OrNull(toString(${first().sql}))`, type: 'number', isNullable: true }
      case 'tobool': {
        const argument = first()
        if (argument.type === 'boolean') return argument
        return {
          sql: `transform(lower(toString(${argument.sql})), ['true', '1', 'false', '0'], [true, true, false, false], NULL)`,
          type: 'boolean',
          isNullable: true,
        }
      }
      case 'todatetime': {
        if (args.length > 1) return null
        const argument = first()
        if (argument.type === 'string') return this.time(argument)
        // Truncates a time to seconds, the type that windowFunnel and sequenceMatch require.
        return { sql: `toDateTime(${argument.sql}, ${zone})`, type: 'datetime', isNullable: argument.isNullable }
      }
      case 'parsedatetimebesteffort':
      case 'parsedatetimebesteffortornull':
        return args.length === 1 ? this.time(first()) : null
      case 'todatetimeus':
      case 'parsedatetime':
      case 'parsedatetimeornull': {
        const wanted = name.toLowerCase() === 'todatetimeus' ? 1 : 2
        if (args.length !== wanted) return null
        const list = [...args.map((argument) => this.expr(argument, scope).sql), ...(wanted === 1 ? ['6'] : []), zone]
        const own = wanted === 1 ? 'parseDateTime64BestEffortUSOrNull' : 'parseDateTimeOrNull'
        return { sql: `${own}(${list.join(', ')})`, type: 'datetime', isNullable: true }
      }
      case 'current_timestamp':
        return { sql: now(), type: 'datetime', isNullable: false, isInstant: true }
      case 'current_date':
        return value(`toDate(${now()}, ${zone})`, 'date')
      case 'arrayreduce': {
        const [wanted, ...lists] = args
        const aggregate =
          wanted?.node === 'Constant' && typeof wanted.value === 'string' ? aggregateInArray(wanted.value) : null
        if (!aggregate || lists.length === 0)
          throw new QueryError("arrayReduce takes the name of an aggregate function, such as 'sum', and lists.", expr)
        const printed = lists.map((list) => this.expr(list, scope).sql)
        return {
          sql: `arrayReduce(${[quoteText(aggregate), ...printed].join(', ')})`,
          type: 'unknown',
          isNullable: true,
        }
      }
      case 'matchesaction':
        return this.matchesAction(expr, scope)
      case 'todate':
      case 'to_date':
      case 'todateornull': {
        if (args.length === 2) {
          const time = this.raw(args[0]!, scope)
          if (time.type !== 'datetime') return null
          return {
            sql: `toDate(${time.sql}, ${this.expr(args[1]!, scope).sql})`,
            type: 'date',
            isNullable: time.isNullable,
          }
        }
        if (args.length !== 1) return null
        const argument = this.raw(args[0]!, scope)
        if (argument.isInstant)
          return { sql: `toDate(${argument.sql}, ${zone})`, type: 'date', isNullable: argument.isNullable }
        const constant = typeof argument.constant === 'string' ? this.dateConstant(argument.constant) : null
        if (constant) return constant
        const time = argument.type === 'string' ? this.time(argument) : argument
        return { sql: `toDate(${time.sql})`, type: 'date', isNullable: time.isNullable }
      }
      case 'tostartofweek': {
        first()
        const argument = this.raw(args[0]!, scope)
        const mode = args[1] ? this.expr(args[1], scope).sql : this.context.team.weekStartDay === 1 ? '1' : '0'
        if (argument.isInstant)
          return {
            sql: `toStartOfWeek(${argument.sql}, ${mode}, ${zone})`,
            type: 'date',
            isNullable: argument.isNullable,
          }
        return { sql: `toStartOfWeek(${argument.sql}, ${mode})`, type: 'date', isNullable: argument.isNullable }
      }
      case 'datediff':
      case 'date_diff':
      case 'age': {
        const printed = args.map((argument) => this.expr(argument, scope))
        const [unit, from, to, ...rest] = printed
        if (!unit || !from || !to) return null
        // If one is a date and the other a time, the date becomes the start of the day in the project's time zone.
        const list = [unit, this.fit(from, to, args[1]!), this.fit(to, from, args[2]!), ...rest]
        return {
          sql: `${findFunction(name)!.name}(${list.map(({ sql }) => sql).join(', ')})`,
          type: 'number',
          isNullable: from.isNullable || to.isNullable,
        }
      }
      case '_casewithexpression':
        return this.caseWith(args, scope)
      case 'if':
      case 'multiif': {
        const printed = args.map((argument, index) =>
          index % 2 === 0 && index < args.length - 1 ? null : this.expr(argument, scope),
        )
        const list = args.map((argument, index) => printed[index]?.sql ?? this.condition(argument, scope))
        const values = printed.filter((each) => each !== null)
        const type = values.every((each) => each.type === values[0]!.type) ? values[0]?.type : undefined
        return {
          sql: `${args.length > 3 ? 'multiIf' : 'if'}(${list.join(', ')})`,
          type: type ?? 'unknown',
          isNullable: values.some((each) => each.isNullable),
        }
      }
      case 'ifnull':
      case 'coalesce': {
        const printed = args.map((argument) => this.expr(argument, scope))
        return {
          sql: `${name.toLowerCase() === 'ifnull' ? 'ifNull' : 'coalesce'}(${printed.map(({ sql }) => sql).join(', ')})`,
          type: printed[0]?.type ?? 'unknown',
          isNullable: printed.every((each) => each.isNullable),
        }
      }
      case 'count':
        return null
      default: {
        const own = findOwnFunction(name)
        if (own) return this.ownFunction(own, expr, scope)
        const found = findFunction(name)
        if (found && STARTS.has(found.name) && args.length === 1) {
          const argument = this.raw(args[0]!, scope)
          const isDate = found.name === 'toMonday' || /Year|Quarter|Month/.test(found.name)
          const type: ValueType = isDate ? 'date' : 'datetime'
          if (argument.isInstant)
            return { sql: `${found.name}(${argument.sql}, ${zone})`, type, isNullable: argument.isNullable }
          return { sql: `${found.name}(${this.zoned(argument).sql})`, type, isNullable: argument.isNullable }
        }
        return null
      }
    }
  }

  protected ownFunction(own: OwnFunction, { name, args, ...call }: Call, scope: Scope): Printed {
    if (call.distinct || call.filter_expr || call.params?.length)
      throw new QueryError(`${name} takes neither DISTINCT, FILTER nor parameters.`, call)
    if (args.length < own.min || args.length > own.max)
      throw new QueryError(
        `${name} takes ${own.min === own.max ? own.min : `${own.min} or ${own.max}`} argument${own.max === 1 ? '' : 's'}, not ${args.length}.`,
        call,
      )
    const printed = args.map((argument) => this.expr(argument, scope))
    return {
      sql: own.print(
        printed.map(({ sql }) => sql),
        (list, type) => this.bind(list, type),
      ),
      type: own.type,
      isNullable: !own.isNeverNull && printed.some(({ isNullable }) => isNullable),
    }
  }

  /** The condition of an action, applied to the events of the enclosing query. */
  protected matchesAction(expr: Call, scope: Scope): Printed {
    if (this.isInAction) throw new QueryError('The filters of an action cannot reference another action.', expr)
    const [wanted] = expr.args
    const condition = wanted?.node === 'Constant' ? this.context.actions.get(actionKey(wanted.value)) : undefined
    if (!condition || expr.args.length !== 1)
      throw new QueryError('matchesAction takes the name or the ID of an action.', expr)
    const events = scope.sources.find(({ source }) => source.isEvents)
    if (!events) throw new QueryError('matchesAction needs the table events.', expr)
    this.isInAction = true
    const sql = this.boolean(onTable(condition, events.name), scope)
    this.isInAction = false
    return value(sql, 'boolean')
  }

  protected caseWith([subject, ...rest]: Expr[], scope: Scope): Printed {
    if (!subject || rest.length === 0) throw new QueryError('CASE needs a value and branches.')
    const parts: string[] = []
    const isNullable: boolean[] = []
    for (let index = 0; index + 1 < rest.length; index += 2) {
      parts.push(
        this.compare({ node: 'CompareOperation', op: '==', left: subject, right: rest[index]! }, scope, true).sql,
      )
      const then = this.expr(rest[index + 1]!, scope)
      parts.push(then.sql)
      isNullable.push(then.isNullable)
    }
    const otherwise = rest.length % 2 === 1 ? this.expr(rest.at(-1)!, scope) : null
    parts.push(otherwise?.sql ?? 'NULL')
    return { sql: `multiIf(${parts.join(', ')})`, type: 'unknown', isNullable: true }
  }

  protected between(expr: Expr & { node: 'BetweenExpr' }, scope: Scope): Printed {
    const low = this.compare({ node: 'CompareOperation', op: '>=', left: expr.expr, right: expr.low }, scope, false)
    const high = this.compare({ node: 'CompareOperation', op: '<=', left: expr.expr, right: expr.high }, scope, false)
    const inside = `and(${low.sql}, ${high.sql})`
    return value(expr.negated ? `not(${inside})` : inside, 'boolean')
  }

  protected groupKey(expr: Expr, scope: Scope): string {
    // A number is a position in the select list.
    return expr.node === 'Constant' && typeof expr.value === 'number' && Number.isInteger(expr.value)
      ? String(expr.value)
      : this.expr(expr, scope).sql
  }

  protected order(order: OrderExpr, scope: Scope): string {
    if (order.with_fill) throw new QueryError('WITH FILL is not supported.', order)
    return `${this.groupKey(order.expr, scope)} ${order.order === 'DESC' ? 'DESC' : 'ASC'}`
  }

  protected window(window: WindowExpr, scope: Scope): string {
    const parts: string[] = []
    if (window.partition_by?.length)
      parts.push(`PARTITION BY ${window.partition_by.map((expr) => this.expr(expr, scope).sql).join(', ')}`)
    if (window.order_by?.length)
      parts.push(`ORDER BY ${window.order_by.map((order) => this.order(order, scope)).join(', ')}`)
    if (window.frame_method) {
      const method = window.frame_method.toUpperCase()
      if (method !== 'ROWS' && method !== 'RANGE') throw new QueryError(`Unsupported frame ${method}`, window)
      const [start, end] = [window.frame_start, window.frame_end].map((frame) => (frame ? frameBound(frame) : null))
      if (start) parts.push(end ? `${method} BETWEEN ${start} AND ${end}` : `${method} ${start}`)
    }
    return parts.join(' ')
  }
}

const NEVER_NULL =
  /^(count|uniq|isNull|isNotNull|notEmpty|empty|countIf|uniqIf|uniqExact|groupArray|groupUniqArray|assumeNotNull)/

/** Functions that return one of their arguments. */
const KEEPS_TYPE = /^(any|anyLast|anyHeavy|min|max|argMin|argMax|first_value|last_value|assumeNotNull|toNullable)(If)?$/

function returnType(name: string): ValueType {
  if (
    /^(count|uniq|sum|avg|quantile|median|length|round|floor|ceil|abs|toInt|toFloat|dateDiff|toUnix|toYear|toMonth|toHour|toDayOf)/.test(
      name,
    ) &&
    !/^(quantiles|sumMap)/.test(name)
  )
    return 'number'
  if (
    /^(lower|upper|concat|toString|substring|trim|replace|domain|path|extract$|toJSONString|JSONExtract(String|Raw)$|JSON_VALUE)/.test(
      name,
    )
  )
    return 'string'
  if (
    /^(group(Uniq)?Array|array(Map|Filter|Sort|Reverse|Concat|Distinct|Slice|PushBack|Zip)|splitBy|range|topK)/.test(
      name,
    )
  )
    return 'array'
  if (/^(isNull|isNotNull|empty|notEmpty|startsWith|endsWith|match|has|not|and|or|equals|less|greater)/.test(name))
    return 'boolean'
  if (/^(parseDateTime|toDateTime64|toTimeZone|toStartOf)/.test(name)) return 'datetime'
  return 'unknown'
}

/**
 * Qualifies the columns of a condition on events with a table name. Lambda arguments and sub-selects stay unchanged.
 */
function onTable(condition: Expr, table: string | null): Expr {
  if (table === null) return condition
  const own = new Set<string>()
  walk(condition, (node) => {
    if (node.node === 'Lambda') for (const name of node.args as string[]) own.add(name)
  })
  return replace(condition, (node) => {
    if (node.node === 'SelectQuery' || node.node === 'SelectSetQuery') return node
    if (node.node !== 'Field') return undefined
    const chain = node.chain as (string | number)[]
    if (own.has(String(chain[0]))) return node
    return { ...node, chain: [table, ...(chain[0] === 'events' ? chain.slice(1) : chain)] }
  })
}

function unsupported(name: string, place: Place): QueryError {
  return new QueryError(`Unsupported function call '${name.slice(0, 200)}(...)'`, place)
}

function chainOf(expr: Expr): (string | number)[] | null {
  if (expr.node === 'Field') return expr.chain
  if (expr.node !== 'ArrayAccess' || expr.property.node !== 'Constant' || typeof expr.property.value !== 'string')
    return null
  const chain = chainOf(expr.array)
  return chain ? [...chain, expr.property.value] : null
}

function frameBound(frame: WindowFrameExpr): string {
  const type = FRAMES[frame.frame_type]
  if (!type) throw new QueryError(`Unsupported frame ${frame.frame_type}`, frame)
  if (type === 'CURRENT ROW') return type
  return typeof frame.frame_value === 'number' ? `${Math.trunc(frame.frame_value)} ${type}` : `UNBOUNDED ${type}`
}
