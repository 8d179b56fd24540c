/** Every page and its address. What a page shows is in its address, so Back works and links can be shared. */
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { z } from 'zod'
import { mayBeLoggedIn, RequestError } from './api/client'
import { meQuery, preflightQuery } from './api/queries'
import { Shell } from './components/shell'
import { EmptyState, ErrorState } from './components/states'
import { propertyFilter } from './features/people/persons/filter-schema'

interface Context {
  queryClient: QueryClient
}

const root = createRootRouteWithContext<Context>()({
  notFoundComponent: () => (
    <EmptyState title="There is no such page">
      <Link to="/" className="text-accent underline">
        Go to the start
      </Link>
    </EmptyState>
  ),
  errorComponent: ({ error, reset }) => (
    <div className="p-6">
      <ErrorState error={error as Error} onRetry={reset} />
    </div>
  ),
})

const signup = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  component: lazyRouteComponent(() => import('./features/workspace/authentication/auth-page'), 'SignupPage'),
})
const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('./features/workspace/authentication/auth-page'), 'LoginPage'),
})

const auth = <Name extends string>(path: Name, page: 'ResetRequestPage' | 'ResetPage' | 'VerifyPage' | 'InvitePage') =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import('./features/workspace/authentication/recovery-pages'), page),
  })
const resetRequest = auth('/reset', 'ResetRequestPage')
const reset = auth('/reset/$uuid/$token', 'ResetPage')
const verify = auth('/verify_email/$uuid', 'VerifyPage')
const invite = auth('/signup/$inviteId', 'InvitePage')

