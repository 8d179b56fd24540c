/** Flag definitions for SDKs that evaluate flags locally. */
import type { JsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { groupTypeNames } from '../../people/groups/index.ts'
import { reachableCohorts } from './cohort-criteria.ts'
import type { Flag } from './evaluation.ts'
import { cohortsOf, dependenciesOf, type FlagFilters, renameDependencies } from './filters.ts'
import type { Seen } from './seen.ts'
import type { FlagStore } from './store.ts'

/** Tells SDKs which version of the property matching rules the server uses. */
const PROPERTY_MATCHING_VERSION = 2

/**
 * Everything that SDKs need to evaluate the flags of a project. SDKs ask the server for flags that are missing here,
 * and for flags that use a missing cohort.
 * @param seen what the caller may see; null for everything
 */
export async function definitionsOf(
  db: Database,
  store: FlagStore,
  teamId: number,
  seen: Seen | null,
): Promise<JsonObject> {
  const [all, cohorts, types] = await Promise.all([
    store.flagsOf(teamId),
    store.cohortsOf(teamId),
    groupTypeNames(db.$client, teamId),
  ])
  const flags = seen ? all.filter(({ key }) => seen.flagKeys.has(key)) : all
  const reached = reachableCohorts(
    flags.flatMap(({ filters }) => cohortsOf(filters)),
    cohorts,
  )
  return {
    flags: flags.map((flag) => toDefinition(flag, teamId, all)),
    group_type_mapping: Object.fromEntries(types.map(({ name, index }) => [String(index), name])),
    // Cohorts with stored members are left out: SDKs ask the server for flags that use them.
    cohorts: Object.fromEntries(
      reached.flatMap((id) => {
        const criteria = cohorts.get(id)
        return criteria && (!seen || seen.cohortIds.has(id)) ? [[String(id), criteria as unknown as JsonObject]] : []
      }),
    ),
    property_matching_version: PROPERTY_MATCHING_VERSION,
  }
}

/** The definition of a flag, with its dependencies resolved. */
export function toDefinition(flag: Flag, teamId: number, flags: readonly Flag[]): JsonObject {
  const byName = new Map(flags.flatMap((each) => [[each.key, each] as const, [String(each.id), each] as const]))
  const filters = renameDependencies(withEnrolment(flag.filters), (name) => {
    const target = byName.get(name)
    return target ? { key: target.key, dependency_chain: chainOf(target, byName) } : null
  })
  return {
    id: flag.id,
    team_id: teamId,
    name: flag.name,
    key: flag.key,
    filters: filters as unknown as JsonObject,
    deleted: false,
    active: flag.active,
    version: flag.version,
    ensure_experience_continuity: flag.ensureExperienceContinuity,
    evaluation_runtime: flag.evaluationRuntime,
    bucketing_identifier: flag.bucketingIdentifier,
    evaluation_tags: [],
    has_encrypted_payloads: false,
  }
}

/** The keys of a flag and all its dependencies, in an order in which they can be evaluated. */
function chainOf(flag: Flag, byName: ReadonlyMap<string, Flag>): string[] {
  const chain: string[] = []
  const visit = (each: Flag, path: readonly Flag[]) => {
    if (path.includes(each) || chain.includes(each.key)) return
    for (const name of dependenciesOf(each.filters)) {
      const next = byName.get(name)
      if (next) visit(next, [...path, each])
    }
    chain.push(each.key)
  }
  visit(flag, [])
  return chain
}

/**
 * SDKs do not support early access, so it becomes ordinary conditions: first a set for persons who opted in, and a
 * condition on all other sets that excludes those who opted out.
 */
function withEnrolment(filters: FlagFilters): FlagFilters {
  const sets = filters.super_groups
  if (!sets?.length) return filters
  const keys = [...new Set(sets.flatMap((set) => set.properties.map(({ key }) => key)))]
  const notRefused = keys.map((key) => ({ key, type: 'person' as const, operator: 'is_not', value: ['false'] }))
  return {
    ...filters,
    groups: [...sets, ...filters.groups.map((set) => ({ ...set, properties: [...set.properties, ...notRefused] }))],
  }
}
