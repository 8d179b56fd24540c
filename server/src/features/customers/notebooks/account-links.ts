/**
 * Links between notebooks and accounts. Accounts read their notebooks with these SQL fragments and functions. Aliases: `n`
 * is the notebook, `l` its link.
 */
import type { PoolClient } from '../../../platform/postgres/postgres.ts'

/** Expression: the short IDs of the notebooks of an account, in the order in which they were linked. */
export const notebooksOf = (
  account: string,
): string => `coalesce((SELECT array_agg(n.short_id ORDER BY l.linked_at, n.id) FROM account_notebooks l JOIN notebooks n ON n.id = l.notebook_id
    WHERE l.account_id = ${account}), '{}')`

/** Condition: the notebook `n` belongs to an account. */
export const isOfAccount = (account: string): string =>
  `EXISTS (SELECT 1 FROM account_notebooks l WHERE l.account_id = ${account} AND l.notebook_id = n.id)`

/** Expression: the account of the notebook `n`, or null. */
export const ACCOUNT_OF_NOTEBOOK = '(SELECT l.account_id FROM account_notebooks l WHERE l.notebook_id = n.id LIMIT 1)'

/** Tables of a FROM clause: linked notebooks, each with its link. */
export const LINKED_NOTEBOOKS = 'notebooks n JOIN account_notebooks l ON l.notebook_id = n.id'

/** Counts the notebooks of accounts, as rows of `id` and `notes`. Append conditions on `l` and `GROUP BY 1`. */
export const NOTE_COUNTS = `SELECT l.account_id AS id, count(*) AS notes FROM account_notebooks l JOIN notebooks n ON n.id = l.notebook_id
  WHERE NOT n.deleted AND n.visibility = 'internal'`

/** @param notebook primary key of its row */
export async function linkNotebook(
  client: PoolClient,
  teamId: number,
  account: string,
  notebook: string,
): Promise<void> {
  await client.query(
    'INSERT INTO account_notebooks (team_id, account_id, notebook_id, linked_at) VALUES ($1, $2, $3, clock_timestamp())',
    [teamId, account, notebook],
  )
}

/** Removes the links of a deleted account; its notebooks are kept. */
export async function unlinkNotebooksOf(client: PoolClient, teamId: number, account: string): Promise<void> {
  await client.query('DELETE FROM account_notebooks WHERE team_id = $1 AND account_id = $2', [teamId, account])
}
