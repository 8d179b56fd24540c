/** Persons for a file: as many as match, in pieces. */
import type { Database } from '../../../platform/postgres/postgres.ts'
import { readFilter } from './parameters.ts'
import { LISTED_DISTINCT_IDS_MAX, toPersonAnswer } from './person.ts'
import { exportPersons } from './repository.ts'
import type { ListQuery } from './schemas.ts'

interface Listed {
  /** Parameters of the list of persons. */
  query: ListQuery
  rowsMax: number
}

/**
 * The persons of a list, newest first, as the API presents them. They can be read more than once, but not after `work`.
 * @throws ApiError 400 for filters that are invalid or take too long
 */
export function personsForFile<T>(
  db: Database,
  team: { id: number; timezone: string; personDisplayNameProperties: readonly string[] | null },
  { query, rowsMax }: Listed,
  work: (read: () => AsyncGenerator<object[]>) => Promise<T>,
): Promise<T> {
  const present = async function* (pieces: AsyncGenerator<Parameters<typeof toPersonAnswer>[0][]>) {
    for await (const rows of pieces)
      yield rows.map((row) => toPersonAnswer(row, team.personDisplayNameProperties, LISTED_DISTINCT_IDS_MAX))
  }
  return exportPersons(db, team, readFilter(query), (read) => work(() => present(read())), rowsMax)
}
