/** Custom properties of accounts: what a project keeps about them beyond the fixed fields. */
import { randomUUID } from 'node:crypto'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, nonBlankField, textField } from '../../../platform/http/validation.ts'
import { isJsonObject, storableJsonText } from '../../../platform/json.ts'
import {
  constraintOf,
  type Database,
  inTransaction,
  lockRow,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { changesBetween, logActivity } from '../../workspace/activity/index.ts'
import type { ResolvedTeam } from '../../workspace/organizations/index.ts'

export const DISPLAY_TYPES = ['text', 'number', 'currency', 'percent', 'date', 'datetime', 'boolean', 'select'] as const
type DisplayType = (typeof DISPLAY_TYPES)[number]
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
const COLORS = Array.from({ length: 10 }, (_, index) => `preset-${index + 1}`)
const TAKEN = 'A custom property with this name already exists for this team.'
const OPTIONS_MAX = 500
const LABEL_MAX = 400

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

export const DEFINITION_SELECT = `SELECT d.id, d.name, d.description, d.display_type AS "displayType", d.is_big_number AS "isBigNumber", d.options,
  d.created_at::text AS "createdAt", d.created_by AS "createdById", d.updated_at::text AS "updatedAt" FROM custom_property_definitions d`

export async function findDefinition(
  db: { $client: Pool | PoolClient },
  teamId: number,
  id: string,
): Promise<Definition | null> {
  if (!isUuid(id)) return null
  const { rows } = await db.$client.query<Definition>(`${DEFINITION_SELECT} WHERE d.team_id = $1 AND d.id = $2`, [
    teamId,
    id,
  ])
  return rows[0] ?? null
}

const shape = {
  description: z.preprocess((value) => value, textField(10_000).nullable()).optional(),
  is_big_number: flexibleBoolean.optional(),
  options: z.any().optional(),
}
export const newDefinitionBody = z.object({
  name: nonBlankField(LABEL_MAX),
  description: shape.description,
  display_type: z.enum(DISPLAY_TYPES),
  is_big_number: shape.is_big_number,
  options: shape.options,
})
export const definitionBody = z.object({
  name: nonBlankField(LABEL_MAX).optional(),
  description: shape.description,
  display_type: z.enum(DISPLAY_TYPES).optional(),
  is_big_number: shape.is_big_number,
  options: shape.options,
})

export const definitionAnswer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  display_type: z.string(),
  is_big_number: z.boolean(),
  options: z.array(z.object({ id: z.string(), label: z.string(), color: z.string() })).nullable(),
  source: z.null(),
  references: z.array(z.any()),
  created_at: z.string(),
  created_by: z.number().nullable(),
  updated_at: z.string().nullable(),
})
nameSchema(definitionAnswer, 'CustomPropertyDefinition')

/** @throws ApiError 400 */
function readOptions(value: unknown, known: readonly Option[]): Option[] {
  const refuse = (detail: string) => errors.invalid(detail, 'options')
  if (!Array.isArray(value) || value.length === 0) throw refuse('A select property needs at least one option.')
  if (value.length > OPTIONS_MAX) throw refuse(`A select property has at most ${OPTIONS_MAX} options.`)
  const labels = new Set<string>()
  return value.map((each) => {
    if (!isJsonObject(each)) throw refuse('An option is an object with a label and a color.')
    const label = typeof each.label === 'string' ? each.label.trim().slice(0, LABEL_MAX) : ''
    if (label === '') throw refuse("Option labels can't be blank.")
    if (!COLORS.includes(String(each.color)))
      throw refuse(`Invalid option color: '${String(each.color).slice(0, 100)}'.`)
    const isNew = each.id === undefined || each.id === null
    if (!isNew && !known.some(({ id }) => id === each.id))
      throw refuse('Option ids are assigned by the server; omit them for new options.')
    if (labels.has(label)) throw refuse(`Duplicate option label: '${label}'.`)
    labels.add(label)
    return { id: isNew ? randomUUID() : String(each.id), label, color: String(each.color) }
  })
}

interface Settled {
  name: string
  description: string | null
  displayType: DisplayType
  isBigNumber: boolean
  options: Option[] | null
}

function settle(before: Definition | null, body: z.output<typeof definitionBody>, sent: ReadonlySet<string>): Settled {
  const displayType = body.display_type ?? before!.displayType
  const known = before?.options ?? []
  const options =
    displayType !== 'select'
      ? null
      : sent.has('options')
        ? readOptions(body.options, known)
        : known.length > 0
          ? known
          : readOptions(null, known)
  return {
    name: body.name ?? before!.name,
    description: sent.has('description') ? (body.description ?? null) : (before?.description ?? null),
    displayType,
    isBigNumber: DATA_TYPES[displayType] === 'numeric' && (body.is_big_number ?? before?.isBigNumber ?? false),
    options,
  }
}

