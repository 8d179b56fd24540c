/** Home, insights, dashboards, SQL and annotations. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { meQuery } from '../api/queries'
import { app } from './root'
import { words } from './search'

const index = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(meQuery)
    if (!me.team?.ingested_event) throw redirect({ to: '/setup' })
  },
  component: lazyRouteComponent(() => import('../features/analytics/home/home-page'), 'HomePage'),
})

/** A query. The server reports what it cannot read in it. */
const question = z.looseObject({ kind: z.string() }).optional().catch(undefined)

const insights = createRoute({
  getParentRoute: () => app,
  path: '/insights',
  validateSearch: z.object({
    q: words,
    kind: words,
    tag: words,
    sort: words,
    tab: z.enum(['all', 'favorites', 'mine', 'unsaved']).default('all').catch('all'),
  }),
  component: lazyRouteComponent(() => import('../features/analytics/insights/insights-page'), 'InsightsPage'),
})

const insight = createRoute({
  getParentRoute: () => app,
  path: '/insights/$id',
  validateSearch: z.object({ q: question, dashboard: z.number().int().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../features/analytics/insights/insight-page'), 'InsightPage'),
})

const dashboards = createRoute({
  getParentRoute: () => app,
  path: '/dashboards',
  validateSearch: z.object({ q: words, tag: words, new: z.boolean().default(false).catch(false) }),
  component: lazyRouteComponent(() => import('../features/analytics/dashboards/dashboards-page'), 'DashboardsPage'),
})

const dashboard = createRoute({
  getParentRoute: () => app,
  path: '/dashboards/$id',
  validateSearch: z.object({
    /** Filters that are not saved. */
    filters: z.looseObject({}).optional().catch(undefined),
    full: z.boolean().default(false).catch(false),
    /** Only the tiles: on a screen that nobody operates, or on paper. */
    mode: z.enum(['kiosk', 'print']).optional().catch(undefined),
    /** Kiosk: seconds between two refreshes. */
    every: z.number().int().min(30).max(86_400).optional().catch(undefined),
    /** Kiosk: the theme of this screen. */
    theme: z.enum(['light', 'dark']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/analytics/dashboards/dashboard-page'), 'DashboardPage'),
})

/** A column of a chart, as saved insights name it. */
const axis = z.looseObject({ column: z.string() })

const sql = createRoute({
  getParentRoute: () => app,
  path: '/sql',
  validateSearch: z.object({
    q: z.string().optional().catch(undefined),
    variables: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .catch(undefined),
    display: z.string().optional().catch(undefined),
    chart: z
      .looseObject({
        xAxis: axis.optional(),
        yAxis: z.array(axis).optional(),
        seriesBreakdownColumn: z.string().nullish(),
      })
      .optional()
      .catch(undefined),
    insight: z.coerce.string().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/analytics/sql/sql-page'), 'SqlPage'),
})

const annotations = createRoute({
  getParentRoute: () => app,
  path: '/annotations',
  component: lazyRouteComponent(() => import('../features/analytics/annotations/annotations-page'), 'AnnotationsPage'),
})

export const analyticsRoutes = [index, insights, insight, dashboards, dashboard, sql, annotations] as const
