/** Creates insights as part of something else, such as a dashboard. */
import { sql } from 'drizzle-orm'
import type { JsonObject } from '../../../platform/json.ts'
import type { Queryable } from '../../../platform/postgres/postgres.ts'
import { randomText } from '../../../platform/random-text.ts'

const SHORT_ID_LENGTH = 8

export const newShortId = () => randomText(SHORT_ID_LENGTH)

export interface NewInsight {
  name: string | null
  derivedName?: string | null
  description?: string | null
  query: JsonObject
  tags?: string[]
}

/**
 * Creates a saved insight in the caller's transaction, without an entry in the activity log.
 * @param userId the creator; null for the system
 * @returns the ID
 */
export async function insertInsight(
  db: Queryable,
  teamId: number,
  userId: number | null,
  { name, derivedName = null, description = null, query, tags = [] }: NewInsight,
): Promise<number> {
  const { rows } = await db.execute<{ id: number }>(
    sql`INSERT INTO insights (team_id, short_id, name, derived_name, description, query, saved, tags, created_by, last_modified_by)
        VALUES (${teamId}, ${newShortId()}, ${name}, ${derivedName}, ${description}, ${JSON.stringify(query)}, true,
          ${sql.param(tags)}, ${userId}, ${userId}) RETURNING id`,
  )
  return rows[0]!.id
}
