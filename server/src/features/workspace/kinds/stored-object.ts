/** One object of any kind, as access rules and links refer to it. */
import { validate as isUuid } from 'uuid'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { StoredKind } from './kinds.ts'

export interface StoredObject {
  /** As in rules and the activity log. */
  id: string
  name: string
  createdById: number | null
}

/**
 * The object that a URL names, or null if the project has none or it was deleted.
 * @param idInUrl an ID of the kind, or its alias where the kind has one
 */
export async function findStoredObject(
  client: Pool | PoolClient,
  { table, id, maker, title, isKeptWhenDeleted }: StoredKind,
  teamId: number,
  idInUrl: string,
): Promise<StoredObject | null> {
  const own = toId(idInUrl, id.type)
  if (own === null && !id.alias) return null
  // An alias may look like an ID, so it is tried first.
  const matches = id.alias ? `(o.${id.alias} = $3 OR o.${id.column} = $2)` : `o.${id.column} = $2`
  const order = id.alias ? `ORDER BY o.${id.alias} = $3 DESC LIMIT 1` : ''
  const { rows } = await client.query<StoredObject & { deleted: boolean }>(
    `SELECT o.${id.column}::text AS id, ${title} AS name, o.${maker} AS "createdById",
       ${isKeptWhenDeleted ? 'o.deleted' : 'false'} AS deleted
     FROM ${table} o WHERE o.team_id = $1 AND ${matches} ${order}`,
    id.alias ? [teamId, own, idInUrl] : [teamId, own],
  )
  const [found] = rows
  return found && !found.deleted ? { id: found.id, name: found.name, createdById: found.createdById } : null
}

function toId(text: string, type: StoredKind['id']['type']): string | number | null {
  if (type === 'int') return /^\d{1,9}$/.test(text) ? Number(text) : null
  return type === 'text' || isUuid(text) ? text : null
}
