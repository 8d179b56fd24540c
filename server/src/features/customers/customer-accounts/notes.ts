/** The notes of all accounts together, last changed first. */
import { z } from 'zod'
import type { Page } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { formatTime } from '../../../platform/time.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { basicUserAnswer, fromUserJson, leftJoinUser, userJson } from '../../workspace/users/index.ts'
import { LINKED_NOTEBOOKS, wordsCondition } from '../notebooks/index.ts'

export const noteAnswer = z.object({
  short_id: z.string(),
  title: z.string().nullable(),
  created_at: z.string(),
  last_modified_at: z.string(),
  account_id: z.string(),
  account_name: z.string(),
  created_by: basicUserAnswer.nullable(),
})
nameSchema(noteAnswer, 'AccountNote')

interface Note {
  shortId: string
  title: string | null
  createdAt: string
  lastModifiedAt: string
  accountId: string
  accountName: string
  creator: unknown
}

export interface NoteFilter {
  /** Words of the note, or part of the account's name. */
  search: string | undefined
  /** A uuid. */
  account: string | undefined
  /** User IDs. */
  creators: readonly string[]
  /** IDs of users who are CSM or account executive. */
  assigned: readonly string[]
}

type Bind = (value: unknown) => string

/** A page of the notebooks of the accounts that the caller may see. */
export async function listNotes(
  { db, team, own }: ObjectContext,
  filter: NoteFilter,
  page: Page,
): Promise<{ count: number; rows: Note[] }> {
  const values: unknown[] = []
  const bind: Bind = (value) => `$${values.push(value)}`
  const conditions = [
    `n.team_id = ${bind(team.id)} AND NOT n.deleted AND n.visibility = 'internal'`,
    own.visibleSql('a.id', 'a.created_by', bind),
    ...filterConditions(filter, bind),
  ]
  const from = `FROM ${LINKED_NOTEBOOKS} JOIN accounts a ON a.id = l.account_id
    ${leftJoinUser('u', 'n.created_by')} WHERE ${conditions.join(' AND ')}`
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count ${from}`, values),
    db.$client.query<Note>(
      `SELECT n.short_id AS "shortId", n.title, n.created_at::text AS "createdAt", n.last_modified_at::text AS "lastModifiedAt",
         a.id AS "accountId", a.name AS "accountName", ${userJson('u')} AS creator ${from}
       ORDER BY n.last_modified_at DESC, n.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

function filterConditions({ search, account, creators, assigned }: NoteFilter, bind: Bind): string[] {
  const conditions: string[] = []
  const words = search?.trim()
  if (words) {
    const part = bind(`%${words.replace(/[\\%_]/g, '\\$&')}%`)
    conditions.push(`(${wordsCondition(bind(words))} OR a.name ILIKE ${part})`)
  }
  if (account) conditions.push(`a.id = ${bind(account)}`)
  if (creators.length > 0) conditions.push(`n.created_by::text = ANY(${bind(creators)})`)
  if (assigned.length > 0) {
    const ids = bind(assigned)
    conditions.push(
      `(a.properties->'csm'->>'id' = ANY(${ids}) OR a.properties->'account_executive'->>'id' = ANY(${ids}))`,
    )
  }
  return conditions
}

export const presentNote = (note: Note): z.infer<typeof noteAnswer> => ({
  short_id: note.shortId,
  title: note.title,
  created_at: formatTime(note.createdAt),
  last_modified_at: formatTime(note.lastModifiedAt),
  account_id: note.accountId,
  account_name: note.accountName,
  created_by: fromUserJson(note.creator),
})
