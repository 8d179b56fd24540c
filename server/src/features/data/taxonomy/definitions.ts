/** Event and property definitions: what was seen, and what people added to it. One set of rules for both. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, textField } from '../../../platform/http/validation.ts'
import { inTransaction, lockRow, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { type ActivityChange, changesBetween, logActivity } from '../../workspace/activity/index.ts'
import type { ProjectContext } from '../../workspace/organizations/index.ts'
import { normalizeTags, tagList } from '../../workspace/tags/index.ts'
import { basicUserAnswer, fromUserJson, leftJoinUser, userJson } from '../../workspace/users/index.ts'
import { eventDefinitionKind, propertyDefinitionKind } from './kind.ts'

export const PROPERTY_TYPES = ['DateTime', 'String', 'Numeric', 'Boolean', 'Duration'] as const
/** Kinds of property definitions, by number. */
export const KINDS = { event: 1, person: 2, group: 3, session: 4 } as const
const KIND_NAMES: Record<number, string> = { 1: 'event', 2: 'person', 3: 'group', 4: 'session' }

export type Subject = 'event' | 'property'
const TABLES: Record<Subject, string> = { event: 'event_definitions', property: 'property_definitions' }
const kinds = { event: eventDefinitionKind, property: propertyDefinitionKind }

/** Columns that both kinds of definitions have; table alias `p`. */
const CARE = `p.description, p.tags, p.verified, p.verified_at AS "verifiedAt", p.hidden, p.updated_at AS "updatedAt",
  ${userJson('u')} AS updater, ${userJson('v')} AS verifier`
const JOINS = `${leftJoinUser('u', 'p.updated_by')} ${leftJoinUser('v', 'p.verified_by')}`
export const FROM: Record<Subject, string> = {
  event: `event_definitions p ${JOINS}`,
  property: `property_definitions p ${JOINS}`,
}
export const COLUMNS: Record<Subject, string> = {
  event: `p.id, p.name, p.created_at AS "createdAt", p.last_seen_at AS "lastSeenAt", ${CARE}`,
  property: `p.id, p.name, p.kind, p.is_numerical AS "isNumerical", p.property_type AS "propertyType", p.created_at AS "createdAt", ${CARE}`,
}

export interface Row {
  id: string
  name: string
  kind?: number
  isNumerical?: boolean
  propertyType?: string | null
  createdAt: Date
  lastSeenAt?: Date | null
  description: string
  tags: string[]
  verified: boolean
  verifiedAt: Date | null
  hidden: boolean | null
  updatedAt: Date | null
  updater: unknown
  verifier: unknown
  isSeen?: boolean | null
}

const care = {
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  updated_at: z.string().nullable(),
  updated_by: basicUserAnswer.nullable(),
  verified: z.boolean(),
  verified_at: z.string().nullable(),
  verified_by: basicUserAnswer.nullable(),
  hidden: z.boolean().nullable(),
}
export const eventAnswer = z.looseObject({ ...care, created_at: z.string(), last_seen_at: z.string().nullable() })
nameSchema(eventAnswer, 'EventDefinition')
export const propertyAnswer = z.looseObject({
  ...care,
  is_numerical: z.boolean(),
  property_type: z.string().nullable(),
  is_seen_on_filtered_events: z.boolean().nullable(),
})
nameSchema(propertyAnswer, 'PropertyDefinition')

const presentCare = (row: Row) => ({
  id: row.id,
  name: row.name,
  description: row.description,
  tags: row.tags.toSorted(),
  updated_at: row.updatedAt?.toISOString() ?? null,
  updated_by: fromUserJson(row.updater),
  verified: row.verified,
  verified_at: row.verifiedAt?.toISOString() ?? null,
  verified_by: fromUserJson(row.verifier),
  hidden: row.hidden,
})

export const presentEvent = (row: Row): z.infer<typeof eventAnswer> => ({
  ...presentCare(row),
  owner: null,
  created_at: row.createdAt.toISOString(),
  last_seen_at: row.lastSeenAt?.toISOString() ?? null,
  last_updated_at: row.updatedAt?.toISOString() ?? null,
  default_columns: [],
  is_action: false,
  action_id: null,
  is_calculating: false,
  last_calculated_at: null,
  created_by: null,
  post_to_slack: false,
})

