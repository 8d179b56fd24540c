/**
 * Imports a batch of rows. A row belongs to the account with its `id`, else to the one with its `external_id`; any other row
 * creates an account.
 */
import type { CsvRow } from '../../../platform/http/csv-file.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { type ActivityEntry, changesBetween, logActivity } from '../../workspace/activity/index.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { type Account, lockAccounts } from './accounts.ts'
import type { CsvColumn } from './import-header.ts'
import { type Member, readRow, type Wanted } from './import-rows.ts'
import { type GivenValue, insertAccounts, setValues, updateAccounts } from './import-writes.ts'
import { accountKind } from './kind.ts'

const REFUSALS_KEPT = 1000
const REASON_CHARACTERS_MAX = 500

/** The outcome of the rows so far. */
export interface Tally {
  rows: number
  created: number
  updated: number
  unchanged: number
  refused: number
  /** The first refused rows. */
  refusals: { line: number; reason: string }[]
}

export const newTally = (): Tally => ({ rows: 0, created: 0, updated: 0, unchanged: 0, refused: 0, refusals: [] })

/** A file during its import, in one transaction. */
export interface Importing {
  context: ObjectContext
  client: PoolClient
  columns: readonly CsvColumn[]
  members: ReadonlyMap<string, Member>
  /** IDs and external IDs of the rows so far. */
  seen: Set<string>
  tally: Tally
}

/** The changes that the rows of a batch make. */
interface Changes {
  made: Account[]
  changed: Account[]
  entries: ActivityEntry[]
  given: GivenValue[]
  /** Number of valid rows, including those that change nothing. */
  rows: number
}

/** Imports rows and counts them. An invalid row is counted as refused and changes nothing. */
export async function importPiece(importing: Importing, rows: readonly CsvRow[]): Promise<void> {
  const { context, client, columns, members, tally } = importing
  const wanted = rows.flatMap((row) => attempt(tally, row.line, () => readRow(row, columns, members)) ?? [])
  const existing = await lockAccounts(client, context.team.id, {
    ids: wanted.flatMap(({ id }) => id ?? []),
    externalIds: wanted.flatMap(({ externalId }) => externalId ?? []),
  })
  const changes: Changes = { made: [], changed: [], entries: [], given: [], rows: 0 }
  const match = matcher(importing, existing)
  for (const row of wanted) {
    const matched = attempt(tally, row.line, () => ({ account: match(row) }))
    if (matched) noteChanges(changes, context, row, matched.account)
  }
  await write(importing, changes)
}

/** @returns null if the row is refused */
function attempt<T>(tally: Tally, line: number, work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    tally.refused++
    if (tally.refusals.length < REFUSALS_KEPT)
      tally.refusals.push({ line, reason: error.detail.slice(0, REASON_CHARACTERS_MAX) })
    return null
  }
}

/**
 * Returns a function that finds the account of a row, or null if the row creates one.
 * @throws ApiError (from the returned function) 400 for a row that cannot belong to any account
 */
function matcher({ context: { own }, seen }: Importing, existing: readonly Account[]) {
  const byId = new Map(existing.map((account) => [account.id, account]))
  const byExternalId = new Map(existing.map((account) => [account.externalId, account]))
  return (row: Wanted): Account | null => {
    const before = row.id ? byId.get(row.id) : row.externalId ? byExternalId.get(row.externalId) : undefined
    if (row.id && !before) throw errors.invalid('No account has this ID.')
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
    return before ?? null
  }
}

function noteChanges(changes: Changes, { team, principal }: ObjectContext, row: Wanted, before: Account | null): void {
  const after: Account = {
    ...(before ?? newAccount(team.id)),
    ...(row.name !== null && { name: row.name }),
    ...(row.externalId !== null && { externalId: row.externalId }),
    ...(row.tags && { tags: row.tags }),
    properties: { ...before?.properties, ...row.properties },
  }
  const log = (activity: string, detail: ActivityEntry['detail'] = {}) =>
    changes.entries.push({
      organizationId: team.organizationId,
      teamId: team.id,
      principal,
      activity,
      scope: accountKind.scope,
      itemId: after.id,
      detail: { name: after.name, ...detail },
    })
  changes.rows++
  for (const value of row.values) changes.given.push({ accountId: after.id, ...value })
  if (!before) {
    changes.made.push(after)
    log('created')
    return
  }
  const differences = changesBetween(accountKind.scope, fieldsOf(before), fieldsOf(after))
  if (differences.length === 0) return
  changes.changed.push(after)
  log('updated', { changes: differences })
}

const fieldsOf = ({ name, externalId, properties, tags }: Account) => ({
  name,
  external_id: externalId,
  properties,
  tags: tags.toSorted(),
})

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

async function write({ context, client, tally }: Importing, changes: Changes): Promise<void> {
  const { team, principal } = context
  const { made, changed, given, entries, rows } = changes
  await insertAccounts(client, team.id, principal.userId, made)
  await updateAccounts(client, team.id, changed)
  const valued = await setValues(client, team.id, principal.userId, given)
  await logActivity(client, ...entries)
  const updated = new Set([...changed.map(({ id }) => id), ...valued])
  for (const { id } of made) updated.delete(id)
  tally.created += made.length
  tally.updated += updated.size
  tally.unchanged += rows - made.length - updated.size
}
