/** Finds what uses a cohort, to check before it is deleted. */
import type { z } from 'zod'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'
import { visibleQuestions } from '../../analytics/insights/index.ts'
import type { ProjectContext } from '../../workspace/objects/index.ts'
import { referencedCohorts } from './criteria.ts'
import type { CohortContext } from './operations.ts'
import type { cohortUsageAnswer } from './schemas.ts'
import { COHORT_SELECT, type Cohort } from './store.ts'

/** Reads the flags that the caller may see, sorted by key. Flags import cohorts, so they pass this function in. */
export type ReadFlags = (project: ProjectContext) => Promise<{ id: number; key: string; filters: JsonObject }[]>

/** The users of a cohort that the caller may see. */
export async function findUses(
  context: CohortContext,
  cohort: Cohort,
  readFlags: ReadFlags,
): Promise<z.infer<typeof cohortUsageAnswer>> {
  const { db, team, own } = context
  const [others, flags, insights] = await Promise.all([
    db.$client.query<Cohort>(
      `${COHORT_SELECT} WHERE c.team_id = $1 AND NOT c.deleted AND c.filters IS NOT NULL ORDER BY c.name`,
      [team.id],
    ),
    readFlags(context),
    visibleQuestions(context, 'cohort'),
  ])
  return {
    cohorts: others.rows
      .filter(({ id, createdById }) => own.sees(id, createdById))
      .filter(({ filters }) => referencedCohorts(filters).includes(cohort.id))
      .map(({ id, name }) => ({ id, name })),
    feature_flags: flags
      .filter(({ filters }) => referencedCohorts(filters).includes(cohort.id))
      .map(({ id, key }) => ({ id, key })),
    insights: insights
      .filter(({ query }) => namesCohort(query, cohort.id))
      .map(({ id, shortId, name }) => ({ id, short_id: shortId, name })),
  }
}

/** True if a query filters or breaks down by a cohort, at any depth. */
function namesCohort(node: JsonValue | undefined, id: number): boolean {
  if (Array.isArray(node)) return node.some((each) => namesCohort(each, id))
  if (!isJsonObject(node)) return false
  const named = [node.value, node.breakdown, node.property].flat().map(Number)
  const isCohort = node.type === 'cohort' || node.breakdown_type === 'cohort'
  return (isCohort && named.includes(id)) || Object.values(node).some((each) => namesCohort(each, id))
}
