/**
 * Evaluates flags for a person or group. A hash of the flag's key and the ID decides who is in a rollout: the first 15
 * hexadecimal digits of a SHA-1, divided by the largest such number. All SDKs compute the same.
 */
import { createHash } from 'node:crypto'
import type { JsonObject } from '../../../platform/json.ts'
import { type Candidate, type Cohorts, isInCohort, propertiesIn, reachableCohorts } from './cohort-criteria.ts'
import { type ConditionSet, cohortsOf, type FlagFilters } from './filters.ts'
import type { EvaluatedFlag } from './formats.ts'
import { matchesProperty } from './matching.ts'

const HASH_DIGITS = 15
/** `0xfffffffffffffff` as a double, the divisor that SDKs use. */
const HASH_MAX = 2 ** 60
const GROUP_TYPES_MAX = 5

/** A flag as needed for evaluation. */
export interface Flag {
  id: number
  key: string
  /** The description; PostHog's wire name for it is `name`. */
  name: string
  active: boolean
  version: number
  filters: FlagFilters
  ensureExperienceContinuity: boolean
  bucketingIdentifier: string
  evaluationRuntime: string
}

/** Whom flags are evaluated for. */
export interface Subject extends Candidate {
  distinctId: string
  deviceId: string | null
  /** Group keys by type index. */
  groups: ReadonlyMap<number, string>
  groupProperties: ReadonlyMap<number, JsonObject>
  /** By flag key: the ID to hash for flags that keep their value across a login. */
  hashKeys: ReadonlyMap<string, string>
}

/** The hash of a flag and an ID, from 0 to 1. */
export function hashOf(key: string, id: string, salt = ''): number {
  return shareOf(`${key}.${id}${salt}`)
}

function shareOf(text: string): number {
  return Number.parseInt(createHash('sha1').update(text).digest('hex').slice(0, HASH_DIGITS), 16) / HASH_MAX
}

interface Outcome {
  enabled: boolean
  variant: string | null
  code: string
  index: number | null
  description: string
}

const off = (code: string, description: string, index: number | null = null): Outcome => ({
  enabled: false,
  variant: null,
  code,
  index,
  description,
})

/** Evaluates flags that may depend on each other, each at most once. */
export class Evaluator {
  private readonly outcomes = new Map<number, Outcome>()
  private readonly byName: Map<string, Flag>

  constructor(
    flags: readonly Flag[],
    private readonly subject: Subject,
  ) {
    this.byName = new Map(flags.flatMap((flag) => [[flag.key, flag] as const, [String(flag.id), flag] as const]))
  }

  evaluate(flag: Flag): EvaluatedFlag {
    const outcome = this.outcomeOf(flag)
    const payloads = flag.filters.payloads ?? {}
    const payload = outcome.enabled ? (payloads[outcome.variant ?? 'true'] ?? null) : null
    return {
      key: flag.key,
      enabled: outcome.enabled,
      variant: outcome.variant,
      reason: { code: outcome.code, condition_index: outcome.index, description: outcome.description },
      metadata: { id: flag.id, version: flag.version, description: flag.name || null, payload },
    }
  }

  private outcomeOf(flag: Flag): Outcome {
    const known = this.outcomes.get(flag.id)
    if (known) return known
    // Preliminary outcome: a circular dependency evaluates to off instead of recursing forever.
    this.outcomes.set(flag.id, off('no_condition_match', 'Circular dependency'))
    const outcome = flag.active ? this.workOut(flag) : off('flag_disabled', 'Flag is disabled')
    this.outcomes.set(flag.id, outcome)
    return outcome
  }

  private workOut(flag: Flag): Outcome {
    const { filters } = flag
    const aggregation = filters.aggregation_group_type_index ?? null
    const id = this.idFor(flag, aggregation)
    if (id === null) return off('no_group_type', 'No group type')
    const enrolled = this.enrolment(flag, id)
    if (enrolled) return enrolled
    const holdout = holdoutOf(filters, id)
    if (holdout)
      return {
        enabled: true,
        variant: holdout,
        code: 'holdout_condition_value',
        index: null,
        description: 'Holdout condition value',
      }
    let outOfRollout: number | null = null
    for (const [index, set] of filters.groups.entries()) {
      const own = set.aggregation_group_type_index === undefined ? aggregation : set.aggregation_group_type_index
      const setId = own === aggregation ? id : this.idFor(flag, own)
      if (setId === null || !this.matches(set, own)) continue
      if (isInRollout(flag.key, setId, set)) return this.match(flag, setId, set, index)
      outOfRollout ??= index
      if (filters.early_exit) break
    }
    return outOfRollout === null
      ? off('no_condition_match', 'No matching condition set')
      : off('out_of_rollout_bound', 'Out of rollout bound', outOfRollout)
  }

