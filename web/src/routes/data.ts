/** Events as they arrive, their definitions, and the setup. */
import { createRoute, lazyRouteComponent, redirect, stripSearchParams } from '@tanstack/react-router'
import { z } from 'zod'
import { askForRecording } from '../features/data/replay/early'
import { NO_FILTERS, recordingsSearch } from '../features/data/replay/list/search'
import { app } from './root'
import { words } from './search'

const catalog = createRoute({
  getParentRoute: () => app,
  path: '/catalog',
  validateSearch: z.object({
    kind: z.enum(['events', 'event', 'person']).default('events').catch('events'),
    q: words,
    state: words,
    tag: words,
  }),
  component: lazyRouteComponent(() => import('../features/data/taxonomy/catalog-page'), 'CatalogPage'),
})

const events = createRoute({
  getParentRoute: () => app,
  path: '/events',
  validateSearch: z.object({
    q: z.coerce.string().default('').catch(''),
    paused: z.boolean().default(false).catch(false),
  }),
  component: lazyRouteComponent(() => import('../features/data/events/events-page'), 'EventsPage'),
})

const health = createRoute({
  getParentRoute: () => app,
  path: '/health',
  validateSearch: z.object({
    hours: z.number().int().positive().default(24).catch(24),
    tab: z.enum(['events', 'background']).default('events').catch('events'),
  }),
  component: lazyRouteComponent(() => import('../features/data/ingestion/health-page'), 'HealthPage'),
})

const replay = createRoute({
  getParentRoute: () => app,
  path: '/replay',
  validateSearch: recordingsSearch,
  // The address tells what differs from the usual list.
  search: { middlewares: [stripSearchParams(recordingsSearch.parse({}))] },
  component: lazyRouteComponent(() => import('../features/data/replay/replay-page'), 'ReplayPage'),
})

const recording = createRoute({
  getParentRoute: () => app,
  path: '/replay/$id',
  validateSearch: z.object({
    /** Seconds after the start. */
    t: z.coerce.number().min(0).default(0).catch(0),
    /** A time, instead of `t`: that of an event, for example. */
    at: words,
  }),
  search: { middlewares: [stripSearchParams({ t: 0, at: '' })] },
  loaderDeps: ({ search }) => search,
  // A pointer over a link asks for nothing yet.
  loader: ({ context, params, deps, preload }) => {
    if (!preload) askForRecording(context.queryClient, params.id, deps)
  },
  component: lazyRouteComponent(() => import('../features/data/replay/recording-page'), 'RecordingPage'),
})

/** The address of a collection or a saved filter, whichever it is. */
const playlist = createRoute({
  getParentRoute: () => app,
  path: '/replay/playlists/$short_id',
  beforeLoad: ({ params }) => {
    const search = { ...NO_FILTERS, tab: 'collections', list: params.short_id } as const
    throw redirect({ to: '/replay', search, replace: true })
  },
})

const setup = createRoute({
  getParentRoute: () => app,
  path: '/setup',
  validateSearch: z.object({ language: z.string().default('web').catch('web') }),
  component: lazyRouteComponent(() => import('../features/data/setup/setup-page'), 'SetupPage'),
})

export const dataRoutes = [catalog, events, health, playlist, recording, replay, setup] as const
