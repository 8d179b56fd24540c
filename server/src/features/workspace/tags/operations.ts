/** Operations on the tags of a project. */
import { inTransaction } from '../../../platform/postgres/postgres.ts'
import { allKinds, type Bind, type Resource, storedKinds, type Tagged } from '../kinds/index.ts'
import { type ProjectContext, resourceAccess } from '../organizations/index.ts'
import { normalizeTags } from './normalize.ts'

/** A table whose rows carry tags. */
interface Carrier extends Tagged {
  /** Soft-deleted rows do not count. */
  isKeptWhenDeleted: boolean
  /** Access rules of its rows, if they have any. */
  rules?: { resource: Resource; maker: string }
}

const carriers = (): Carrier[] => [
  ...storedKinds().flatMap(({ table, tags, isKeptWhenDeleted, resource, maker }) =>
    tags ? [{ table, tags, isKeptWhenDeleted, rules: { resource, maker } }] : [],
  ),
  ...allKinds().flatMap(({ tagged }) => (tagged ? [{ ...tagged, isKeptWhenDeleted: false }] : [])),
]

const tagsOf = ({ table, tags }: Carrier) =>
  tags === 'json' ? `jsonb_array_elements_text(${table}.tags)` : `unnest(${table}.tags)`

/** SQL: the tags of objects that the caller may see, with the number of objects of each kind; `$1` is the project. */
async function countedTags({ db, principal, team }: ProjectContext, bind: Bind): Promise<string> {
  const parts = await Promise.all(
    carriers().map(async (carrier) => {
      const { table, isKeptWhenDeleted, rules } = carrier
      const visible = rules
        ? (await resourceAccess(db, principal, team, rules.resource)).visibleSql(
            `${table}.id`,
            `${table}.${rules.maker}`,
            bind,
          )
        : 'true'
      return `SELECT '${table}' AS kind, ${tagsOf(carrier)} AS name, count(*)::int AS count FROM ${table}
        WHERE team_id = $1 AND ${isKeptWhenDeleted ? 'NOT deleted' : 'true'} AND ${visible} GROUP BY 1, 2`
    }),
  )
  return parts.join(' UNION ALL ')
}

export interface TagUse {
  name: string
  total: number
  /** By table. */
  counts: Record<string, number>
}

/** The tags in use, by name, with the number of objects of each kind. */
export async function tagUsage(context: ProjectContext): Promise<TagUse[]> {
  const values: unknown[] = [context.team.id]
  const counted = await countedTags(context, (value) => `$${values.push(value)}`)
  const { rows } = await context.db.$client.query<TagUse>(
    `SELECT name, sum(count)::int AS total, jsonb_object_agg(kind, count) AS counts FROM (${counted}) counted
     GROUP BY name ORDER BY name COLLATE "C"`,
    values,
  )
  return rows
}

/**
 * The tags in use, by name.
 * @param search part of the name
 */
export async function listTags(context: ProjectContext, search: string | undefined): Promise<string[]> {
  const pattern = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null
  const values: unknown[] = [context.team.id, pattern]
  const counted = await countedTags(context, (value) => `$${values.push(value)}`)
  const { rows } = await context.db.$client.query<{ name: string }>(
    `SELECT DISTINCT name COLLATE "C" AS name FROM (${counted}) counted WHERE $2::text IS NULL OR name ILIKE $2 ORDER BY 1`,
    values,
  )
  return rows.map(({ name }) => name)
}

/**
 * Checks whether the caller may change tags, which changes objects of every kind.
 * @throws ApiError 403
 */
export async function assertMayChangeTags({ db, principal, team }: ProjectContext): Promise<void> {
  for (const { rules } of carriers())
    if (rules) (await resourceAccess(db, principal, team, rules.resource)).assertLevel('editor')
}

/**
 * Replaces a tag on every object, including deleted ones, so that none is restored with the old tag.
 * @param from in lower case
 * @returns number of objects that carried it
 */
export const renameTag = (context: ProjectContext, from: string, to: string): Promise<number> =>
  replaceTag(context, from, normalizeTags([to])[0]!)

/** Removes a tag from every object; see `renameTag`. */
export const removeTag = (context: ProjectContext, tag: string): Promise<number> => replaceTag(context, tag, null)

function replaceTag({ db, team }: ProjectContext, from: string, to: string | null): Promise<number> {
  return inTransaction(db.$client, async (client) => {
    let changed = 0
    for (const carrier of carriers()) {
      const { table } = carrier
      const isJson = carrier.tags === 'json'
      const list = `SELECT DISTINCT CASE WHEN tag = $2 THEN $3 ELSE tag END AS tag FROM ${tagsOf(carrier)} AS each(tag)`
      const kept = `(${list}) kept WHERE tag IS NOT NULL`
      const next = isJson
        ? `coalesce((SELECT jsonb_agg(tag ORDER BY tag) FROM ${kept}), '[]')`
        : `ARRAY(SELECT tag FROM ${kept} ORDER BY tag)`
      const carries = isJson ? 'tags ? $2' : '$2 = ANY(tags)'
      const { rowCount } = await client.query(
        `UPDATE ${table} SET tags = ${next} WHERE team_id = $1 AND $3::text IS DISTINCT FROM $2::text AND ${carries}`,
        [team.id, from, to],
      )
      changed += rowCount ?? 0
    }
    return changed
  })
}