export const presentProperty = (row: Row): z.infer<typeof propertyAnswer> => ({
  ...presentCare(row),
  is_numerical: row.isNumerical!,
  property_type: row.propertyType ?? null,
  is_seen_on_filtered_events: row.isSeen ?? null,
})

export async function findDefinition(
  db: { $client: Pool | PoolClient },
  subject: Subject,
  teamId: number,
  id: string,
): Promise<Row | null> {
  if (!isUuid(id)) return null
  const { rows } = await db.$client.query<Row>(
    `SELECT ${COLUMNS[subject]} FROM ${FROM[subject]} WHERE p.team_id = $1 AND p.id = $2`,
    [teamId, id],
  )
  return rows[0] ?? null
}

/** Which of some names are properties of a project's events. */
export async function seenEventProperties(
  pool: Pool,
  teamId: number,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT name FROM property_definitions WHERE team_id = $1 AND kind = $3 AND name = ANY($2)',
    [teamId, names, KINDS.event],
  )
  return new Set(rows.map(({ name }) => name))
}

/** Maximum number of listed person property names. */
const PERSON_NAMES_MAX = 1000

/** Names of person properties that events have set; plain names come before those that start with `$`. */
export async function seenPersonProperties(
  pool: Pool,
  teamId: number,
  containing: string,
): Promise<{ name: string; property_type: string | null }[]> {
  const { rows } = await pool.query<{ name: string; property_type: string | null }>(
    `SELECT name, property_type FROM property_definitions WHERE team_id = $1 AND kind = ${KINDS.person} AND name ILIKE $2
     ORDER BY name LIKE '$%', name LIMIT ${PERSON_NAMES_MAX}`,
    [teamId, `%${containing.replace(/[\\%_]/g, '\\$&')}%`],
  )
  return rows
}

/** Types of the properties with these names, for queries; kinds are numbered as in `KINDS`. */
export async function propertyTypesOf(
  pool: Pool,
  teamId: number,
  names: readonly string[],
): Promise<{ kind: number; index: number; name: string; type: string | null }[]> {
  const { rows } = await pool.query<{ kind: number; index: number; name: string; type: string | null }>(
    `SELECT kind, group_type_index AS index, name, property_type AS type FROM property_definitions
     WHERE team_id = $1 AND name = ANY($2)`,
    [teamId, names],
  )
  return rows
}

export const eventBody = z.object({
  description: z.preprocess((value) => value, textField(10_000).nullable()).optional(),
  tags: tagList.optional(),
  verified: flexibleBoolean.optional(),
  hidden: flexibleBoolean.nullish(),
})
export const propertyBody = eventBody.extend({ property_type: z.enum(PROPERTY_TYPES).nullish() })

/**
 * Changes the user-editable fields of a definition. Hidden definitions are never verified, and the first verifier is kept.
 * @throws ApiError 400 when both are requested, 404 when it no longer exists
 */
export async function updateDefinition(
  context: ProjectContext,
  subject: Subject,
  id: string,
  body: z.output<typeof propertyBody>,
): Promise<Row> {
  const { db, principal, team } = context
  if (body.hidden === true && body.verified === true)
    throw errors.invalid(`${subject === 'event' ? 'An event' : 'A property'} cannot be both hidden and verified`, null)
  await inTransaction(db.$client, async (client) => {
    await lockRow(client, TABLES[subject], id)
    const row = await findDefinition({ $client: client }, subject, team.id, id)
    if (!row) throw errors.notFound()
    const before = toCare(row)
    const after = changedCare(before, body)
    await client.query(
      `UPDATE ${TABLES[subject]} SET description = $3, tags = $4, hidden = $5, updated_at = now(), updated_by = $6, verified = $7,
         verified_at = CASE WHEN NOT $7 THEN NULL WHEN verified THEN verified_at ELSE now() END,
         verified_by = CASE WHEN NOT $7 THEN NULL WHEN verified THEN verified_by ELSE $6 END WHERE team_id = $1 AND id = $2`,
      [team.id, row.id, after.description, after.tags, after.hidden, principal.userId, after.verified],
    )
    const type = body.property_type === undefined ? row.propertyType : body.property_type
    if (subject === 'property' && body.property_type !== undefined)
      await client.query(
        'UPDATE property_definitions SET property_type = $3, is_numerical = $4 WHERE team_id = $1 AND id = $2',
        [team.id, row.id, type, type === 'Numeric'],
      )
    const typed = subject === 'property'
    const changes = changesBetween(
      kinds[subject].scope,
      { ...before, ...(typed && { property_type: row.propertyType }) },
      { ...after, ...(typed && { property_type: type }) },
    )
    if (changes.length > 0) await logDefinition(client, context, subject, row, 'changed', changes)
  })
  const changed = await findDefinition(db, subject, team.id, id)
  if (!changed) throw errors.notFound()
  return changed
}

