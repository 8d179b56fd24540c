import { boolean, index, integer, pgTable, serial, text, timestamp, uuid } from 'drizzle-orm/pg-core'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** A note on a point in time, shown on charts. */
export const annotations = pgTable(
  'annotations',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    organizationId: uuid('organization_id').notNull(),
    content: text('content'),
    dateMarker: time('date_marker'),
    /** USR: created by a user; GIT: by a deployment. */
    creationType: text('creation_type').notNull().default('USR'),
    /** `dashboard_item` (an insight), `dashboard`, `project` or `organization`. */
    scope: text('scope').notNull().default('dashboard_item'),
    insightId: integer('insight_id'),
    dashboardId: integer('dashboard_id'),
    deleted: boolean('deleted').notNull().default(false),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('annotations_team').on(table.teamId, table.dateMarker.desc()),
    index('annotations_organization').on(table.organizationId),
  ],
)
