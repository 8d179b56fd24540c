/** Custom properties of accounts: what a project stores about them beyond the built-in fields. */
import { validate as isUuid } from 'uuid'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

export const DISPLAY_TYPES = ['text', 'number', 'currency', 'percent', 'date', 'datetime', 'boolean', 'select'] as const
export type DisplayType = (typeof DISPLAY_TYPES)[number]
export type DataType = 'string' | 'numeric' | 'datetime' | 'boolean'
export const DATA_TYPES: Record<DisplayType, DataType> = {
  text: 'string',
  select: 'string',
  number: 'numeric',
  currency: 'numeric',
  percent: 'numeric',
  date: 'datetime',
  datetime: 'datetime',
  boolean: 'boolean',
}

export interface Option {
  id: string
  label: string
  color: string
}
export interface Definition {
  id: string
  name: string
  description: string | null
  displayType: DisplayType
  isBigNumber: boolean
  options: Option[] | null
  createdAt: string
  createdById: number | null
  updatedAt: string
}

/** Selects rows as `Definition`; table alias `d`. */
export const DEFINITION_SELECT = `SELECT d.id, d.name, d.description, d.display_type AS "displayType", d.is_big_number AS "isBigNumber", d.options,
  d.created_at::text AS "createdAt", d.created_by AS "createdById", d.updated_at::text AS "updatedAt" FROM custom_property_definitions d`

/** A malformed ID counts as not found. */
export async function loadDefinition(
  client: Pool | PoolClient,
  teamId: number,
  id: string,
): Promise<Definition | null> {
  if (!isUuid(id)) return null
  const { rows } = await client.query<Definition>(`${DEFINITION_SELECT} WHERE d.team_id = $1 AND d.id = $2`, [
    teamId,
    id,
  ])
  return rows[0] ?? null
}
