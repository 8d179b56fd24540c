/** The structure and validation of a flag's release conditions. */
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../../platform/json.ts'
import { isOperator, operatorProblem } from './matching.ts'

export interface FlagProperty {
  key: string
  type: 'person' | 'group' | 'flag' | 'cohort'
  operator?: string
  value?: JsonValue
  group_type_index?: number | null
}

/** A set of conditions: all properties must match, and the hash must be within the rollout. */
export interface ConditionSet {
  properties: FlagProperty[]
  /** 0 to 100; null means everybody who matches. */
  rollout_percentage: number | null
  variant?: string | null
  /** Null: persons; a number: groups of that type; absent: the same as the flag. */
  aggregation_group_type_index?: number | null
  description?: string | null
}

export interface FlagVariant {
  key: string
  name?: string | null
  rollout_percentage: number
}

export interface FlagFilters {
  groups: ConditionSet[]
  multivariate?: { variants: FlagVariant[] } | null
  /** JSON text by variant, or under `true` for a flag without variants. */
  payloads?: Record<string, string>
  aggregation_group_type_index?: number | null
  super_groups?: ConditionSet[] | null
  holdout?: { id: number; exclusion_percentage: number } | null
  early_exit?: boolean
  [other: string]: unknown
}

const GROUPS_MAX = 100
const PROPERTIES_MAX = 100
const VARIANTS_MAX = 100
const VALUES_MAX = 10_000
const PAYLOAD_CHARACTERS_MAX = 100_000
const KEY_CHARACTERS_MAX = 400
const GROUP_TYPES = 5
const VARIANT_KEY = /^[a-zA-Z0-9_-]+$/
/** Percentages of variants may be rounded thirds. */
const SUM_TOLERANCE = 0.01

const refuse = (detail: string, code?: string) => errors.invalid(detail, 'filters', code)

/**
 * Parses a flag's filters as sent by a client. Unknown keys are kept.
 * @throws ApiError 400 for filters that cannot be evaluated
 */
export function readFilters(value: JsonValue | undefined): FlagFilters {
  if (!isJsonObject(value)) throw refuse('Filters must be an object.')
  const groups = value.groups ?? []
  if (!Array.isArray(groups)) throw refuse('Filters need a list of groups.')
  if (groups.length > GROUPS_MAX) throw refuse(`A flag has at most ${GROUPS_MAX} sets of conditions.`)
  const aggregation = groupIndex(value.aggregation_group_type_index)
  const variants = readVariants(value.multivariate)
  const filters: FlagFilters = {
    ...(value as object),
    groups: groups.map((group) => readSet(group, aggregation, variants)),
    multivariate: variants && { ...(value.multivariate as object), variants },
    payloads: readPayloads(value.payloads, variants),
    aggregation_group_type_index: aggregation,
  }
  if (value.super_groups !== undefined && value.super_groups !== null) {
    if (!Array.isArray(value.super_groups)) throw refuse('super_groups must be a list.')
    filters.super_groups = value.super_groups.map((group) => readSet(group, null, variants))
  }
  if (value.holdout !== undefined && value.holdout !== null) filters.holdout = readHoldout(value.holdout)
  if (value.early_exit !== undefined && typeof value.early_exit !== 'boolean')
    throw refuse('early_exit must be true or false.')
  return filters
}

function groupIndex(value: JsonValue | undefined): number | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= GROUP_TYPES)
    throw refuse(`A group type index must be a whole number from 0 to ${GROUP_TYPES - 1}.`)
  return value
}

function percentage(value: JsonValue | undefined, what: string): number {
  if (typeof value !== 'number' || value < 0 || value > 100) throw refuse(`${what} must be a number from 0 to 100.`)
  return value
}

function readSet(value: JsonValue, aggregation: number | null, variants: FlagVariant[] | null): ConditionSet {
  if (!isJsonObject(value)) throw refuse('A set of conditions must be an object.')
  const properties = value.properties ?? []
  if (!Array.isArray(properties)) throw refuse('The properties of a set must be a list.')
  if (properties.length > PROPERTIES_MAX) throw refuse(`A set has at most ${PROPERTIES_MAX} conditions.`)
  const own =
    value.aggregation_group_type_index === undefined ? aggregation : groupIndex(value.aggregation_group_type_index)
  const variant = value.variant ?? null
  if (variant !== null && !variants?.some(({ key }) => key === variant))
    throw refuse('A set names a variant that the flag does not have.')
  const rollout = value.rollout_percentage
  return {
    ...(value as object),
    properties: properties.map((property) => readProperty(property, own)),
    rollout_percentage: rollout === undefined || rollout === null ? null : percentage(rollout, 'A rollout percentage'),
    variant: variant as string | null,
  }
}

