/** `AccountsTableQuery`: a table of accounts with freely chosen columns. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleInteger } from '../../../platform/http/validation.ts'
import { ROLES } from './properties.ts'

const COLUMNS_MAX = 100
const FILTERS_MAX = 50
const VALUES_MAX = 100
const CHARACTERS_MAX = 1000
const ROWS_MAX = 500
const ROWS = 100
const DAYS_MAX = 3650

const text = z.string().max(CHARACTERS_MAX)
const uuid = z.uuid()
const role = z.enum(ROLES)

export const ACCOUNT_FIELDS = ['name', 'external_id', 'created_at', 'updated_at', 'created_by'] as const
export const LINK_FIELDS = [
  'stripe_customer_id',
  'hubspot_deal_id',
  'billing_id',
  'sfdc_id',
  'zendesk_id',
  'slack_channel_id',
  'usage_dashboard_link',
] as const

const column = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account_field'), field: z.enum([...ACCOUNT_FIELDS, ...LINK_FIELDS]) }),
  z.object({ kind: z.literal('tags') }),
  z.object({ kind: z.literal('note_count') }),
  z.object({ kind: z.literal('relationship'), definitionId: role }),
  z.object({ kind: z.literal('custom_property'), definitionId: uuid }),
  z.object({
    kind: z.literal('custom_property_history'),
    definitionId: uuid,
    days: flexibleInteger(1, DAYS_MAX).default(90),
  }),
  z.object({ kind: z.literal('group_property'), property: text }),
  z.object({ kind: z.literal('usage_metric'), metricId: uuid }),
  z.object({ kind: z.literal('last_seen') }),
])
export type TableColumn = z.output<typeof column>

export const OPERATORS = [
  'exact',
  'is_not',
  'icontains',
  'not_icontains',
  'gt',
  'gte',
  'lt',
  'lte',
  'is_set',
  'is_not_set',
] as const
export type Operator = (typeof OPERATORS)[number]

const scalar = z.union([text, z.number(), z.boolean()])
const values = z.union([scalar.transform((each) => [each]), z.array(scalar).max(VALUES_MAX)]).nullish()
const filter = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('search'), value: text }),
  z.object({ kind: z.literal('tags'), values: z.array(text).max(VALUES_MAX) }),
  z.object({
    kind: z.literal('assigned_to'),
    userIds: z.array(z.int()).max(VALUES_MAX),
    definitionId: role.nullish(),
  }),
  z.object({ kind: z.literal('unassigned'), definitionId: role.nullish() }),
  z.object({ kind: z.literal('account_id'), values: z.array(text).max(VALUES_MAX) }),
  z.object({ kind: z.literal('custom_property'), definitionId: uuid, operator: z.enum(OPERATORS), value: values }),
  z.object({ kind: z.literal('group_property'), property: text, operator: z.enum(OPERATORS), value: values }),
])
export type TableFilter = z.output<typeof filter>

export const tableNode = z.object({
  kind: z.literal('AccountsTableQuery'),
  columns: z.array(column).max(COLUMNS_MAX).default([]),
  filters: z.array(filter).max(FILTERS_MAX).default([]),
  orderBy: z.object({ column, direction: z.enum(['asc', 'desc']).default('asc') }).nullish(),
  limit: flexibleInteger(1, ROWS_MAX).default(ROWS),
  offset: flexibleInteger(0, 2 ** 31 - 1).default(0),
})
export type TableNode = z.output<typeof tableNode>

/** The parts of the query that a saved view keeps. */
export const viewDefinition = tableNode.pick({ columns: true, filters: true, orderBy: true })
nameSchema(viewDefinition, 'AccountViewDefinition')
