/** Which flags and cohorts a caller may see: what quotes them leaves the others out. */
import type { Principal } from '../../../platform/http/access.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type ResolvedTeam, resourceAccess } from '../../workspace/organizations/index.ts'

export interface Seen {
  flagKeys: ReadonlySet<string>
  cohortIds: ReadonlySet<number>
}

export async function seenBy(db: Database, principal: Principal, team: ResolvedTeam): Promise<Seen> {
  const [flags, cohorts] = await Promise.all([
    resourceAccess(db, principal, team, 'feature_flag'),
    resourceAccess(db, principal, team, 'cohort'),
  ])
  const read = async <Row>(columns: string, table: string, visible: typeof flags.visibleSql, maker: string) => {
    const values: unknown[] = [team.id]
    const condition = visible('id', maker, (value) => `$${values.push(value)}`)
    const { rows } = await db.$client.query(
      `SELECT ${columns} FROM ${table} WHERE team_id = $1 AND NOT deleted AND ${condition}`,
      values,
    )
    return rows as Row[]
  }
  const [flagRows, cohortRows] = await Promise.all([
    read<{ key: string }>('key', 'feature_flags', flags.visibleSql.bind(flags), 'created_by_id'),
    read<{ id: number }>('id', 'cohorts', cohorts.visibleSql.bind(cohorts), 'created_by'),
  ])
  return {
    flagKeys: new Set(flagRows.map(({ key }) => key)),
    cohortIds: new Set(cohortRows.map(({ id }) => id)),
  }
}
