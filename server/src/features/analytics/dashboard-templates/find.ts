import { errors } from '../../../platform/http/errors.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

/**
 * That a dashboard exists and is the project's.
 * @param attr the field that names it
 * @throws ApiError 400: `does_not_exist`, or `invalid_input` for another project's
 */
export async function assertDashboardOf(
  client: Pool | PoolClient,
  teamId: number,
  id: number,
  attr: string,
): Promise<void> {
  const { rows } = await client.query<{ teamId: number }>(
    'SELECT team_id AS "teamId" FROM dashboards WHERE id = $1 AND NOT deleted',
    [id],
  )
  if (!rows[0]) throw errors.invalid(`Invalid pk "${id}" - object does not exist.`, attr, 'does_not_exist')
  if (rows[0].teamId !== teamId) throw errors.invalid('Dashboard does not belong to this project.', attr)
}