/** @throws ApiError 400, 409 for a name that is taken */
export function createDefinition(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  body: z.output<typeof newDefinitionBody>,
  sent: ReadonlySet<string>,
): Promise<Definition> {
  const own = settle(null, body, sent)
  const id = newUuid()
  return taken(() =>
    inTransaction(db.$client, async (client) => {
      await client.query(
        `INSERT INTO custom_property_definitions (id, team_id, name, description, display_type, is_big_number, options, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, team.id, own.name, own.description, own.displayType, own.isBigNumber, json(own.options), principal.userId],
      )
      await log(client, principal, team, id, own.name, 'created')
      return (await findDefinition({ $client: client }, team.id, id))!
    }),
  )
}

/**
 * Options that were renamed take their values along; those that were removed leave them.
 * @returns the definition as it is then
 * @throws ApiError 400, 404 when it is gone meanwhile, 409 for a name that is taken
 */
export function updateDefinition(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  id: string,
  body: z.output<typeof definitionBody>,
  sent: ReadonlySet<string>,
): Promise<Definition> {
  return taken(() =>
    inTransaction(db.$client, async (client) => {
      await lockRow(client, 'custom_property_definitions', id)
      const before = await findDefinition({ $client: client }, team.id, id)
      if (!before) throw errors.notFound()
      const own = settle(before, body, sent)
      const changes = changesBetween('CustomPropertyDefinition', fieldsOf(before), fieldsOf(own))
      if (changes.length === 0) return before
      await client.query(
        `UPDATE custom_property_definitions SET name = $3, description = $4, display_type = $5, is_big_number = $6, options = $7,
           updated_at = clock_timestamp() WHERE team_id = $1 AND id = $2`,
        [team.id, before.id, own.name, own.description, own.displayType, own.isBigNumber, json(own.options)],
      )
      if (own.options && before.options) await followOptions(client, team.id, before, own.options)
      await log(client, principal, team, before.id, own.name, 'updated', changes)
      return (await findDefinition({ $client: client }, team.id, id))!
    }),
  )
}

async function followOptions(
  client: PoolClient,
  teamId: number,
  { id, options: before }: Definition,
  after: readonly Option[],
): Promise<void> {
  const labels = (before ?? []).map(({ label }) => label)
  // All at once: two options may have swapped their labels.
  const now = (before ?? []).map((option) => after.find((each) => each.id === option.id)?.label ?? null)
  await client.query(
    `UPDATE custom_property_values v SET text_value = m.after FROM unnest($3::text[], $4::text[]) AS m(before, after)
     WHERE v.team_id = $1 AND v.definition_id = $2 AND v.superseded_at IS NULL AND v.text_value = m.before AND m.after IS NOT NULL`,
    [teamId, id, labels, now],
  )
  const gone = labels.filter((label, index) => now[index] === null && !after.some((each) => each.label === label))
  await client.query(
    'DELETE FROM custom_property_values WHERE team_id = $1 AND definition_id = $2 AND superseded_at IS NULL AND text_value = ANY($3)',
    [teamId, id, gone],
  )
}

export function deleteDefinition(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  { id, name }: Definition,
): Promise<void> {
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'custom_property_definitions', id)
    await client.query('DELETE FROM custom_property_values WHERE team_id = $1 AND definition_id = $2', [team.id, id])
    await client.query('DELETE FROM custom_property_definitions WHERE team_id = $1 AND id = $2', [team.id, id])
    await log(client, principal, team, id, name, 'deleted')
  })
}

const fieldsOf = ({ name, description, displayType, isBigNumber, options }: Settled) => ({
  name,
  description,
  display_type: displayType,
  is_big_number: isBigNumber,
  options,
})
const json = (options: Option[] | null) => options && storableJsonText(options as never)

async function taken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (constraintOf(error) === 'custom_property_definitions_name') throw errors.conflict(TAKEN)
    throw error
  }
}

function log(
  client: PoolClient,
  principal: Principal,
  team: ResolvedTeam,
  id: string,
  name: string,
  activity: string,
  changes: ReturnType<typeof changesBetween> | null = null,
): Promise<void> {
  return logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity,
    scope: 'CustomPropertyDefinition',
    itemId: id,
    detail: { name, changes },
  })
}

export function presentDefinition(definition: Definition): z.infer<typeof definitionAnswer> {
  return {
    id: definition.id,
    ...fieldsOf(definition),
    source: null,
    references: [],
    created_at: formatTime(definition.createdAt),
    created_by: definition.createdById,
    updated_at: formatTime(definition.updatedAt),
  }
}
