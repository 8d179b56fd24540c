/** What names a cohort: to see who relies on it before it is deleted. */
import type { z } from 'zod'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'
import { resourceAccess } from '../../workspace/organizations/index.ts'
import { referencedCohorts } from './criteria.ts'
import type { CohortContext } from './operations.ts'
import type { cohortUsageAnswer } from './schemas.ts'
import { COHORT_SELECT, type Cohort } from './store.ts'

/** Those that the caller may see. */
export async function findUses(
  { db, principal, team, own }: CohortContext,
  cohort: Cohort,
): Promise<z.infer<typeof cohortUsageAnswer>> {
  const [ofFlags, ofInsights] = await Promise.all([
    resourceAccess(db, principal, team, 'feature_flag'),
    resourceAccess(db, principal, team, 'insight'),
  ])
  const [others, flags, insights] = await Promise.all([
    db.$client.query<Cohort>(
      `${COHORT_SELECT} WHERE c.team_id = $1 AND NOT c.deleted AND c.filters IS NOT NULL ORDER BY c.name`,
      [team.id],
    ),
    db.$client.query<{ id: number; key: string; filters: JsonObject; createdById: number | null }>(
      'SELECT id, key, filters, created_by_id AS "createdById" FROM feature_flags WHERE team_id = $1 AND NOT deleted ORDER BY key',
      [team.id],
    ),
    db.$client.query<{ id: number; short_id: string; name: string; query: JsonObject; createdById: number | null }>(
      `SELECT id, short_id, coalesce(nullif(name, ''), derived_name, short_id) AS name, query, created_by AS "createdById" FROM insights
       WHERE team_id = $1 AND NOT deleted AND query IS NOT NULL AND query::text LIKE '%cohort%' ORDER BY name`,
      [team.id],
    ),
  ])
  return {
    cohorts: others.rows
      .filter(({ id, createdById }) => own.sees(id, createdById))
      .filter(({ filters }) => referencedCohorts(filters).includes(cohort.id))
      .map(({ id, name }) => ({ id, name })),
    feature_flags: flags.rows
      .filter(({ id, createdById }) => ofFlags.sees(id, createdById))
      .filter(({ filters }) => referencedCohorts(filters).includes(cohort.id))
      .map(({ id, key }) => ({ id, key })),
    insights: insights.rows
      .filter(({ id, createdById }) => ofInsights.sees(id, createdById))
      .filter(({ query }) => namesCohort(query, cohort.id))
      .map(({ id, short_id, name }) => ({ id, short_id, name })),
  }
}

/** Whether a question is narrowed or broken down by a cohort, at any depth. */
function namesCohort(node: JsonValue | undefined, id: number): boolean {
  if (Array.isArray(node)) return node.some((each) => namesCohort(each, id))
  if (!isJsonObject(node)) return false
  const named = [node.value, node.breakdown, node.property].flat().map(Number)
  const isCohort = node.type === 'cohort' || node.breakdown_type === 'cohort'
  return (isCohort && named.includes(id)) || Object.values(node).some((each) => namesCohort(each, id))
}
