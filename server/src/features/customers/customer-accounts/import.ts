/**
 * Brings accounts in from a CSV file, in the background. Every row is looked at before the first one counts, and all are
 * written in one transaction: either the whole file is in, or nothing has changed.
 *
 * A row belongs to the account with its `id`, else with its `external_id`; any other row is a new account. Empty cells leave
 * what is there.
 */
import { validate as isUuid } from 'uuid'
import type { Principal } from '../../../platform/http/access.ts'
import { type CsvRow, decodeCsv, readCsvRows } from '../../../platform/http/csv-file.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { type JsonObject, storableJsonText, toStorableText } from '../../../platform/json.ts'
import type { Logger } from '../../../platform/logger.ts'
import { constraintOf, type Database, inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { type ActivityEntry, changesBetween, logActivity } from '../../workspace/activity/index.ts'
import type { ResolvedTeam, ResourceAccess } from '../../workspace/organizations/index.ts'
import { normalizeTags } from '../../workspace/tags/index.ts'
import { type Account, findAccountsBy } from './accounts.ts'
import { type CsvColumn, cellText, readHeader } from './csv-file.ts'
import { DATA_TYPES, DEFINITION_SELECT, type Definition } from './definitions.ts'
import { ROLES, type Role } from './properties.ts'
import { convertValue, type Scalar } from './values.ts'

export const FILE_BYTES_MAX = 32 * 1024 * 1024
const ROWS_MAX = 200_000
const ROWS_AT_ONCE = 1000
const REFUSALS_KEPT = 1000
const NAME_MAX = 400
/** Nobody heard of an import for so long: its process is gone, and its transaction with it. */
export const LOST_AFTER = '60 seconds'

export interface ImportOptions {
  fileName: string
  /** Only looks, and changes nothing. */
  isDryRun: boolean
  /** Rows that are wrong are left out; without it one of them keeps the whole file out. */
  skipsRefused: boolean
  ignoresUnknown: boolean
}

interface Importing {
  db: Database
  logger: Logger
  principal: Principal
  team: ResolvedTeam
  own: ResourceAccess
}

interface Tally {
  rows: number
  created: number
  updated: number
  unchanged: number
  refused: number
  refusals: { line: number; reason: string }[]
}

/** Rolls the transaction back without being an error. */
class NothingChanged extends Error {
  constructor(readonly state: 'checked' | 'refused') {
    super(state)
  }
}

/**
 * Starts bringing a file in.
 * @returns id of the import; it goes on by itself
 * @throws ApiError 409 while another one runs in the project
 */
export async function startImport(importing: Importing, bytes: Buffer, options: ImportOptions): Promise<string> {
  const { db, principal, team } = importing
  const id = newUuid()
  const { rowCount } = await db.$client.query(
    `INSERT INTO account_imports (id, team_id, file_name, created_by) SELECT $1, $2, $3, $4
     WHERE NOT EXISTS (SELECT 1 FROM account_imports WHERE team_id = $2 AND state = 'running' AND renewed_at > now() - $5::interval)`,
    [id, team.id, toStorableText(options.fileName).slice(0, NAME_MAX), principal.userId, LOST_AFTER],
  )
  if (!rowCount) throw errors.conflict('Another file is being brought in. Wait until it is done.')
  void run(importing, id, bytes, options)
  return id
}

async function run(importing: Importing, id: string, bytes: Buffer, options: ImportOptions): Promise<void> {
  const { db, logger } = importing
  const tally: Tally = { rows: 0, created: 0, updated: 0, unchanged: 0, refused: 0, refusals: [] }
  const note = (state: string, problem: string | null) =>
    db.$client.query(
      `UPDATE account_imports SET state = $2, problem = $3, rows = $4, created = $5, updated = $6, unchanged = $7, refused = $8, refusals = $9,
         renewed_at = now(), finished_at = CASE WHEN $2 = 'running' THEN NULL ELSE now() END WHERE id = $1`,
      [
        id,
        state,
        problem,
        tally.rows,
        tally.created,
        tally.updated,
        tally.unchanged,
        tally.refused,
        JSON.stringify(tally.refusals),
      ],
    )
  try {
    const text = decodeCsv(bytes, 'file')
    await inTransaction(db.$client, async (client) => {
      await importText(importing, client, text, options, tally, () => note('running', null))
      if (options.isDryRun) throw new NothingChanged('checked')
      if (tally.refused > 0 && !options.skipsRefused) throw new NothingChanged('refused')
    })
    await note('done', null)
  } catch (error) {
    if (error instanceof NothingChanged) await note(error.state, null).catch(() => {})
    else {
      if (!(error instanceof ApiError) && !constraintOf(error))
        logger.error({ err: error }, 'bringing accounts in failed')
      await note(error instanceof ApiError ? 'refused' : 'failed', problemOf(error)).catch(() => {})
    }
  }
}

function problemOf(error: unknown): string {
  if (error instanceof ApiError) return error.detail
  return constraintOf(error)
    ? 'Somebody else changed the same accounts meanwhile. Nothing was changed; try again.'
    : 'The server could not do it. Nothing was changed.'
}

async function importText(
  importing: Importing,
  client: PoolClient,
  text: string,
  options: ImportOptions,
  tally: Tally,
  onProgress: () => Promise<unknown>,
): Promise<void> {
  const { team } = importing
  const { rows: definitions } = await client.query<Definition>(`${DEFINITION_SELECT} WHERE d.team_id = $1`, [team.id])
  const members = await findMembers(client, team)
  const seen = new Set<string>()
  let columns: CsvColumn[] | null = null
  let piece: CsvRow[] = []
  const flush = async () => {
    await importPiece(importing, client, columns!, members, seen, piece, tally)
    piece = []
    await onProgress()
  }
  for await (const row of readCsvRows(text, 'file')) {
    if (columns === null) {
      columns = readHeader(row.cells, definitions, options.ignoresUnknown)
      continue
    }
    if (++tally.rows > ROWS_MAX)
      throw errors.invalid(
        `A file has at most ${ROWS_MAX.toLocaleString('en-US')} rows. Nothing was changed; divide it.`,
        'file',
      )
    piece.push(row)
    if (piece.length >= ROWS_AT_ONCE) await flush()
  }
  if (tally.rows === 0) throw errors.invalid('The file has no rows below its header.', 'file')
  if (piece.length > 0) await flush()
}

interface Member {
  id: number
  email: string
}

async function findMembers(client: PoolClient, team: ResolvedTeam): Promise<Map<string, Member>> {
  const { rows } = await client.query<Member>(
    'SELECT u.id, u.email FROM users u JOIN organization_memberships m ON m.user_id = u.id WHERE m.organization_id = $1',
    [team.organizationId],
  )
  return new Map(rows.map((member) => [member.email.toLowerCase(), member]))
}

interface Wanted {
  line: number
  id: string | null
  externalId: string | null
  name: string | null
  tags: string[] | null
  properties: JsonObject
  values: { definition: Definition; value: Scalar }[]
}

/** What a row says. @throws ApiError 400 with what is wrong */
function readRow(row: CsvRow, columns: readonly CsvColumn[], members: ReadonlyMap<string, Member>): Wanted {
  if (row.cells.length > columns.length && row.cells.slice(columns.length).some((cell) => cell.trim() !== ''))
    throw errors.invalid('The row has more cells than the first line has columns.')
  const wanted: Wanted = {
    line: row.line,
    id: null,
    externalId: null,
    name: null,
    tags: null,
    properties: {},
    values: [],
  }
  for (const [index, column] of columns.entries()) {
    const cell = toStorableText(cellText(row.cells[index]))
    if (column === null || cell === '') continue
    if ('definition' in column) {
      wanted.values.push({ definition: column.definition, value: convertValue(column.definition, cell) })
      continue
    }
    switch (column.field) {
      case 'id':
        if (!isUuid(cell)) throw errors.invalid('id: not an id of an account')
        wanted.id = cell.toLowerCase()
        break
      case 'name':
      case 'external_id':
        if (cell.length > NAME_MAX) throw errors.invalid(`${column.field}: more than ${NAME_MAX} characters`)
        wanted[column.field === 'name' ? 'name' : 'externalId'] = cell
        break
      case 'tags': {
        wanted.tags = normalizeTags(cell.split(/[,;]/))
        const long = wanted.tags.find((tag) => tag.length > 255)
        if (long !== undefined) throw errors.invalid('tags: a tag has at most 255 characters')
        break
      }
      default:
        wanted.properties[column.field] = (ROLES as readonly string[]).includes(column.field)
          ? holder(column.field as Role, cell, members)
          : cell
    }
  }
  return wanted
}

function holder(role: Role, email: string, members: ReadonlyMap<string, Member>): JsonObject {
  const member = members.get(email.toLowerCase())
  if (!member) throw errors.invalid(`${role}: nobody in the organization has the address ${email.slice(0, 200)}`)
  return { id: member.id, email: member.email }
}

async function importPiece(
  { principal, team, own }: Importing,
  client: PoolClient,
  columns: readonly CsvColumn[],
  members: ReadonlyMap<string, Member>,
  seen: Set<string>,
  rows: readonly CsvRow[],
  tally: Tally,
): Promise<void> {
  const refuse = (line: number, reason: string) => {
    tally.refused++
    if (tally.refusals.length < REFUSALS_KEPT) tally.refusals.push({ line, reason: reason.slice(0, 500) })
  }
  const attempt = <T>(line: number, work: () => T): T | null => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      refuse(line, error.detail)
      return null
    }
  }
  const wanted = rows.flatMap((row) => attempt(row.line, () => readRow(row, columns, members)) ?? [])
  const existing = await findAccountsBy(client, team.id, {
    ids: wanted.flatMap(({ id }) => id ?? []),
    externalIds: wanted.flatMap(({ externalId }) => externalId ?? []),
  })
  const byId = new Map(existing.map((account) => [account.id, account]))
  const byExternalId = new Map(existing.map((account) => [account.externalId, account]))
  const made: Account[] = []
  const changed: Account[] = []
  const entries: ActivityEntry[] = []
  const given: { accountId: string; definition: Definition; value: Scalar }[] = []
  const touched = new Set<string>()
  const logged = (account: Account, activity: string, detail: ActivityEntry['detail'] = {}) =>
    entries.push({
      organizationId: team.organizationId,
      teamId: team.id,
      principal,
      activity,
      scope: 'Account',
      itemId: account.id,
      detail: { name: account.name, ...detail },
    })
  for (const row of wanted) {
    const match = attempt(row.line, () => {
      const before = row.id ? byId.get(row.id) : row.externalId ? byExternalId.get(row.externalId) : undefined
      if (row.id && !before) throw errors.invalid('No account has this id.')
      for (const key of [before && `id ${before.id}`, row.externalId && `external_id ${row.externalId}`]) {
        if (!key) continue
        if (seen.has(key)) throw errors.invalid(`${key.split(' ')[0]}: the file has it twice`)
        seen.add(key)
      }
      if (before && !['editor', 'manager'].includes(own.levelOf(before.id, before.createdById)))
        throw errors.invalid('This account exists, and you may not change it.')
      const taken = row.externalId ? byExternalId.get(row.externalId) : undefined
      if (before && taken && taken.id !== before.id) throw errors.invalid('external_id: another account has it already')
      if (!before && row.name === null)
        throw errors.invalid('name: a new account needs one, and no account has this external_id')
      return { account: before ?? null }
    })
    if (match === null) continue
    const { account } = match
    const after: Account = {
      ...(account ?? newAccount(team.id)),
      ...(row.name !== null && { name: row.name }),
      ...(row.externalId !== null && { externalId: row.externalId }),
      ...(row.tags && { tags: row.tags }),
      properties: { ...account?.properties, ...row.properties },
    }
    if (account) {
      const fields = ({ name, externalId, properties, tags }: Account) => ({
        name,
        external_id: externalId,
        properties,
        tags: tags.toSorted(),
      })
      const changes = changesBetween('Account', fields(account), fields(after))
      if (changes.length > 0) {
        changed.push(after)
        touched.add(after.id)
        logged(after, 'updated', { changes })
      }
    } else {
      made.push(after)
      logged(after, 'created')
    }
    for (const { definition, value } of row.values) given.push({ accountId: after.id, definition, value })
    tally.unchanged++
  }
  await insertAccounts(client, team.id, principal.userId, made)
  await updateAccounts(client, team.id, changed)
  for (const id of await setValues(client, team.id, principal.userId, given)) touched.add(id)
  await logActivity(client, ...entries)
  for (const { id } of made) touched.delete(id)
  tally.created += made.length
  tally.updated += touched.size
  tally.unchanged -= made.length + touched.size
}

const newAccount = (teamId: number): Account => ({
  id: newUuid(),
  teamId,
  name: '',
  externalId: null,
  properties: {},
  tags: [],
  notebooks: [],
  createdAt: '',
  createdById: null,
  updatedAt: '',
})

const jsonOf = ({ properties }: Account) => storableJsonText(properties)
/** Lists of tags as JSON: PostgreSQL's unnest would flatten lists of lists. */
const tagsOf = ({ tags }: Account) => JSON.stringify(tags)
const TAGS = 'ARRAY(SELECT jsonb_array_elements_text(given.tags::jsonb))'

async function insertAccounts(
  client: PoolClient,
  teamId: number,
  userId: number,
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

async function updateAccounts(client: PoolClient, teamId: number, accounts: readonly Account[]): Promise<void> {
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

/** Sets values that differ from the present ones; those become history. @returns ids of the accounts that had others */
async function setValues(
  client: PoolClient,
  teamId: number,
  userId: number,
  given: readonly { accountId: string; definition: Definition; value: Scalar }[],
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
