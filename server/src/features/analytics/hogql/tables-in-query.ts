/** Tables of a FROM clause. They track which columns a query reads and which joins those columns need. */

import type { Position } from './ast.ts'
import type { QueryContext } from './context.ts'
import { QueryError } from './errors.ts'
import {
  type Column,
  jsonPath,
  type PropertyOwner,
  propertyExists,
  propertyNumber,
  propertyText,
  propertyTime,
  type SourceGuard,
  TABLES,
  type Table,
  type TableInQuery,
  type ValueType,
} from './schema.ts'
import type { PropertyType } from './sources.ts'

/** A piece of ClickHouse SQL and what is known about its value. */
export interface Printed {
  sql: string
  type: ValueType
  isNullable: boolean
  /** The value is a time directly from a column: an instant, not yet converted to the project's zone. */
  isInstant?: boolean
  /** The value of a constant. */
  constant?: string | number | boolean | null | bigint
}

/** `sentAsText` is the text of values sent as strings, and null for numbers, booleans, lists and objects. */
export type PropertyForm = 'typed' | 'text' | 'sentAsText' | 'number' | 'time' | 'exists'

export interface Place {
  start?: Position
  end?: Position
}

/** What the compiler gives to tables: unique names, and the project. */
export interface Names {
  next(): string
  context: QueryContext
  guard: SourceGuard
}

export interface Source {
  /** True for the `events` table itself. */
  readonly isEvents: boolean
  /** Column names that `*` expands to. */
  columnNames(): string[]
  /** @returns null if there is no such column */
  resolve(chain: readonly (string | number)[], form: PropertyForm, place: Place): Printed | null
}

/** A schema table whose columns are read directly, without a sub-select. */
export class SchemaTable implements Source, TableInQuery {
  readonly alias: string
  private readonly lazy = new Map<string, JoinedTable>()

  constructor(
    private readonly names: Names,
    private readonly table: Table,
    private readonly groupIndex: number | null = null,
  ) {
    this.alias = names.next()
  }

  get isEvents(): boolean {
    return this.table === TABLES.events
  }

  get hasOverrides(): boolean {
    return this.names.context.hasOverrides
  }

  columnNames(): string[] {
    return Object.entries(this.table.columns).flatMap(([name, column]) => (column.isHidden ? [] : [name]))
  }

  joined(lazy: string, column: string): string {
    return this.lazyTable(lazy).resolve([column], 'typed', {})!.sql
  }

  resolve(chain: readonly (string | number)[], form: PropertyForm, place: Place): Printed | null {
    const [name, ...rest] = chain
    const join = this.table.joins[String(name)]
    if (join && !join.isHidden && Object.hasOwn(this.table.joins, String(name))) {
      if (rest.length === 0)
        throw new QueryError(
          `${String(name)} is a table. Name one of its fields, as in ${String(name)}.${join.to}.`,
          place,
        )
      const found = this.lazyTable(String(name)).resolve(rest, form, place)
      if (!found) throw unresolved(chain, place)
      return found
    }
    if (!Object.hasOwn(this.table.columns, String(name))) return null
    const column = this.table.columns[String(name)]!
    if (rest.length > 0) {
      if (!column.properties) throw unresolved(chain, place)
      if (column.properties === 'custom') return this.customProperty(column, rest, form, chain, place)
      if (column.properties === 'account') return this.typedProperty('properties_json', rest, undefined, form)
      return this.property(column.properties, rest, form)
    }
    return {
      sql: column.sql(this),
      type: column.type,
      isNullable: column.isNullable ?? false,
      ...(column.type === 'datetime' && { isInstant: true }),
    }
  }

  /** Custom properties are named in queries but stored under the ID of their definition. */
  private customProperty(
    { json }: Column,
    keys: (string | number)[],
    form: PropertyForm,
    chain: readonly (string | number)[],
    place: Place,
  ): Printed {
    const definition =
      keys.length === 1 ? this.names.context.accounts?.customProperties.get(String(keys[0])) : undefined
    if (!definition) throw unresolved(chain, place)
    return this.typedProperty(json!, [definition.id], definition.type, form)
  }

