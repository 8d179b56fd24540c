/**
 * Imports the accounts of an uploaded file. All rows are written in the transaction that also ends the import: either the
 * whole file is imported, or nothing has changed. A process that dies in the middle leaves nothing behind, and the next
 * attempt begins at the first row.
 */
import type { JobPrincipal } from '../../../platform/http/access.ts'
import { type CsvRow, decodeCsv, readCsvRows } from '../../../platform/http/csv-file.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import type { JobRun } from '../../../platform/jobs/definition.ts'
import { constraintOf, type Database, inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { resolveTeam, resourceAccess } from '../../workspace/organizations/index.ts'
import { DEFINITION_SELECT, type Definition } from './definitions.ts'
import { readHeader } from './import-header.ts'
import { type Importing, importPiece, newTally, type Tally } from './import-pieces.ts'
import { findMembers } from './import-rows.ts'
import { accountKind } from './kind.ts'

const ROWS_MAX = 200_000
const ROWS_AT_ONCE = 1000
const NOT_DONE = 'The server failed to import the file. Nothing was changed.'

/** An uploaded file and its import options. */
interface Upload {
  teamId: number
  createdById: number
  content: Buffer
  isDryRun: boolean
  skipsRefused: boolean
  ignoresUnknown: boolean
}

interface Ending {
  state: 'checked' | 'done' | 'refused' | 'failed'
  /** What is wrong with the file as a whole. */
  problem: string | null
}

/** Rolls the transaction back, although nothing failed. */
class NothingChanged extends Error {
  constructor(readonly state: 'checked' | 'refused') {
    super(state)
  }
}

/** @throws Error when the import has already ended; after any other error, a retry may succeed */
export async function carryOutImport(db: Database, importId: string, run: JobRun): Promise<void> {
  const upload = await findUpload(db, importId)
  // The import was deleted with its project.
  if (!upload) return
  const tally = newTally()
  const end = (client: PoolClient, ending: Ending) => endImport(client, run, importId, tally, ending)
  const onPiece = async () => {
    run.signal.throwIfAborted()
    await noteProgress(db, importId, tally)
    await run.progress(tally.rows, null)
  }
  try {
    const context = await enterAsUploader(db, upload)
    const text = decodeCsv(upload.content, 'file')
    await inTransaction(db.$client, async (client) => {
      await importText(context, client, text, upload, tally, onPiece)
      if (upload.isDryRun) throw new NothingChanged('checked')
      if (tally.refused > 0 && !upload.skipsRefused) throw new NothingChanged('refused')
      await end(client, { state: 'done', problem: null })
    })
  } catch (error) {
    const ending = endingOf(error)
    if (ending) return inTransaction(db.$client, (client) => end(client, ending))
    // The job records the cause. This message is for the uploader, in case it was the last attempt.
    if (!run.signal.aborted) await noteProblem(db, importId).catch(() => {})
    throw error
  }
}

/** How an error ends the import, if a retry would not help; null for every other error. */
function endingOf(error: unknown): Ending | null {
  if (error instanceof NothingChanged) return { state: error.state, problem: null }
  if (error instanceof ApiError) return { state: 'refused', problem: error.detail }
  if (!constraintOf(error)) return null
  return {
    state: 'failed',
    problem: 'Somebody else changed the same accounts meanwhile. Nothing was changed; try again.',
  }
}

async function findUpload(db: Database, importId: string): Promise<Upload | null> {
  const { rows } = await db.$client.query<Omit<Upload, 'content'> & { content: Buffer | null }>(
    `SELECT team_id AS "teamId", created_by AS "createdById", content, is_dry_run AS "isDryRun", skips_refused AS "skipsRefused",
       ignores_unknown AS "ignoresUnknown" FROM account_imports WHERE id = $1`,
    [importId],
  )
  if (!rows[0]) return null
  const { content, ...upload } = rows[0]
  if (!content) throw new Error('This import has ended. Its file must be uploaded again.')
  return { ...upload, content }
}

/**
 * The project, with the uploader's current permissions in it. The limits of their key or session no longer matter: they were
 * checked when the file was uploaded.
 * @throws ApiError 403 or 404 when the uploader may not change accounts any more
 */
async function enterAsUploader(db: Database, { teamId, createdById }: Upload): Promise<ObjectContext> {
  const principal: JobPrincipal = {
    kind: 'job',
    userId: createdById,
    currentOrganizationId: null,
    currentTeamId: null,
    isStaff: false,
    hasSecondFactor: false,
  }
  const team = await resolveTeam(db, principal, String(teamId))
  const own = await resourceAccess(db, principal, team, accountKind.resource)
  own.assertLevel('editor')
  return { db, principal, team, own }
}

async function importText(
  context: ObjectContext,
  client: PoolClient,
  text: string,
  { ignoresUnknown }: Upload,
  tally: Tally,
  onPiece: () => Promise<void>,
): Promise<void> {
  const { team } = context
  const { rows: definitions } = await client.query<Definition>(`${DEFINITION_SELECT} WHERE d.team_id = $1`, [team.id])
  const members = await findMembers(client, team.organizationId)
  let importing: Importing | null = null
  let piece: CsvRow[] = []
  const flush = async () => {
    await importPiece(importing!, piece)
    piece = []
    await onPiece()
  }
  for await (const row of readCsvRows(text, 'file')) {
    if (importing === null) {
      const columns = readHeader(row.cells, definitions, ignoresUnknown)
      importing = { context, client, columns, members, seen: new Set(), tally }
      continue
    }
    if (++tally.rows > ROWS_MAX)
      throw errors.invalid(
        `A file has at most ${ROWS_MAX.toLocaleString('en-US')} rows. Nothing was changed; split the file.`,
        'file',
      )
    piece.push(row)
    if (piece.length >= ROWS_AT_ONCE) await flush()
  }
  if (tally.rows === 0) throw errors.invalid('The file has no rows below its header.', 'file')
  if (piece.length > 0) await flush()
}

const COUNTS = 'rows = $2, created = $3, updated = $4, unchanged = $5, refused = $6, refusals = $7'
const countsOf = ({ rows, created, updated, unchanged, refused, refusals }: Tally) => [
  rows,
  created,
  updated,
  unchanged,
  refused,
  JSON.stringify(refusals),
]

/** Uses a separate connection, so that progress is visible before the transaction ends. */
async function noteProgress(db: Database, importId: string, tally: Tally): Promise<void> {
  await db.$client.query(`UPDATE account_imports SET ${COUNTS} WHERE id = $1`, [importId, ...countsOf(tally)])
}

async function noteProblem(db: Database, importId: string): Promise<void> {
  await db.$client.query('UPDATE account_imports SET problem = $2 WHERE id = $1', [importId, NOT_DONE])
}

/**
 * Ends an import and its job, and deletes the file.
 * @throws Error when the import has already ended, so that nothing is imported twice
 */
async function endImport(
  client: PoolClient,
  run: JobRun,
  importId: string,
  tally: Tally,
  { state, problem }: Ending,
): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE account_imports SET ${COUNTS}, state = $8, problem = $9, content = NULL, finished_at = now()
     WHERE id = $1 AND state = 'running'`,
    [importId, ...countsOf(tally), state, problem],
  )
  if (!rowCount) throw new Error('The import ended meanwhile.')
  await run.completeIn(client)
}
