/** Operations on custom properties. Every operation that changes one records it in the activity log. */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { isJsonObject, storableJsonText } from '../../../platform/json.ts'
import { constraintOf, inTransaction, lockRow, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { type ActivityChange, changesBetween } from '../../workspace/activity/index.ts'
import { logChange, type ObjectContext } from '../../workspace/objects/index.ts'
import type { DefinitionBody, definitionAnswer, NewDefinitionBody } from './definition-schemas.ts'
import { DATA_TYPES, DEFINITION_SELECT, type Definition, loadDefinition, type Option } from './definitions.ts'
import { customPropertyKind } from './kind.ts'

const COLORS = Array.from({ length: 10 }, (_, index) => `preset-${index + 1}`)
const OPTIONS_MAX = 500
/** Maximum length of an option's label, in characters. */
const LABEL_MAX = 400

/** @throws ApiError 404 when the project has no such property */
export async function findDefinition({ db, team }: ObjectContext, id: string): Promise<Definition> {
  const definition = await loadDefinition(db.$client, team.id, id)
  if (!definition) throw errors.notFound()
  return definition
}

/** A page of the custom properties of the project, by name. */
export async function listDefinitions(
  { db, team }: ObjectContext,
  page: Page,
): Promise<{ count: number; rows: Definition[] }> {
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(
      'SELECT count(*) AS count FROM custom_property_definitions WHERE team_id = $1',
      [team.id],
    ),
    db.$client.query<Definition>(`${DEFINITION_SELECT} WHERE d.team_id = $1 ORDER BY d.name, d.id LIMIT $2 OFFSET $3`, [
      team.id,
      page.limit,
      page.offset,
    ]),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** @throws ApiError 400 for invalid options, 409 when the name is taken */
export function createDefinition(context: ObjectContext, body: NewDefinitionBody): Promise<Definition> {
  const { db, team, principal } = context
  const own = settle(null, body)
  const id = newUuid()
  return refuseTaken(() =>
    inTransaction(db.$client, async (client) => {
      await client.query(
        `INSERT INTO custom_property_definitions (id, team_id, name, description, display_type, is_big_number, options, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, team.id, own.name, own.description, own.displayType, own.isBigNumber, json(own.options), principal.userId],
      )
      await log(client, context, { id, name: own.name }, 'created')
      return (await loadDefinition(client, team.id, id))!
    }),
  )
}

/**
 * Changes the fields that the body has. When an option is renamed, its values are renamed too; values of removed options are
 * kept.
 * @returns the updated definition
 * @throws ApiError 400 for invalid options, 404 when it no longer exists, 409 when the name is taken
 */
export function changeDefinition(
  context: ObjectContext,
  { id }: Definition,
  body: DefinitionBody,
): Promise<Definition> {
  const { db, team } = context
  return refuseTaken(() =>
    inTransaction(db.$client, async (client) => {
      await lockRow(client, 'custom_property_definitions', id)
      const before = await loadDefinition(client, team.id, id)
      if (!before) throw errors.notFound()
      const own = settle(before, body)
      const changes = changesBetween(customPropertyKind.scope, fieldsOf(before), fieldsOf(own))
      if (changes.length === 0) return before
      await client.query(
        `UPDATE custom_property_definitions SET name = $3, description = $4, display_type = $5, is_big_number = $6, options = $7,
           updated_at = clock_timestamp() WHERE team_id = $1 AND id = $2`,
        [team.id, id, own.name, own.description, own.displayType, own.isBigNumber, json(own.options)],
      )
      if (own.options && before.options) await followOptions(client, team.id, before, own.options)
      await log(client, context, { id, name: own.name }, 'updated', changes)
      return (await loadDefinition(client, team.id, id))!
    }),
  )
}

/** Deletes a custom property and its values. */
export function deleteDefinition(context: ObjectContext, definition: Definition): Promise<void> {
  const { db, team } = context
  const { id } = definition
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'custom_property_definitions', id)
    await client.query('DELETE FROM custom_property_values WHERE team_id = $1 AND definition_id = $2', [team.id, id])
    await client.query('DELETE FROM custom_property_definitions WHERE team_id = $1 AND id = $2', [team.id, id])
    await log(client, context, definition, 'deleted')
  })
}

type Settled = Pick<Definition, 'name' | 'description' | 'displayType' | 'isBigNumber' | 'options'>

/** The definition after a change; a new one must have a name and a type. */
function settle(before: Definition | null, body: DefinitionBody): Settled {
  const displayType = body.display_type ?? before!.displayType
  return {
    name: body.name ?? before!.name,
    description: 'description' in body ? (body.description ?? null) : (before?.description ?? null),
    displayType,
    isBigNumber: DATA_TYPES[displayType] === 'numeric' && (body.is_big_number ?? before?.isBigNumber ?? false),
    options: displayType === 'select' ? settleOptions(before?.options ?? [], body) : null,
  }
}

function settleOptions(known: Option[], body: DefinitionBody): Option[] {
  if ('options' in body) return readOptions(body.options, known)
  return known.length > 0 ? known : readOptions(null, known)
}

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

/** Renames the values whose option was renamed. */
async function followOptions(
  client: PoolClient,
  teamId: number,
  { id, options: before }: Definition,
  after: readonly Option[],
): Promise<void> {
  const labels = (before ?? []).map(({ label }) => label)
  // A single statement, because two options may have swapped their labels.
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

const fieldsOf = ({ name, description, displayType, isBigNumber, options }: Settled) => ({
  name,
  description,
  display_type: displayType,
  is_big_number: isBigNumber,
  options,
})
const json = (options: Option[] | null) => options && storableJsonText(options as never)

/** @throws ApiError 409 when the name is taken */
async function refuseTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (constraintOf(error) === 'custom_property_definitions_name')
      throw errors.conflict('A custom property with this name already exists for this team.')
    throw error
  }
}

function log(
  client: PoolClient,
  context: ObjectContext,
  { id, name }: Pick<Definition, 'id' | 'name'>,
  activity: string,
  changes: ActivityChange[] | null = null,
): Promise<void> {
  return logChange(client, context, customPropertyKind, { id, activity, detail: { name, changes } })
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
