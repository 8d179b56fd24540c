/** Filters of the accounts table as SQL conditions; the aliases are `a` for accounts and `g` for their groups. */
import { errors } from '../../../platform/http/errors.ts'
import { numberSql } from '../../../platform/postgres/json-number.ts'
import { DATA_TYPES, type DataType, type Definition } from './definitions.ts'
import { ROLES } from './properties.ts'
import type { Operator, TableFilter } from './table-node.ts'
import { VALUE_COLUMNS } from './values.ts'

const NO_VALUE = new Set<Operator>(['is_set', 'is_not_set'])
const NEGATED: Partial<Record<Operator, Operator>> = {
  is_not: 'exact',
  not_icontains: 'icontains',
  is_not_set: 'is_set',
}
const COMPARISONS: Partial<Record<Operator, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' }

/**
 * @param bind adds a parameter and returns its placeholder
 * @throws ApiError 400 for an unknown property or an invalid value
 */
export function filterSql(
  filter: TableFilter,
  definitions: ReadonlyMap<string, Definition>,
  bind: (value: unknown) => string,
): string {
  switch (filter.kind) {
    case 'search': {
      const words = filter.value.trim()
      if (words === '') return 'true'
      const part = bind(`%${words.replace(/[\\%_]/g, '\\$&')}%`)
      return `(a.name ILIKE ${part} OR a.external_id ILIKE ${part})`
    }
    case 'tags':
      return filter.values.length === 0 ? 'true' : `a.tags && ${bind(filter.values)}::text[]`
    case 'account_id':
      return `a.id::text = ANY(${bind(filter.values)})`
    case 'assigned_to': {
      if (filter.userIds.length === 0) return 'true'
      const ids = bind(filter.userIds.map(String))
      const roles = filter.definitionId ? [filter.definitionId] : ROLES
      return `(${roles.map((role) => `a.properties->'${role}'->>'id' = ANY(${ids})`).join(' OR ')})`
    }
    case 'unassigned': {
      const roles = filter.definitionId ? [filter.definitionId] : ROLES
      return `(${roles.map((role) => `(a.properties->'${role}'->>'id') IS NULL`).join(' AND ')})`
    }
    case 'custom_property': {
      const definition = definitions.get(filter.definitionId)
      if (!definition) throw errors.invalid('Custom property definition not found.', 'filters')
      return customPropertySql(filter, definition, bind)
    }
    case 'group_property':
      return groupPropertySql(filter, bind)
  }
}

type ValueFilter = Extract<TableFilter, { operator: Operator }>

/** A condition on one property; negated ones also match accounts without a value. */
function customPropertySql(filter: ValueFilter, definition: Definition, bind: (value: unknown) => string): string {
  const type = DATA_TYPES[definition.displayType]
  const positive = NEGATED[filter.operator]
  const operator = positive ?? filter.operator
  const column = `v.${VALUE_COLUMNS[type]}`
  const condition = NO_VALUE.has(operator)
    ? `${column} IS NOT NULL`
    : valueSql(column, type, operator, readValues(filter, type), bind)
  return `${positive ? 'NOT ' : ''}EXISTS (SELECT 1 FROM custom_property_values v WHERE v.account_id = a.id
    AND v.definition_id = ${bind(definition.id)} AND v.superseded_at IS NULL AND ${condition})`
}

type Plain = string | number | boolean

/** @throws ApiError 400 for values that the property cannot have */
function readValues(filter: ValueFilter, type: DataType): Plain[] {
  const refuse = (what: string) => errors.invalid(`The filter expects ${what}.`, 'filters')
  const given = filter.value ?? []
  if (given.length === 0) throw refuse('a value')
  if (filter.operator.endsWith('icontains')) return given.map(String)
  return given.map((each) => {
    if (type === 'numeric') {
      const number = typeof each === 'string' && each.trim() === '' ? Number.NaN : Number(each)
      if (!Number.isFinite(number)) throw refuse('a number')
      return number
    }
    if (type === 'boolean') {
      const word = String(each).toLowerCase()
      if (word !== 'true' && word !== 'false') throw refuse('true or false')
      return word === 'true'
    }
    if (type === 'datetime') {
      const time = Date.parse(String(each))
      if (Number.isNaN(time)) throw refuse('an ISO-8601 datetime')
      return new Date(time).toISOString()
    }
    return String(each)
  })
}

function valueSql(
  column: string,
  type: DataType,
  operator: Operator,
  values: readonly Plain[],
  bind: (value: unknown) => string,
): string {
  const cast = { string: 'text', numeric: 'float8', boolean: 'boolean', datetime: 'timestamptz' }[type]
  if (operator === 'icontains')
    return `(${values.map((each) => `${column}::text ILIKE ${bind(`%${String(each).replace(/[\\%_]/g, '\\$&')}%`)}`).join(' OR ')})`
  if (operator === 'exact') {
    // The index covers the beginning of a text.
    if (type === 'string')
      return `(left(${column}, 200) = ANY(${bind(values.map((each) => String(each).slice(0, 200)))}::text[]) AND ${column} = ANY(${bind(values)}::text[]))`
    // A date stands for its whole day.
    if (type === 'datetime')
      return `(${values.map((each) => `(${column} >= ${bind(each)}::timestamptz AND ${column} < ${bind(each)}::timestamptz + interval '1 day')`).join(' OR ')})`
    return `${column} = ANY(${bind(values)}::${cast}[])`
  }
  return `${column} ${COMPARISONS[operator]} ${bind(values[0])}::${cast}`
}

function groupPropertySql(
  filter: Extract<ValueFilter, { property: string }>,
  bind: (value: unknown) => string,
): string {
  const name = `${bind(filter.property)}::text`
  const positive = NEGATED[filter.operator]
  const operator = positive ?? filter.operator
  const shown = `(g.properties->>${name})`
  const condition = (() => {
    if (operator === 'is_set') return `${shown} IS NOT NULL`
    const given = filter.value ?? []
    if (given.length === 0) throw errors.invalid('The filter expects a value.', 'filters')
    if (!COMPARISONS[operator]) return valueSql(shown, 'string', operator, given.map(String), bind)
    const [number] = readValues(filter, 'numeric')
    return `${numberSql(shown, `g.properties->${name}`)} ${COMPARISONS[operator]} ${bind(number)}::numeric`
  })()
  return positive ? `coalesce(NOT (${condition}), true)` : `coalesce(${condition}, false)`
}