  private property(owner: PropertyOwner, keys: (string | number)[], form: PropertyForm): Printed {
    const { propertyTypes } = this.names.context
    const key = keys.length === 1 ? String(keys[0]) : null
    const known =
      key === null
        ? undefined
        : propertyTypes[owner].get(owner === 'group' && this.groupIndex !== null ? `${this.groupIndex}:${key}` : key)
    return this.typedProperty('properties_json', keys, known, form)
  }

  private typedProperty(
    column: string,
    keys: (string | number)[],
    known: PropertyType | undefined,
    form: PropertyForm,
  ): Printed {
    const json = `${this.alias}.${column}`
    const { team } = this.names.context
    if (keys.some((key) => key === '')) return this.namelessProperty(column, keys, form)
    if (form === 'number' || (form === 'typed' && known === 'Numeric'))
      return { sql: propertyNumber(json, keys), type: 'number', isNullable: true }
    if (form === 'sentAsText') return { sql: `${json}.${jsonPath(keys)}.:String`, type: 'string', isNullable: true }
    if (form === 'exists') return { sql: propertyExists(json, keys), type: 'boolean', isNullable: false }
    const text = propertyText(json, keys, known !== undefined)
    if (form === 'typed' && known === 'Boolean')
      return {
        sql: `multiIf(lower(${text}) = 'true', true, lower(${text}) = 'false', false, NULL)`,
        type: 'boolean',
        isNullable: true,
      }
    if (form === 'time' || (form === 'typed' && known === 'DateTime'))
      return { sql: propertyTime(text, team.timezone), type: 'datetime', isNullable: true }
    return { sql: text, type: 'string', isNullable: true }
  }

  /** Paths of a JSON column cannot have empty parts, so such properties are read from the text column next to it. */
  private namelessProperty(column: string, keys: (string | number)[], form: PropertyForm): Printed {
    const source: Printed = {
      sql: `${this.alias}.${column.replace(/_json$/, '')}`,
      type: 'object',
      isNullable: false,
    }
    const text = accessPath(source, keys, keys, {})
    if (form === 'exists') return { sql: `isNotNull(${text.sql})`, type: 'boolean', isNullable: false }
    if (form === 'number')
      return { sql: `ifNotFinite(toFloat64OrNull(trim(${text.sql})), NULL)`, type: 'number', isNullable: true }
    if (form === 'time')
      return { sql: propertyTime(text.sql, this.names.context.team.timezone), type: 'datetime', isNullable: true }
    return text
  }

  private lazyTable(name: string): JoinedTable {
    const known = this.lazy.get(name)
    if (known) return known
    const { table, from, to, groupIndex } = this.table.joins[name]!
    const joined = new JoinedTable(
      this.names,
      TABLES[table]!,
      groupIndex ?? null,
      this.resolve([from], 'typed', {})!.sql,
      to,
    )
    this.lazy.set(name, joined)
    return joined
  }

  /** The table and its joins, as they follow FROM. Call it last, when all columns to read are known. */
  print(): string {
    return [this.printSource(), ...[...this.lazy.values()].map((join) => join.print())].join(' ')
  }

  private printSource(): string {
    const source = this.table.source(this.names.guard)
    // FINAL comes after the alias.
    return source.endsWith(' FINAL') ? `${source.slice(0, -6)} AS ${this.alias} FINAL` : `${source} AS ${this.alias}`
  }

  /** The condition that excludes other projects. */
  guard(): string | null {
    const own = this.table.isGuarded ? [`${this.alias}.team_id = ${this.names.guard.teamId}`] : []
    if (this.groupIndex !== null) own.push(`${this.alias}.type_index = ${this.groupIndex}`)
    return own.length > 0 ? own.join(' AND ') : null
  }
}

/** A schema table wrapped in a sub-select that reads only the columns in use. */
export class WrappedTable implements Source {
  readonly alias: string
  protected readonly inner: SchemaTable
  private readonly used = new Map<string, string>()

  constructor(names: Names, table: Table, groupIndex: number | null = null) {
    this.inner = new SchemaTable(names, table, groupIndex)
    this.alias = names.next()
  }