  /** The ID to hash; null if the group is unknown. */
  private idFor(flag: Flag, aggregation: number | null): string | null {
    if (aggregation !== null) return this.subject.groups.get(aggregation) ?? null
    if (flag.bucketingIdentifier === 'device_id') return this.subject.deviceId ?? this.subject.distinctId
    if (flag.ensureExperienceContinuity) return this.subject.hashKeys.get(flag.key) ?? this.subject.distinctId
    return this.subject.distinctId
  }

  /** The early access choice of a person, if they made one. */
  private enrolment(flag: Flag, id: string): Outcome | null {
    const sets = flag.filters.super_groups
    if (!sets?.length) return null
    const { personProperties } = this.subject
    const isChosen = sets.some((set) => set.properties.some(({ key }) => Object.hasOwn(personProperties, key)))
    if (!isChosen) return null
    const set = sets.find((each) => this.matches(each, null) && isInRollout(flag.key, id, each))
    const description = 'Super condition value'
    if (!set) return off('super_condition_value', description)
    const { variant } = this.match(flag, id, set, 0)
    return { enabled: true, variant, code: 'super_condition_value', index: null, description }
  }

  private match(flag: Flag, id: string, set: ConditionSet, index: number): Outcome {
    const variants = flag.filters.multivariate?.variants ?? []
    const forced = variants.find(({ key }) => key === set.variant)?.key
    return {
      enabled: true,
      variant: forced ?? variantOf(flag, id),
      code: 'condition_match',
      index,
      description: `Matched condition set ${index + 1}`,
    }
  }

  private matches(set: ConditionSet, aggregation: number | null): boolean {
    const { subject } = this
    const properties =
      aggregation === null ? subject.personProperties : (subject.groupProperties.get(aggregation) ?? {})
    return set.properties.every((property) =>
      property.type === 'flag'
        ? this.flagIs(property.key, property.value)
        : property.type === 'cohort'
          ? isInCohort(Number(property.value), subject) === (property.operator !== 'not_in')
          : matchesProperty(property, properties, subject.now),
    )
  }

  private flagIs(name: string, wanted: unknown): boolean {
    const flag = this.byName.get(name)
    if (!flag) return false
    const { enabled, variant } = this.outcomeOf(flag)
    if (typeof wanted === 'boolean') return enabled === wanted
    return enabled && variant === wanted
  }
}

function isInRollout(key: string, id: string, { rollout_percentage: percentage }: ConditionSet): boolean {
  return percentage === null || percentage === undefined || hashOf(key, id) <= percentage / 100
}

/** The variant whose part of the range from 0 to 1 contains the hash. */
function variantOf(flag: Flag, id: string): string | null {
  const variants = flag.filters.multivariate?.variants ?? []
  if (variants.length === 0) return null
  const hash = hashOf(flag.key, id, 'variant')
  let low = 0
  for (const variant of variants) {
    const high = low + variant.rollout_percentage / 100
    if (hash >= low && hash < high) return variant.key
    low = high
  }
  return null
}

/**
 * Holds persons out of every experiment. The hash does not include the flag, so all flags of a holdout exclude the same
 * persons.
 */
function holdoutOf({ holdout }: FlagFilters, id: string): string | null {
  if (!holdout) return null
  const percentage = Math.min(Math.max(holdout.exclusion_percentage, 0), 100)
  return percentage === 100 || shareOf(`holdout-${id}`) <= percentage / 100 ? `holdout-${holdout.id}` : null
}

export interface Needs {
  personKeys: Set<string>
  groupIndexes: Set<number>
  /** Cohorts with stored members. */
  memberships: number[]
}

/** The data that flags depend on, so that nothing else is loaded. */
export function needsOf(flags: readonly Flag[], cohorts: Cohorts): Needs {
  const reached = reachableCohorts(
    flags.flatMap(({ filters }) => cohortsOf(filters)),
    cohorts,
  )
  const personKeys = new Set(reached.flatMap((id) => propertiesIn(cohorts.get(id) ?? { type: 'OR', values: [] })))
  const groupIndexes = new Set<number>()
  for (const { filters } of flags) {
    for (const set of [...filters.groups, ...(filters.super_groups ?? [])]) {
      for (const { type, key } of set.properties) {
        if (type === 'person') personKeys.add(key)
        if (type === 'group') {
          const index = set.aggregation_group_type_index ?? filters.aggregation_group_type_index
          if (typeof index === 'number' && index < GROUP_TYPES_MAX) groupIndexes.add(index)
        }
      }
    }
  }
  return { personKeys, groupIndexes, memberships: reached.filter((id) => cohorts.get(id) === null) }
}
