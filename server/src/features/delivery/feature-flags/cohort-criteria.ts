/**
 * Cohorts whose criteria use only person properties are evaluated together with the flag. Properties sent by the SDK
 * then count, and changes apply at once. All others (static cohorts, and those with event criteria) use their stored
 * members.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'
import { isOperator, matchesProperty, operatorProblem } from './matching.ts'

/**
 * Format of the criteria sent to SDKs, too. A group holds either groups or conditions, never both, and only conditions
 * on persons are negated.
 */
export interface CriteriaGroup {
  type: 'AND' | 'OR'
  values: (CriteriaGroup | Criterion)[]
}
type Criterion =
  | { type: 'person'; key: string; operator: string; value?: JsonValue; negation?: boolean }
  | { type: 'cohort'; key: 'id'; operator: 'in' | 'not_in'; value: number }

/** The cohorts that flags reference, directly or indirectly, by ID. Null for cohorts with stored members. */
export type Cohorts = ReadonlyMap<number, CriteriaGroup | null>

/** A group without criteria matches nobody. */
const NOBODY: CriteriaGroup = { type: 'OR', values: [] }

/** Parses the criteria of a cohort; null if person properties alone do not decide. */
export function readCriteria(properties: JsonValue | undefined): CriteriaGroup | null {
  if (!isJsonObject(properties)) return NOBODY
  try {
    const criteria = read(properties)
    return isGroup(criteria) ? criteria : { type: 'AND', values: [criteria] }
  } catch (error) {
    if (error instanceof Undecidable) return null
    throw error
  }
}

class Undecidable extends Error {}

function read(item: JsonValue): CriteriaGroup | Criterion {
  if (!isJsonObject(item)) throw new Undecidable()
  if (!Array.isArray(item.values)) return item.type === 'cohort' ? readReference(item) : readProperty(item)
  if (item.type !== 'AND' && item.type !== 'OR') throw new Undecidable()
  if (item.values.length === 0) return NOBODY
  const values = item.values.map(read)
  // SDKs tell from the first value what all others are.
  if (!values.some(isGroup)) return { type: item.type, values }
  return { type: item.type, values: values.map((each) => (isGroup(each) ? each : { type: 'AND', values: [each] })) }
}

function readReference({ value, negation, operator }: JsonObject): Criterion {
  const id = Number(value)
  if (!Number.isInteger(id)) throw new Undecidable()
  return {
    type: 'cohort',
    key: 'id',
    operator: negation === true || operator === 'not_in' ? 'not_in' : 'in',
    value: id,
  }
}

function readProperty({ type, key, operator, value, negation }: JsonObject): Criterion {
  const name = operator || 'exact'
  if (type !== 'person' || typeof key !== 'string' || typeof name !== 'string') throw new Undecidable()
  if (!isOperator(name) || operatorProblem(name, value) !== null) throw new Undecidable()
  return {
    type,
    key,
    operator: name,
    ...(value !== undefined && { value }),
    ...(negation === true && { negation }),
  }
}

const isGroup = (each: CriteriaGroup | Criterion): each is CriteriaGroup => 'values' in each

/** The given cohorts and all that they reference, directly or indirectly. */
export function reachableCohorts(ids: readonly number[], cohorts: Cohorts): number[] {
  const reached = new Set<number>()
  const visit = (id: number) => {
    if (reached.has(id)) return
    reached.add(id)
    const criteria = cohorts.get(id)
    if (criteria) cohortsIn(criteria).forEach(visit)
  }
  ids.forEach(visit)
  return [...reached]
}

/** The cohorts that criteria reference. */
export function cohortsIn(group: CriteriaGroup): number[] {
  return group.values.flatMap((each) => (isGroup(each) ? cohortsIn(each) : each.type === 'cohort' ? [each.value] : []))
}

/** The person properties that criteria use. */
export function propertiesIn(group: CriteriaGroup): string[] {
  return group.values.flatMap((each) => (isGroup(each) ? propertiesIn(each) : each.type === 'person' ? [each.key] : []))
}

/** A person whose cohort memberships are evaluated. */
export interface Candidate {
  personProperties: JsonObject
  cohorts: Cohorts
  /** The cohorts with stored members that contain the person. */
  memberOf: ReadonlySet<number>
  now: Date
}

/** True if a person is in a cohort. A deleted cohort and one that references itself contain nobody. */
export function isInCohort(id: number, candidate: Candidate, path: readonly number[] = []): boolean {
  const criteria = candidate.cohorts.get(id)
  if (criteria === undefined || path.includes(id)) return false
  return criteria === null ? candidate.memberOf.has(id) : matchesGroup(criteria, candidate, [...path, id])
}

function matchesGroup(group: CriteriaGroup, candidate: Candidate, path: readonly number[]): boolean {
  const matches = (each: CriteriaGroup | Criterion): boolean => {
    if (isGroup(each)) return matchesGroup(each, candidate, path)
    if (each.type === 'cohort') return isInCohort(each.value, candidate, path) === (each.operator === 'in')
    return matchesProperty(each, candidate.personProperties, candidate.now) !== (each.negation ?? false)
  }
  return group.type === 'AND' ? group.values.every(matches) : group.values.some(matches)
}
