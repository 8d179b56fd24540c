/**
 * Operations on the custom property values of an account. A new value replaces the current one, which is kept as history.
 */
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import {
  constraintOf,
  type Database,
  inTransaction,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import type { Account } from './accounts.ts'
import { DATA_TYPES, type DataType, type Definition, loadDefinition } from './definitions.ts'
import { convertValue, type Scalar, SLOTS, type Slots, slotValue, VALUE_COLUMNS } from './values.ts'

const SUGGESTIONS_MAX = 50
/** Number of values that suggestions are taken from. */
const DISTINCT_MAX = 10_000
/** Maximum number of values in a property's history. */
const HISTORY_MAX = 1_000

export const valueAnswer = z.object({
  id: z.string(),
  account_id: z.string(),
  definition_id: z.string(),
  value: z.any(),
  created_at: z.string(),
  created_by_id: z.number().nullable(),
})
nameSchema(valueAnswer, 'CustomPropertyValue')
export const changedValueAnswer = valueAnswer.extend({ superseded_at: z.string().nullable() })

interface Row extends Slots {
  id: string
  accountId: string
  definitionId: string
  displayType: Definition['displayType']
  createdAt: string
  createdById: number | null
  supersededAt: string | null
}

const SELECT = `SELECT v.id, v.account_id AS "accountId", v.definition_id AS "definitionId", d.display_type AS "displayType", ${SLOTS}, v.created_at::text AS "createdAt",
  v.created_by AS "createdById", v.superseded_at::text AS "supersededAt"
  FROM custom_property_values v JOIN custom_property_definitions d ON d.id = v.definition_id`

function present(row: Row): z.infer<typeof valueAnswer> {
  return {
    id: row.id,
    account_id: row.accountId,
    definition_id: row.definitionId,
    value: slotValue(row.displayType, row),
    created_at: formatTime(row.createdAt),
    created_by_id: row.createdById,
  }
}

/** The current value of each property that has one, newest first. */
export async function listValues(
  client: Pool | PoolClient,
  { id, teamId }: Account,
): Promise<z.infer<typeof valueAnswer>[]> {
  const { rows } = await client.query<Row>(
    `${SELECT} WHERE v.team_id = $1 AND v.account_id = $2 AND v.superseded_at IS NULL ORDER BY v.created_at DESC, v.id DESC`,
    [teamId, id],
  )
  return rows.map(present)
}

/** Every value that a property of an account has had, newest first. */
export async function valueHistory(
  db: Database,
  { id, teamId }: Account,
  definitionId: string,
): Promise<z.infer<typeof changedValueAnswer>[]> {
  const { rows } = await db.$client.query<Row>(
    `${SELECT} WHERE v.team_id = $1 AND v.account_id = $2 AND v.definition_id = $3 ORDER BY v.created_at DESC, v.id DESC LIMIT ${HISTORY_MAX}`,
    [teamId, id, definitionId],
  )
  return rows.map((row) => ({
    ...present(row),
    superseded_at: row.supersededAt === null ? null : formatTime(row.supersededAt),
  }))
}

/**
 * The definition that a request about an account names.
 * @throws ApiError 400 when the project has no such property
 */
export async function findOwnDefinition({ db, team }: ObjectContext, id: string): Promise<Definition> {
  const definition = await loadDefinition(db.$client, team.id, id)
  if (!definition) throw errors.invalid('Custom property definition not found.', 'definition')
  return definition
}

/**
 * Sets a value; the current one becomes history.
 * @param definitionId ID of the property
 * @throws ApiError 400 for an unknown property or a value that does not convert, 404 when the account or the property no
 * longer exists, 409 when somebody else sets the value at the same moment
 */
export async function setValue(
  context: ObjectContext,
  account: Account,
  definitionId: string,
  given: unknown,
): Promise<z.infer<typeof valueAnswer>> {
  const { db, principal } = context
  const definition = await findOwnDefinition(context, definitionId)
  const value = convertValue(definition, given)
  return settled(definition, () =>
    inTransaction(db.$client, async (client) => {
      // Locks both rows: if one were deleted before the value is inserted, nothing would ever delete the value.
      for (const [table, of] of [
        ['accounts', account.id],
        ['custom_property_definitions', definition.id],
      ] as const) {
        const { rowCount } = await client.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR KEY SHARE`, [of])
        if (!rowCount) throw errors.notFound()
      }
      const id = await putValue(client, principal.userId, account, definition, value)
      const { rows } = await client.query<Row>(`${SELECT} WHERE v.id = $1`, [id])
      return present(rows[0]!)
    }),
  )
}

/** @throws ApiError 409 when the unique index of current values refuses the value */
async function settled<T>({ name }: Definition, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (constraintOf(error) === 'custom_property_values_current')
      throw errors.conflict(`An active value for custom property '${name}' was set concurrently.`)
    throw error
  }
}

/**
 * Sets a value in the caller's transaction.
 * @param userId who sets it; null for a server that uses the project's secret token
 * @returns the ID of the value
 */
export async function putValue(
  client: PoolClient,
  userId: number | null,
  { id: accountId, teamId }: Account,
  definition: Definition,
  value: Scalar,
): Promise<string> {
  const id = newUuid()
  await client.query(
    'UPDATE custom_property_values SET superseded_at = clock_timestamp() WHERE team_id = $1 AND account_id = $2 AND definition_id = $3 AND superseded_at IS NULL',
    [teamId, accountId, definition.id],
  )
  await client.query(
    `INSERT INTO custom_property_values (id, team_id, account_id, definition_id, ${VALUE_COLUMNS[DATA_TYPES[definition.displayType]]}, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp(), $6)`,
    [id, teamId, accountId, definition.id, value, userId],
  )
  return id
}

/**
 * Sets the values that differ from the current ones, in the caller's transaction.
 * @returns whether any value differed
 */
export async function putDiffering(
  client: PoolClient,
  userId: number | null,
  account: Account,
  values: readonly { definition: Definition; value: Scalar }[],
): Promise<boolean> {
  if (values.length === 0) return false
  const present = await listValues(client, account)
  let isChanged = false
  for (const { definition, value } of values) {
    if (present.some((each) => each.definition_id === definition.id && each.value === value)) continue
    await putValue(client, userId, account, definition, value)
    isChanged = true
  }
  return isChanged
}

/** Existing or possible values of a property that contain a text. */
export async function suggestValues(
  db: Database,
  teamId: number,
  definition: Definition,
  containing: string,
): Promise<string[]> {
  const type = DATA_TYPES[definition.displayType]
  const known =
    definition.displayType === 'select'
      ? (definition.options ?? []).map(({ label }) => label)
      : type === 'boolean'
        ? ['true', 'false']
        : type === 'datetime'
          ? []
          : await distinctValues(db, teamId, definition.id, type)
  return known.filter((text) => text.toLowerCase().includes(containing.toLowerCase())).slice(0, SUGGESTIONS_MAX)
}

async function distinctValues(db: Database, teamId: number, definitionId: string, type: DataType): Promise<string[]> {
  const column = VALUE_COLUMNS[type]
  const { rows } = await db.$client.query<{ value: string | number }>(
    `SELECT DISTINCT ${column} AS value FROM custom_property_values
     WHERE team_id = $1 AND definition_id = $2 AND superseded_at IS NULL AND ${column} IS NOT NULL ORDER BY value LIMIT ${DISTINCT_MAX}`,
    [teamId, definitionId],
  )
  return rows.map(({ value }) => String(value))
}
