/** Property filters of the events list, as conditions of ClickHouse with their values as parameters. */
import { errors } from '../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../platform/json.ts'

const FILTERS_MAX = 100
const GROUP_KEY = /^\$group_[0-4]$/
const isExact = (operator: JsonValue | undefined) => !operator || operator === 'exact' || operator === 'in'

/** Collects values; each becomes a typed parameter and never text of the query. */
export class QueryParameters {
  readonly values: Record<string, unknown> = {}

  bind(value: unknown, type: string): string {
    const name = `p${Object.keys(this.values).length}`
    this.values[name] = value
    return `{${name}:${type}}`
  }
}

/**
 * Conditions for the `properties` parameter.
 * @throws ApiError 400 naming what cannot be read
 */
export function propertyConditions(text: string, parameters: QueryParameters): string[] {
  let json: JsonValue
  try {
    json = parseJson(text)
  } catch {
    throw errors.invalid('Properties are unparsable!')
  }
  const filters = Array.isArray(json) ? json : isJsonObject(json) && Array.isArray(json.values) ? json.values : [json]
  if (filters.length > FILTERS_MAX) throw errors.invalid(`More than ${FILTERS_MAX} property filters.`, 'properties')
  return filters.map((filter) => {
    if (!isJsonObject(filter) || typeof filter.key !== 'string')
      throw errors.invalid('A property filter needs a key.', 'properties')
    return condition(filter, filter.key, parameters)
  })
}

function condition(filter: JsonObject, key: string, parameters: QueryParameters): string {
  const type = filter.type ?? 'event'
  if (type !== 'event' && type !== 'person') {
    throw errors.invalid(`The '${String(type)}' property filter does not work in 'events' scope`, 'properties')
  }
  // Group keys have columns of their own, which are far quicker to read than the text.
  const isGroup = type === 'event' && GROUP_KEY.test(key) && isExact(filter.operator)
  if (isGroup) {
    const keys = (Array.isArray(filter.value) ? filter.value : [filter.value]).map(valueText)
    return `e.${key.slice(1)} IN ${parameters.bind(keys, 'Array(String)')}`
  }
  const column = type === 'event' ? 'properties' : 'person_properties'
  const name = parameters.bind(key, 'String')
  const isSet = `(JSONHas(${column}, ${name}) AND JSONType(${column}, ${name}) != 'Null')`
  const value = `if(JSONType(${column}, ${name}) = 'String', JSONExtractString(${column}, ${name}), JSONExtractRaw(${column}, ${name}))`
  const wanted = () => (Array.isArray(filter.value) ? filter.value : [filter.value]).map(valueText)
  const any = (test: (text: string) => string) =>
    wanted()
      .map((text) => test(parameters.bind(text, 'String')))
      .join(' OR ') || '0'
  // The second call has only constants, so a bad expression is refused even when no row is looked at.
  const matches = (text: string) => `(match(${value}, ${text}) AND match('', ${text}) < 2)`
  const number = () => {
    return parameters.bind(toNumber(filter.value, key), 'Float64')
  }
  switch (filter.operator || 'exact') {
    case 'exact':
    case 'in':
      return `(${isSet} AND ${value} IN ${parameters.bind(wanted(), 'Array(String)')})`
    case 'is_not':
    case 'not_in':
      return `NOT (${isSet} AND ${value} IN ${parameters.bind(wanted(), 'Array(String)')})`
    case 'icontains':
      return `(${isSet} AND (${any((text) => `positionCaseInsensitiveUTF8(${value}, ${text}) > 0`)}))`
    case 'not_icontains':
      return `NOT (${isSet} AND (${any((text) => `positionCaseInsensitiveUTF8(${value}, ${text}) > 0`)}))`
    case 'starts_with':
    case 'ends_with':
    case 'not_starts_with':
    case 'not_ends_with': {
      const test = (filter.operator as string).endsWith('starts_with') ? 'startsWith' : 'endsWith'
      const positive = `(${isSet} AND (${any((text) => `${test}(lowerUTF8(${value}), lowerUTF8(${text}))`)}))`
      return (filter.operator as string).startsWith('not_') ? `NOT ${positive}` : positive
    }
    case 'between':
    case 'not_between': {
      const pair =
        Array.isArray(filter.value) && filter.value.length === 2
          ? filter.value.map((item) => toNumber(item, key))
          : null
      if (!pair || pair[0]! > pair[1]!)
        throw errors.invalid(
          `The operator '${filter.operator}' takes a list of two numbers, the smaller first.`,
          'properties',
        )
      const [low, high] = pair.map((item) => parameters.bind(item, 'Float64'))
      const numeric = `toFloat64OrNull(${value})`
      const inside = `(${numeric} >= ${low} AND ${numeric} <= ${high})`
      return filter.operator === 'between'
        ? `(${isSet} AND ${inside})`
        : `(${isSet} AND ${numeric} IS NOT NULL AND NOT ${inside})`
    }
    case 'regex':
      return `(${isSet} AND (${any(matches)}))`
    case 'not_regex':
      return `NOT (${isSet} AND (${any(matches)}))`
    case 'gt':
      return `(${isSet} AND toFloat64OrNull(${value}) > ${number()})`
    case 'gte':
    case 'min':
      return `(${isSet} AND toFloat64OrNull(${value}) >= ${number()})`
    case 'lt':
      return `(${isSet} AND toFloat64OrNull(${value}) < ${number()})`
    case 'lte':
    case 'max':
      return `(${isSet} AND toFloat64OrNull(${value}) <= ${number()})`
    case 'is_set':
      return isSet
    case 'is_not_set':
      return `NOT ${isSet}`
    default:
      throw errors.invalid(`The operator '${String(filter.operator)}' is not known.`, 'properties')
  }
}

function toNumber(value: JsonValue | undefined, key: string): number {
  const text = valueText(value)
  const numeric = Number(text)
  if (text.trim() === '' || !Number.isFinite(numeric))
    throw errors.invalid(`The value of '${key}' is not a number.`, 'properties')
  return numeric
}

function valueText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : stringifyJson(value)
}
