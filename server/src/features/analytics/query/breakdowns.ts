/** Breakdowns: the value that an event is counted under, and which values to keep when there are many. */
import { BREAKDOWN_NULL } from '@hedgerow/shared/query/options'
import type { BreakdownFilter } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import {
  array,
  call,
  constant,
  type Expr,
  exprTemplate,
  type Field,
  field,
  parseExpr,
  propertyValue,
} from '../hogql/index.ts'

const LIMIT_DEFAULT = 25
const LIMIT_WORLD_MAP = 250

type Type = NonNullable<BreakdownFilter['breakdown_type']>

export interface Dimension {
  type: Type
  key: string
  groupTypeIndex: number | null
  bins: number | null
  normalizesUrl: boolean
}

export interface Breakdown {
  dimensions: Dimension[]
  /** For a cohort breakdown: cohort IDs, or `all`. */
  cohorts: (number | 'all')[] | null
  /** Values are lists, because the query used `breakdowns`. */
  isMultiple: boolean
  limit: number
  hidesOther: boolean
}

/** @returns null if there is no breakdown */
export function readBreakdown(filter: BreakdownFilter | null | undefined, display?: string | null): Breakdown | null {
  if (!filter) return null
  const limit = filter.breakdown_limit ?? (display === 'WorldMap' ? LIMIT_WORLD_MAP : LIMIT_DEFAULT)
  const common = { limit, hidesOther: filter.breakdown_hide_other_aggregation ?? false }
  if (filter.breakdowns?.length) {
    const dimensions = filter.breakdowns.map((each) => ({
      type: each.type ?? 'event',
      key: String(each.property),
      groupTypeIndex: each.group_type_index ?? null,
      bins: each.histogram_bin_count ?? null,
      normalizesUrl: each.normalize_url ?? false,
    }))
    if (dimensions.some(({ type }) => type === 'cohort'))
      throw errors.invalid('Cohorts cannot be one of several breakdowns.', 'breakdownFilter')
    return { ...common, dimensions, cohorts: null, isMultiple: true }
  }
  const { breakdown } = filter
  if (
    breakdown === null ||
    breakdown === undefined ||
    breakdown === '' ||
    (Array.isArray(breakdown) && breakdown.length === 0)
  )
    return null
  const type = filter.breakdown_type ?? 'event'
  const list = Array.isArray(breakdown) ? breakdown : [breakdown]
  if (type === 'cohort') {
    const cohorts = list.map((each) => (each === 'all' ? ('all' as const) : Number(each)))
    if (cohorts.some((each) => each !== 'all' && !Number.isInteger(each)))
      throw errors.invalid('A breakdown by cohort takes cohort IDs.', 'breakdown')
    return { ...common, dimensions: [], cohorts, isMultiple: false }
  }
  const dimensions = list.map((key) => ({
    type,
    key: String(key),
    groupTypeIndex: filter.breakdown_group_type_index ?? null,
    bins: filter.breakdown_histogram_bin_count ?? null,
    normalizesUrl: filter.breakdown_normalize_url ?? false,
  }))
  return { ...common, dimensions, cohorts: null, isMultiple: list.length > 1 }
}

/** The property as a field, for types that are properties. */
function dimensionField({ type, key, groupTypeIndex }: Dimension): Field {
  switch (type) {
    case 'person':
      return field('person', 'properties', key)
    case 'group':
      if (groupTypeIndex === null)
        throw errors.invalid('A breakdown by group needs breakdown_group_type_index.', 'breakdown_group_type_index')
      return field(`group_${groupTypeIndex}`, 'properties', key)
    default:
      return field('properties', key)
  }
}

/** The number that a histogram sorts into bins; null for other values. */
export function dimensionNumber(dimension: Dimension): Expr {
  if (dimension.type === 'session') return call('toFloat', field('session', dimension.key))
  if (dimension.type === 'hogql') return call('toFloat', parseExpr(dimension.key))
  return propertyValue('number', dimensionField(dimension))
}

/** The value as text; null if it is missing. */
function dimensionText(dimension: Dimension): Expr {
  switch (dimension.type) {
    case 'session':
      return call('toString', field('session', dimension.key))
    case 'hogql':
      return call('toString', parseExpr(dimension.key))
    case 'event_metadata':
      return call('toString', field(dimension.key))
    default:
      return propertyValue('text', dimensionField(dimension))
  }
}

/** The value of one dimension. Never null: a missing or empty value becomes `missing`. */
export function dimensionValue(dimension: Dimension, bounds: readonly number[] | null, missing = BREAKDOWN_NULL): Expr {
  if (dimension.bins !== null) return histogramBin(dimensionNumber(dimension), bounds, missing)
  const text = dimensionText(dimension)
  const normalized = dimension.normalizesUrl
    ? exprTemplate(
        "if(isNull({text}) OR {text} = '', {text}, if(empty(replaceRegexpOne({text}, '[/?#]+$', '')), '/', replaceRegexpOne({text}, '[/?#]+$', '')))",
        { text },
      )
    : text
  return call('ifNull', call('nullIf', normalized, constant('')), constant(missing))
}

/** The values of all dimensions as a list of strings; missing ones become `missing`. */
export function breakdownValue(
  breakdown: Breakdown,
  bounds: readonly (readonly number[] | null)[],
  missing = BREAKDOWN_NULL,
): Expr {
  return array(
    ...breakdown.dimensions.map((dimension, index) => dimensionValue(dimension, bounds[index] ?? null, missing)),
  )
}

function histogramBin(number: Expr, bounds: readonly number[] | null, missing: string): Expr {
  if (!bounds) return constant(missing)
  const branches: Expr[] = [call('isNull', number), constant(missing)]
  for (let bin = 0; bin + 1 < bounds.length; bin++) {
    branches.push({ node: 'CompareOperation', op: '<', left: number, right: constant(bounds[bin + 1]!) })
    branches.push(constant(binLabel(bounds[bin]!, bounds[bin + 1]!)))
  }
  branches.push(constant(missing))
  return call('multiIf', ...branches)
}

const plainNumber = (value: number) => String(Math.round(value * 1e6) / 1e6)
export const binLabel = (low: number, high: number) => `[${plainNumber(low)},${plainNumber(high)}]`

/** Edges of equally wide bins. The last bin includes the maximum. */
export function histogramBounds(min: number, max: number, bins: number): number[] {
  const width = (max - min) / bins
  const bounds = Array.from({ length: bins + 1 }, (_, index) => (index === bins ? max : min + width * index))
  bounds[bins] = max + 0.01
  return bounds
}

/** Parses a bin such as `[100,250.5]`; null for any other text. */
export function parseBin(label: string): [number, number] | null {
  const match = /^\[(-?[\d.eE+-]+),(-?[\d.eE+-]+)\]$/.exec(label)
  return match ? [Number(match[1]), Number(match[2])] : null
}