function readProperty(value: JsonValue, aggregation: number | null): FlagProperty {
  if (!isJsonObject(value)) throw refuse('A condition must be an object.')
  const type = value.type ?? (aggregation === null ? 'person' : 'group')
  const { key } = value
  if (type === 'cohort') {
    const id = Number(value.value)
    if (!Number.isInteger(id)) throw refuse('A condition on a cohort needs the cohort ID as its value.')
    if (aggregation !== null)
      throw refuse('Cohorts contain persons, but a flag for groups can only have conditions on groups.')
    const operator = value.operator ?? 'in'
    if (operator !== 'in' && operator !== 'not_in' && operator !== 'exact')
      throw refuse('The operator of a condition on a cohort must be in or not_in.')
    return { ...(value as object), type, key: 'id', value: id, operator }
  }
  if (type !== 'person' && type !== 'group' && type !== 'flag')
    throw refuse(`A condition is about a person, a group or a flag, not ${JSON.stringify(type)}.`)
  if ((typeof key !== 'string' && typeof key !== 'number') || key === '') throw refuse('A condition needs a key.')
  if (String(key).length > KEY_CHARACTERS_MAX) throw refuse('The key of a condition is too long.')
  if (type === 'flag') {
    if (typeof value.value !== 'boolean' && typeof value.value !== 'string')
      throw refuse('A condition on a flag takes true, false or the key of a variant.')
    return { ...(value as object), type, key: String(key), value: value.value, operator: 'flag_evaluates_to' }
  }
  if (type === 'person' && aggregation !== null) throw refuse('A flag for groups can only have conditions on groups.')
  if (type === 'group' && aggregation === null) throw refuse('A flag for persons can only have conditions on persons.')
  const operator = value.operator || 'exact'
  if (typeof operator !== 'string' || !isOperator(operator))
    throw refuse(`The operator ${stringifyJson(operator)} is not known.`)
  if (Array.isArray(value.value) && value.value.length > VALUES_MAX)
    throw refuse(`A condition takes at most ${VALUES_MAX} values.`)
  const problem = operatorProblem(operator, value.value)
  if (problem) throw refuse(`${String(key).slice(0, 100)}: ${problem}`)
  return { ...(value as object), type, key: String(key), operator, value: value.value }
}

function readVariants(value: JsonValue | undefined): FlagVariant[] | null {
  if (value === undefined || value === null) return null
  if (!isJsonObject(value) || !Array.isArray(value.variants)) throw refuse('multivariate needs a list of variants.')
  if (value.variants.length === 0) return null
  if (value.variants.length > VARIANTS_MAX) throw refuse(`A flag has at most ${VARIANTS_MAX} variants.`)
  const variants = value.variants.map((variant) => {
    if (!isJsonObject(variant) || typeof variant.key !== 'string' || !VARIANT_KEY.test(variant.key))
      throw refuse('The key of a variant may contain only letters, digits, hyphens and underscores.')
    if (variant.key.length > KEY_CHARACTERS_MAX) throw refuse('The key of a variant is too long.')
    return {
      ...(variant as object),
      key: variant.key,
      rollout_percentage: percentage(variant.rollout_percentage, 'The percentage of a variant'),
    }
  })
  if (new Set(variants.map(({ key }) => key)).size < variants.length) throw refuse('Two variants have the same key.')
  const sum = variants.reduce((total, variant) => total + variant.rollout_percentage, 0)
  if (Math.abs(sum - 100) > SUM_TOLERANCE)
    throw refuse('Invalid variant definitions: Variant rollout percentages must sum to 100.')
  return variants
}

function readPayloads(value: JsonValue | undefined, variants: FlagVariant[] | null): Record<string, string> {
  if (value === undefined || value === null) return {}
  if (!isJsonObject(value)) throw refuse('Payloads must be an object.')
  const allowed = variants ? variants.map(({ key }) => key) : ['true']
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, payload]) => payload !== null && payload !== undefined && payload !== '')
      .map(([key, payload]) => {
        if (!allowed.includes(key))
          throw refuse(
            variants
              ? 'Payload keys must match a variant key for multivariate flags.'
              : "Payload keys must be 'true' for boolean flags.",
          )
        const text = typeof payload === 'string' ? payload : stringifyJson(payload!)
        if (text.length > PAYLOAD_CHARACTERS_MAX)
          throw refuse(`A payload has at most ${PAYLOAD_CHARACTERS_MAX} characters.`)
        try {
          parseJson(text)
        } catch {
          throw refuse(`The payload of ${key} is not JSON.`)
        }
        return [key, text]
      }),
  )
}

function readHoldout(value: JsonValue): { id: number; exclusion_percentage: number } {
  if (!isJsonObject(value) || typeof value.id !== 'number') throw refuse('A holdout needs an ID.')
  return { id: value.id, exclusion_percentage: percentage(value.exclusion_percentage, 'The percentage of a holdout') }
}

/** The flags that a flag's conditions reference, as written in `key`: an ID or a key. */
export function dependenciesOf(filters: FlagFilters): string[] {
  const properties = [...filters.groups, ...(filters.super_groups ?? [])].flatMap((set) => set.properties)
  return [...new Set(properties.filter(({ type }) => type === 'flag').map(({ key }) => key))]
}

/** IDs of the cohorts that a flag's conditions reference. */
export function cohortsOf(filters: FlagFilters): number[] {
  const properties = [...filters.groups, ...(filters.super_groups ?? [])].flatMap((set) => set.properties)
  return [...new Set(properties.filter(({ type }) => type === 'cohort').map(({ value }) => Number(value)))]
}

/** Copies filters, replacing the references to other flags. */
export function renameDependencies(filters: FlagFilters, rename: (name: string) => JsonObject | null): FlagFilters {
  const inSet = (set: ConditionSet): ConditionSet => ({
    ...set,
    properties: set.properties.map((property) =>
      property.type === 'flag' ? { ...property, ...(rename(property.key) ?? {}) } : property,
    ) as FlagProperty[],
  })
  return {
    ...filters,
    groups: filters.groups.map(inSet),
    ...(filters.super_groups ? { super_groups: filters.super_groups.map(inSet) } : {}),
  }
}
