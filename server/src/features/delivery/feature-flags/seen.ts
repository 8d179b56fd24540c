/** The flags and cohorts that a caller may see. Answers that mention flags or cohorts leave out all others. */
import type { JsonObject } from '../../../platform/json.ts'
import { visibleCohorts } from '../../people/cohorts/index.ts'
import type { ProjectContext } from '../../workspace/objects/index.ts'
import { resourceAccess } from '../../workspace/organizations/index.ts'
import { flagKind } from './kind.ts'

export interface Seen {
  flagKeys: ReadonlySet<string>
  cohortIds: ReadonlySet<number>
}

export async function seenBy(project: ProjectContext): Promise<Seen> {
  const [flags, cohortIds] = await Promise.all([visibleFlags(project), visibleCohorts(project)])
  return { flagKeys: new Set(flags.map(({ key }) => key)), cohortIds }
}

/** The flags that the caller may see, with their conditions, sorted by key. */
export async function visibleFlags({
  db,
  principal,
  team,
}: ProjectContext): Promise<{ id: number; key: string; filters: JsonObject }[]> {
  const own = await resourceAccess(db, principal, team, flagKind.resource)
  const values: unknown[] = [team.id]
  const visible = own.visibleSql('id', 'created_by_id', (value) => `$${values.push(value)}`)
  const { rows } = await db.$client.query<{ id: number; key: string; filters: JsonObject }>(
    `SELECT id, key, filters FROM feature_flags WHERE team_id = $1 AND NOT deleted AND ${visible} ORDER BY key`,
    values,
  )
  return rows
}