const toCare = ({ description, tags, verified, hidden }: Row) => ({
  description,
  tags: tags.toSorted(),
  verified,
  hidden,
})

const changedCare = (
  before: ReturnType<typeof toCare>,
  { description, tags, verified, hidden }: z.output<typeof propertyBody>,
): typeof before => ({
  description: description === undefined ? before.description : (description ?? ''),
  tags: tags ? normalizeTags(tags) : before.tags,
  verified: hidden === true ? false : (verified ?? before.verified),
  hidden: verified === true ? false : hidden === undefined ? before.hidden : hidden,
})

/** Removes the definition, not the data behind it: the next event that has it recreates it. */
export async function deleteDefinition(context: ProjectContext, subject: Subject, row: Row): Promise<void> {
  const { db, team } = context
  await inTransaction(db.$client, async (client) => {
    await client.query(`DELETE FROM ${TABLES[subject]} WHERE team_id = $1 AND id = $2`, [team.id, row.id])
    await logDefinition(client, context, subject, row, 'deleted', null)
  })
}

function logDefinition(
  client: PoolClient,
  { principal, team }: ProjectContext,
  subject: Subject,
  row: Row,
  activity: 'changed' | 'deleted',
  changes: ActivityChange[] | null,
): Promise<void> {
  return logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity,
    scope: kinds[subject].scope,
    itemId: row.id,
    detail: { name: row.name, type: KIND_NAMES[row.kind ?? 1]!, changes },
  })
}

const IDS_MAX = 500
const WORK_MAX = 10_000
export const bulkBody = z.object({
  ids: z.array(z.uuid('A uuid is expected.')).min(1).max(IDS_MAX),
  action: z.enum(['add', 'remove', 'set']),
  tags: z.array(z.string().max(255)).max(100),
})
export const bulkAnswer = z.object({
  updated: z.array(z.object({ id: z.string(), tags: z.array(z.string()) })),
  skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
})

/** Adds, removes or replaces tags of many definitions. Missing definitions are reported; the others are changed. */
export async function updateTags(
  { db, team }: ProjectContext,
  subject: Subject,
  { ids, action, tags: given }: z.output<typeof bulkBody>,
): Promise<z.infer<typeof bulkAnswer>> {
  const tags = normalizeTags(given)
  if (tags.length === 0 && action !== 'set')
    throw errors.invalid(`tags must not be empty for action '${action}'.`, 'tags')
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))]
  if (wanted.length * tags.length > WORK_MAX) throw errors.invalid(`At most ${WORK_MAX} tags at once.`, 'tags')
  const next = {
    add: 'ARRAY(SELECT DISTINCT tag FROM unnest(tags || $3::text[]) AS tag ORDER BY tag)',
    remove: 'ARRAY(SELECT tag FROM unnest(tags) AS tag WHERE tag <> ALL($3::text[]) ORDER BY tag)',
    set: '$3::text[]',
  }[action]
  const { rows } = await db.$client.query<{ id: string; tags: string[] }>(
    `UPDATE ${TABLES[subject]} SET tags = ${next} WHERE team_id = $1 AND id = ANY($2::uuid[]) RETURNING id, tags`,
    [team.id, wanted, tags],
  )
  const found = new Map(rows.map((row) => [row.id, row.tags]))
  return {
    updated: wanted.flatMap((id) => (found.has(id) ? [{ id, tags: found.get(id)!.toSorted() }] : [])),
    skipped: wanted.flatMap((id) => (found.has(id) ? [] : [{ id, reason: 'Not found or no edit access' }])),
  }
}