  get isEvents(): boolean {
    return this.inner.isEvents
  }

  columnNames(): string[] {
    return this.inner.columnNames()
  }

  resolve(chain: readonly (string | number)[], form: PropertyForm, place: Place): Printed | null {
    const found = this.inner.resolve(chain, form, place)
    if (!found) return null
    return { ...found, sql: this.read(this.wrap(found)), isNullable: this.makesNullable || found.isNullable }
  }

  /** Where no row matches a join, ClickHouse fills in zeros and empty strings. Only Nullable columns become NULL. */
  protected readonly makesNullable: boolean = false

  private wrap(found: Printed): string {
    return this.makesNullable && !found.isNullable && found.type !== 'array' ? `toNullable(${found.sql})` : found.sql
  }

  protected read(sql: string): string {
    const known = this.used.get(sql)
    const name = known ?? `c${this.used.size}`
    this.used.set(sql, name)
    return `${this.alias}.${name}`
  }

  print(): string {
    const columns = [...this.used].map(([sql, name]) => `${sql} AS ${name}`).join(', ') || '1 AS one'
    const guard = this.inner.guard()
    return `(SELECT ${columns} FROM ${this.inner.print()}${guard ? ` WHERE ${guard}` : ''}) AS ${this.alias}`
  }
}

/** A lazy join: at most one row of the other table for each row of this one. */
class JoinedTable extends WrappedTable {
  protected override readonly makesNullable = true
  private readonly key: string

  constructor(
    names: Names,
    table: Table,
    groupIndex: number | null,
    private readonly from: string,
    to: string,
  ) {
    super(names, table, groupIndex)
    this.key = this.read(this.inner.resolve([to], 'typed', {})!.sql)
  }

  override print(): string {
    return `LEFT ANY JOIN ${super.print()} ON ${this.from} = ${this.key}`
  }
}

/** A sub-select or a CTE. */
export class DerivedTable implements Source {
  readonly alias: string
  readonly isEvents = false

  constructor(
    names: Names,
    private readonly text: string,
    private readonly columns: ReadonlyMap<string, Printed>,
  ) {
    this.alias = names.next()
  }

  columnNames(): string[] {
    return [...this.columns.keys()]
  }

  resolve(chain: readonly (string | number)[], _form: PropertyForm, place: Place): Printed | null {
    const [name, ...rest] = chain
    const column = this.columns.get(String(name))
    if (!column) return null
    const found: Printed = { ...column, sql: `${this.alias}.${quoteName(String(name))}`, constant: undefined }
    return rest.length === 0 ? found : accessPath(found, rest, chain, place)
  }

  print(): string {
    return `${this.text} AS ${this.alias}`
  }
}

/** A path into a value that is not a schema column: into JSON text or a tuple. */
export function accessPath(
  of: Printed,
  path: readonly (string | number)[],
  chain: readonly (string | number)[],
  place: Place,
): Printed {
  if (of.type !== 'object' && of.type !== 'string') {
    const [first, ...rest] = path
    if (typeof first === 'number' && rest.length === 0)
      return { sql: `tupleElement(${of.sql}, ${first})`, type: 'unknown', isNullable: true }
    throw unresolved(chain, place)
  }
  const keys = path.map((key) => (typeof key === 'number' ? String(key) : quoteText(key))).join(', ')
  return {
    sql: `if(JSONType(${of.sql}, ${keys}) = 'String', JSONExtractString(${of.sql}, ${keys}), nullIf(nullIf(JSONExtractRaw(${of.sql}, ${keys}), ''), 'null'))`,
    type: 'string',
    isNullable: true,
  }
}

export function unresolved(chain: readonly (string | number)[], place: Place): QueryError {
  return new QueryError(`Unable to resolve field: ${chain.join('.').slice(0, 200)}`, place)
}

export function quoteName(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&').replaceAll('\0', '\\0')}\``
}

/** Text as a literal, for the few places where ClickHouse does not accept a parameter. */
export function quoteText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\0', '\\0')}'`
}
