/** Parses the rows of an imported file. */
import { validate as isUuid } from 'uuid'
import type { CsvRow } from '../../../platform/http/csv-file.ts'
import { errors } from '../../../platform/http/errors.ts'
import { type JsonObject, toStorableText } from '../../../platform/json.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { MEMBERS } from '../../workspace/organizations/index.ts'
import { normalizeTags, TAG_CHARACTERS_MAX } from '../../workspace/tags/index.ts'
import type { Definition } from './definitions.ts'
import { type CsvColumn, cellText } from './import-header.ts'
import { ROLES, type Role } from './properties.ts'
import { convertValue, type Scalar } from './values.ts'

/** Maximum length of a name or an external ID, in characters. */
const NAME_MAX = 400

export interface Member {
  id: number
  email: string
}

/** The changes that a row asks for. Null or a missing field keeps the current value. */
export interface Wanted {
  line: number
  id: string | null
  externalId: string | null
  name: string | null
  tags: string[] | null
  properties: JsonObject
  values: { definition: Definition; value: Scalar }[]
}

/** The members of an organization by their email addresses, in lower case. */
export async function findMembers(client: PoolClient, organizationId: string): Promise<Map<string, Member>> {
  const { rows } = await client.query<Member>(`SELECT u.id, u.email FROM ${MEMBERS} WHERE m.organization_id = $1`, [
    organizationId,
  ])
  return new Map(rows.map((member) => [member.email.toLowerCase(), member]))
}

/** @throws ApiError 400 that says what is wrong with the row */
export function readRow(
  { line, cells }: CsvRow,
  columns: readonly CsvColumn[],
  members: ReadonlyMap<string, Member>,
): Wanted {
  if (cells.slice(columns.length).some((cell) => cell.trim() !== ''))
    throw errors.invalid('The row has more cells than the header row has columns.')
  const wanted: Wanted = { line, id: null, externalId: null, name: null, tags: null, properties: {}, values: [] }
  for (const [index, column] of columns.entries()) {
    const cell = toStorableText(cellText(cells[index]))
    if (column === null || cell === '') continue
    if ('definition' in column) {
      wanted.values.push({ definition: column.definition, value: convertValue(column.definition, cell) })
      continue
    }
    switch (column.field) {
      case 'id':
        if (!isUuid(cell)) throw errors.invalid('id: not an account ID')
        wanted.id = cell.toLowerCase()
        break
      case 'name':
      case 'external_id':
        if (cell.length > NAME_MAX) throw errors.invalid(`${column.field}: more than ${NAME_MAX} characters`)
        wanted[column.field === 'name' ? 'name' : 'externalId'] = cell
        break
      case 'tags':
        wanted.tags = readTags(cell)
        break
      default:
        wanted.properties[column.field] = isRole(column.field) ? holder(column.field, cell, members) : cell
    }
  }
  return wanted
}

function readTags(cell: string): string[] {
  const tags = normalizeTags(cell.split(/[,;]/))
  if (tags.some((tag) => tag.length > TAG_CHARACTERS_MAX))
    throw errors.invalid(`tags: a tag has at most ${TAG_CHARACTERS_MAX} characters`)
  return tags
}

const isRole = (field: string): field is Role => (ROLES as readonly string[]).includes(field)

/** The holder of a role, found by email address. */
function holder(role: Role, email: string, members: ReadonlyMap<string, Member>): JsonObject {
  const member = members.get(email.toLowerCase())
  if (!member) throw errors.invalid(`${role}: nobody in the organization has the address ${email.slice(0, 200)}`)
  return { id: member.id, email: member.email }
}