/** Pages of a project; without a session they lead to log-in, or to sign-up on a new installation. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  beforeLoad: async ({ context }) => {
    if (mayBeLoggedIn()) {
      try {
        await context.queryClient.ensureQueryData(meQuery)
        return
      } catch (error) {
        if (!(error instanceof RequestError) || error.status !== 401) throw error
      }
    }
    const { initiated } = await context.queryClient.fetchQuery(preflightQuery)
    throw redirect({ to: initiated ? '/login' : '/signup' })
  },
})

const index = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(meQuery)
    if (!me.team?.ingested_event) throw redirect({ to: '/setup' })
  },
  component: lazyRouteComponent(() => import('./features/analytics/home/home-page'), 'HomePage'),
})

const words = z.coerce.string().default('').catch('')
/** A question; what of it cannot be read the server says. */
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
  component: lazyRouteComponent(() => import('./features/analytics/insights/insights-page'), 'InsightsPage'),
})
const insight = createRoute({
  getParentRoute: () => app,
  path: '/insights/$id',
  validateSearch: z.object({ q: question, dashboard: z.number().int().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./features/analytics/insights/insight-page'), 'InsightPage'),
})
const dashboards = createRoute({
  getParentRoute: () => app,
  path: '/dashboards',
  validateSearch: z.object({ q: words, tag: words, new: z.boolean().default(false).catch(false) }),
  component: lazyRouteComponent(() => import('./features/analytics/dashboards/dashboards-page'), 'DashboardsPage'),
})
const dashboard = createRoute({
  getParentRoute: () => app,
  path: '/dashboards/$id',
  validateSearch: z.object({
    /** Filters that are tried out and not kept. */
    filters: z.looseObject({}).optional().catch(undefined),
    full: z.boolean().default(false).catch(false),
  }),
  component: lazyRouteComponent(() => import('./features/analytics/dashboards/dashboard-page'), 'DashboardPage'),
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
  component: lazyRouteComponent(() => import('./features/analytics/sql/sql-page'), 'SqlPage'),
})
const cohorts = createRoute({
  getParentRoute: () => app,
  path: '/cohorts',
  validateSearch: z.object({ q: words }),
  component: lazyRouteComponent(() => import('./features/people/cohorts/cohorts-page'), 'CohortsPage'),
})
const cohort = createRoute({
  getParentRoute: () => app,
  path: '/cohorts/$id',
  component: lazyRouteComponent(() => import('./features/people/cohorts/cohort-page'), 'CohortPage'),
})
const eventFilter = {
  event: z.coerce.string().default('').catch(''),
  from: z.string().default('').catch(''),
  to: z.string().default('').catch(''),
}
const accounts = createRoute({
  getParentRoute: () => app,
  path: '/accounts',
  validateSearch: z.object({ q: words, view: words, state: words }),
  component: lazyRouteComponent(() => import('./features/customers/customer-accounts/accounts-page'), 'AccountsPage'),
})
const account = createRoute({
  getParentRoute: () => app,
  path: '/accounts/$id',
  validateSearch: z.object({
    tab: words,
    ...eventFilter,
  }),
  component: lazyRouteComponent(() => import('./features/customers/customer-accounts/account-page'), 'AccountPage'),
})
const notebooks = createRoute({
  getParentRoute: () => app,
  path: '/notebooks',
  validateSearch: z.object({ q: words, of: z.enum(['project', 'accounts']).default('project').catch('project') }),
  component: lazyRouteComponent(() => import('./features/customers/notebooks/notebooks-page'), 'NotebooksPage'),
})
const notebook = createRoute({
  getParentRoute: () => app,
  path: '/notebooks/$id',
  component: lazyRouteComponent(() => import('./features/customers/notebooks/notebook-page'), 'NotebookPage'),
})
const catalogue = createRoute({
  getParentRoute: () => app,
  path: '/catalogue',
  validateSearch: z.object({
    kind: z.enum(['events', 'event', 'person']).default('events').catch('events'),
    q: words,
    state: words,
    tag: words,
  }),
  component: lazyRouteComponent(() => import('./features/data/taxonomy/catalogue-page'), 'CataloguePage'),
})
const annotations = createRoute({
  getParentRoute: () => app,
  path: '/annotations',
  component: lazyRouteComponent(() => import('./features/analytics/annotations/annotations-page'), 'AnnotationsPage'),
})

const events = createRoute({
  getParentRoute: () => app,
  path: '/events',
  validateSearch: z.object({
    q: z.coerce.string().default('').catch(''),
    paused: z.boolean().default(false).catch(false),
  }),
  component: lazyRouteComponent(() => import('./features/data/events/events-page'), 'EventsPage'),
})
const health = createRoute({
  getParentRoute: () => app,
  path: '/health',
  validateSearch: z.object({ hours: z.number().int().positive().default(24).catch(24) }),
  component: lazyRouteComponent(() => import('./features/data/ingestion/health-page'), 'HealthPage'),
})
const persons = createRoute({
  getParentRoute: () => app,
  path: '/persons',
  validateSearch: z.object({
    q: z.coerce.string().default('').catch(''),
    filters: z.array(propertyFilter).default([]).catch([]),
    columns: z.array(z.string()).default([]).catch([]),
    sort: z.string().default('').catch(''),
  }),
  component: lazyRouteComponent(() => import('./features/people/persons/persons-page'), 'PersonsPage'),
})
const person = createRoute({
  getParentRoute: () => app,
  path: '/persons/$id',
  validateSearch: z.object({
    tab: z.enum(['events', 'ids', 'groups', 'history']).default('events').catch('events'),
    ...eventFilter,
  }),
  component: lazyRouteComponent(() => import('./features/people/persons/person-page'), 'PersonPage'),
})
const groups = createRoute({
  getParentRoute: () => app,
  path: '/groups',
  validateSearch: z.object({
    type: z.number().int().min(0).max(4).default(0).catch(0),
    q: z.coerce.string().default('').catch(''),
  }),
  component: lazyRouteComponent(() => import('./features/people/groups/groups-page'), 'GroupsPage'),
})
const group = createRoute({
  getParentRoute: () => app,
  path: '/groups/$type/$key',
  validateSearch: z.object({
    tab: z.enum(['events', 'related', 'history']).default('events').catch('events'),
    ...eventFilter,
  }),
  component: lazyRouteComponent(() => import('./features/people/groups/group-page'), 'GroupPage'),
})
const activity = createRoute({
  getParentRoute: () => app,
  path: '/activity',
  validateSearch: z.object({ scope: z.string().default('').catch(''), user: z.string().default('').catch('') }),
  component: lazyRouteComponent(() => import('./features/workspace/activity/activity-page'), 'ActivityPage'),
})
const flags = createRoute({
  getParentRoute: () => app,
  path: '/feature_flags',
  validateSearch: z.object({
    q: z.coerce.string().default('').catch(''),
    state: z.string().default('').catch(''),
    sort: z.string().default('').catch(''),
  }),
  component: lazyRouteComponent(() => import('./features/delivery/feature-flags/flags-page'), 'FlagsPage'),
})
const flag = createRoute({
  getParentRoute: () => app,
  path: '/feature_flags/$id',
  validateSearch: z.object({
    tab: z.enum(['release', 'usage', 'test', 'access', 'history']).default('release').catch('release'),
  }),
  component: lazyRouteComponent(() => import('./features/delivery/feature-flags/flag-page'), 'FlagPage'),
})
const earlyAccess = createRoute({
  getParentRoute: () => app,
  path: '/early_access',
  component: lazyRouteComponent(() => import('./features/delivery/feature-flags/early-access-page'), 'EarlyAccessPage'),
})
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/workspace/settings/settings-layout'), 'SettingsLayout'),
})
const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile' })
  },
})
const settingsPages = [
  createRoute({
    getParentRoute: () => settings,
    path: '/profile',
    component: lazyRouteComponent(() => import('./features/workspace/settings/profile-page'), 'ProfilePage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/security',
    component: lazyRouteComponent(() => import('./features/workspace/settings/security-page'), 'SecurityPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/keys',
    component: lazyRouteComponent(() => import('./features/workspace/settings/keys-page'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/notifications',
    component: lazyRouteComponent(
      () => import('./features/workspace/settings/notifications-page'),
      'NotificationsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/organization',
    component: lazyRouteComponent(() => import('./features/workspace/settings/organization-page'), 'OrganizationPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/members',
    component: lazyRouteComponent(() => import('./features/workspace/settings/members-page'), 'MembersPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/roles',
    component: lazyRouteComponent(() => import('./features/workspace/settings/roles-page'), 'RolesPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/tags',
    component: lazyRouteComponent(() => import('./features/workspace/settings/tags-page'), 'TagsPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/projects',
    component: lazyRouteComponent(() => import('./features/workspace/settings/projects-page'), 'ProjectsPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/project',
    component: lazyRouteComponent(() => import('./features/workspace/settings/project-page'), 'ProjectPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/access',
    component: lazyRouteComponent(() => import('./features/workspace/settings/access-page'), 'AccessPage'),
  }),
] as const
const setup = createRoute({
  getParentRoute: () => app,
  path: '/setup',
  validateSearch: z.object({ language: z.string().default('web').catch('web') }),
  component: lazyRouteComponent(() => import('./features/data/setup/setup-page'), 'SetupPage'),
})

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      signup,
      login,
      resetRequest,
      reset,
      verify,
      invite,
      app.addChildren([
        index,
        insights,
        insight,
        dashboards,
        dashboard,
        sql,
        cohorts,
        cohort,
        annotations,
        accounts,
        account,
        notebooks,
        notebook,
        catalogue,
        events,
        persons,
        person,
        groups,
        group,
        flags,
        flag,
        earlyAccess,
        activity,
        health,
        setup,
        settings.addChildren([settingsIndex, ...settingsPages]),
      ]),
    ]),
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
