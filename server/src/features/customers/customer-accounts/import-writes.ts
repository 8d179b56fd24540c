/** Writes the changes of an imported file, many accounts per statement. */
import { storableJsonText } from '../../../platform/json.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import type { Account } from './accounts.ts'
import { DATA_TYPES, type Definition } from './definitions.ts'
import type { Scalar } from './values.ts'

/** A new value of a custom property of an account. */
export interface GivenValue {
  accountId: string
  definition: Definition
  value: Scalar
}

const jsonOf = ({ properties }: Account) => storableJsonText(properties)
/** Passes tags as JSON, because PostgreSQL's unnest would flatten lists of lists. */
const tagsOf = ({ tags }: Account) => JSON.stringify(tags)
const TAGS = 'ARRAY(SELECT jsonb_array_elements_text(given.tags::jsonb))'

export async function insertAccounts(
  client: PoolClient,
  teamId: number,
  userId: number | null,
  accounts: readonly Account[],
): Promise<void> {
  if (accounts.length === 0) return
  await client.query(
    `INSERT INTO accounts (id, team_id, name, external_id, properties, tags, created_by)
     SELECT given.id, $1, given.name, given.external_id, given.properties::jsonb, ${TAGS}, $2
     FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[]) given(id, name, external_id, properties, tags)`,
    [
      teamId,
      userId,
      accounts.map(({ id }) => id),
      accounts.map(({ name }) => name),
      accounts.map(({ externalId }) => externalId),
      accounts.map(jsonOf),
      accounts.map(tagsOf),
    ],
  )
}

export async function updateAccounts(client: PoolClient, teamId: number, accounts: readonly Account[]): Promise<void> {
  if (accounts.length === 0) return
  await client.query(
    `UPDATE accounts a SET name = given.name, external_id = given.external_id, properties = given.properties::jsonb, tags = ${TAGS},
       updated_at = clock_timestamp()
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) given(id, name, external_id, properties, tags)
     WHERE a.team_id = $1 AND a.id = given.id`,
    [
      teamId,
      accounts.map(({ id }) => id),
      accounts.map(({ name }) => name),
      accounts.map(({ externalId }) => externalId),
      accounts.map(jsonOf),
      accounts.map(tagsOf),
    ],
  )
}

/**
 * Sets values that differ from the current ones; the current ones become history.
 * @returns the IDs of the changed accounts, once per changed value
 */
export async function setValues(
  client: PoolClient,
  teamId: number,
  userId: number | null,
  given: readonly GivenValue[],
): Promise<string[]> {
  if (given.length === 0) return []
  const slot = (type: string) =>
    given.map(({ definition, value }) => (DATA_TYPES[definition.displayType] === type ? value : null))
  const { rows } = await client.query<{ accountId: string }>(
    `WITH given AS (
       SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::float8[], $7::boolean[], $8::timestamptz[])
         given(id, account_id, definition_id, text_value, number_value, boolean_value, time_value)
     ), differing AS (
       SELECT given.*, present.id AS before FROM given LEFT JOIN custom_property_values present
         ON present.account_id = given.account_id AND present.definition_id = given.definition_id AND present.superseded_at IS NULL
       WHERE present.id IS NULL OR (present.text_value, present.number_value, present.boolean_value, present.time_value)
         IS DISTINCT FROM (given.text_value, given.number_value, given.boolean_value, given.time_value)
     ), superseded AS (
       UPDATE custom_property_values v SET superseded_at = clock_timestamp() FROM differing WHERE v.id = differing.before RETURNING v.id
     )
     INSERT INTO custom_property_values (id, team_id, account_id, definition_id, text_value, number_value, boolean_value, time_value, created_at, created_by)
     SELECT id, $1, account_id, definition_id, text_value, number_value, boolean_value, time_value, clock_timestamp(), $9 FROM differing
     WHERE (SELECT count(*) FROM superseded) >= 0
     RETURNING account_id AS "accountId"`,
    [
      teamId,
      given.map(() => newUuid()),
      given.map(({ accountId }) => accountId),
      given.map(({ definition }) => definition.id),
      slot('string'),
      slot('numeric'),
      slot('boolean'),
      slot('datetime'),
      userId,
    ],
  )
  return rows.map(({ accountId }) => accountId)
}
