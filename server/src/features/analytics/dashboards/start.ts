/** The initial content of a new dashboard: nothing, a template, or a copy of another dashboard. */
import { errors } from '../../../platform/http/errors.ts'
import type { JsonObject } from '../../../platform/json.ts'
import type { DashboardContext } from './context.ts'
import type { NewTile } from './create.ts'
import { type Dashboard, findDashboard } from './dashboards.ts'
import { FROM_EVENTS, findSeen, templateOf } from './from-events.ts'
import { type DashboardBody, NAME_MAX, type TemplateBody } from './schemas.ts'
import { DASHBOARD_TEMPLATES, type DashboardTemplate, tilesOf } from './templates.ts'
import { findTiles, type Tile } from './tiles.ts'

export interface DashboardStart {
  tiles: NewTile[]
  /** `default`, `template` or `duplicate`. */
  creationMode: string
  name?: string | null
  description?: string
  filters?: JsonObject
  tags?: string[]
}

const COPY_SUFFIX = ' (Copy)'

/** @throws ApiError 400 if the template or dashboard does not exist, 403 if the caller may not see the dashboard */
export async function startOf(context: DashboardContext, body: DashboardBody): Promise<DashboardStart> {
  if (body.use_template) return fromTemplate(await findTemplate(context, body.use_template))
  if (!body.use_dashboard) return { creationMode: 'default', tiles: [] }
  const source = await findDashboard(context.db.$client, context.team.id, body.use_dashboard)
  if (!source || source.deleted) throw errors.invalid('Invalid value provided', 'use_dashboard')
  context.own.assertLevelOf(source.id, source.createdById, 'viewer')
  return fromDashboard(context, source, body.duplicate_tiles ?? false)
}

/** Builds the start from a template in the request. */
export function startOfTemplate({ template }: TemplateBody): DashboardStart {
  return {
    creationMode: 'template',
    name: template.template_name ?? null,
    description: template.dashboard_description ?? '',
    filters: (template.dashboard_filters ?? {}) as JsonObject,
    tags: template.tags ?? [],
    tiles: tilesOf(template.tiles as never),
  }
}

/** All dashboard templates: one built from the project's events, and the built-in ones. */
export async function listTemplates({ db, clickHouse, team }: DashboardContext): Promise<DashboardTemplate[]> {
  const own = templateOf(await findSeen(db, clickHouse, team))
  return [{ ...own, template_name: 'From your events' }, ...DASHBOARD_TEMPLATES]
}

/** @param wanted an ID or a name */
async function findTemplate({ db, clickHouse, team }: DashboardContext, wanted: string): Promise<DashboardTemplate> {
  if (wanted === FROM_EVENTS) return templateOf(await findSeen(db, clickHouse, team))
  const found = DASHBOARD_TEMPLATES.find(({ id, template_name: name }) => [id, name].includes(wanted))
  if (!found) throw errors.invalid('Invalid template provided', 'use_template')
  return found
}

const fromTemplate = (template: DashboardTemplate): DashboardStart => ({
  creationMode: 'template',
  name: template.template_name,
  description: template.dashboard_description,
  filters: template.dashboard_filters,
  tags: template.tags,
  tiles: tilesOf(template.tiles),
})

/** @param copiesInsights true: the copy gets its own copies of the insights; false: it shares them */
async function fromDashboard(
  { db, team }: DashboardContext,
  { id, name, description, filters, tags }: Dashboard,
  copiesInsights: boolean,
): Promise<DashboardStart> {
  const tiles = await findTiles(db, team.id, id)
  return {
    creationMode: 'duplicate',
    name: copiedName(name),
    description,
    filters,
    tags,
    tiles: tiles.map((tile) => copiedTile(tile, copiesInsights)),
  }
}

function copiedTile({ insightId, insight, textBody, layouts, color }: Tile, copiesInsights: boolean): NewTile {
  if (insightId === null) return { text: textBody ?? '', layouts, color }
  if (!copiesInsights || !insight?.query) return { insightId, layouts, color }
  const { name, derivedName, description, query, tags } = insight
  return { insight: { name: copiedName(name), derivedName, description, query, tags }, layouts, color }
}

const copiedName = (name: string | null) =>
  name ? `${name.slice(0, NAME_MAX - COPY_SUFFIX.length)}${COPY_SUFFIX}` : null
