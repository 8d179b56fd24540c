import { index, integer, jsonb, pgTable, smallint, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/**
 * Numbers that say how much a group or a person uses the product: a count of events, or the sum of one of their properties.
 */
export const usageMetrics = pgTable(
  'usage_metrics',
  {
    id: uuid('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    groupTypeIndex: smallint('group_type_index').notNull(),
    name: text('name').notNull(),
    /** `numeric` or `currency`. */
    format: text('format').notNull().default('numeric'),
    /** In days. */
    interval: integer('interval').notNull().default(7),
    /** `number` or `sparkline`. */
    display: text('display').notNull().default('number'),
    /** Which events: `{events, actions, properties, filter_test_accounts}`. */
    filters: jsonb('filters').$type<JsonObject>().notNull().default({}),
    /** `count`, or `sum` of a property. */
    math: text('math').notNull().default('count'),
    mathProperty: text('math_property'),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    unique('usage_metrics_name').on(table.teamId, table.groupTypeIndex, table.name),
    index('usage_metrics_of').on(table.teamId, table.groupTypeIndex),
  ],
)
