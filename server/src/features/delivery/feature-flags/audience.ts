/** Counts the persons or groups that match a set of conditions, in PostgreSQL. */
import { errors } from '../../../platform/http/errors.ts'
import { type JsonObject, type JsonValue, stringifyJson } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { propertiesCondition } from '../../people/persons/index.ts'
import type { Team } from '../../workspace/organizations/index.ts'
import { operatorProblem } from './matching.ts'

/** @throws ApiError 400 for invalid conditions and for those that cannot be counted */
export async function countMatching(
  db: Database,
  team: Team,
  properties: readonly JsonObject[],
  groupIndex: number | null,
): Promise<{ affected: number; total: number }> {
  if (properties.some(({ type }) => type === 'flag' || type === 'cohort'))
    throw errors.invalid('Conditions on flags and cohorts cannot be counted.', 'condition')
  for (const { operator, value } of properties as { operator?: string; value?: JsonValue }[]) {
    // An incomplete condition must not count as one that matches everybody.
    const wrong = operatorProblem(operator || 'exact', value)
    if (wrong) throw errors.invalid(`In a condition, ${wrong}.`, 'condition')
  }
  const values: unknown[] = [team.id]
  const bind = (value: unknown) => `$${values.push(value)}`
  const from =
    groupIndex === null
      ? 'persons t WHERE t.team_id = $1'
      : `groups t WHERE t.team_id = $1 AND t.type_index = ${bind(groupIndex)}`
  const condition = propertiesCondition(stringifyJson([...properties]), {
    bind,
    alias: 't',
    scope: groupIndex === null ? 'person' : 'group',
    zone: team.timezone,
  })
  const { rows } = await db.$client.query<{ affected: number; total: number }>(
    `SELECT count(*) FILTER (WHERE ${condition ?? 'true'}) AS affected, count(*) AS total FROM ${from}`,
    values,
  )
  return rows[0]!
}
