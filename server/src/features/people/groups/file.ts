/** Groups for a file, in pieces. */
import { toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { listGroups } from './groups.ts'
import { presentGroup, readTypeIndex } from './routes.ts'

const AT_ONCE = 1000

/**
 * The groups of a list, newest first, as the API presents them.
 * @param query parameters of the list of groups
 * @throws ApiError 400 without the index of a group type
 */
export async function* groupsForFile(
  db: Database,
  teamId: number,
  query: { group_type_index?: string; search?: string },
): AsyncGenerator<object[]> {
  const typeIndex = readTypeIndex(query.group_type_index)
  const search = query.search?.trim()
  for (let offset = 0; ; offset += AT_ONCE) {
    const page = { limit: AT_ONCE, offset }
    const rows = await listGroups(db, teamId, typeIndex, search ? toStorableText(search) : null, page)
    yield rows.slice(0, AT_ONCE).map(presentGroup)
    if (rows.length <= AT_ONCE) return
  }
}
