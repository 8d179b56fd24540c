/** Feature flags, early access and alerts. */
import { ALERT_STATES } from '@hedgerow/shared/alerts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { app } from './root'

const flags = createRoute({
  getParentRoute: () => app,
  path: '/feature_flags',
  validateSearch: z.object({
    q: z.coerce.string().default('').catch(''),
    state: z.string().default('').catch(''),
    sort: z.string().default('').catch(''),
  }),
  component: lazyRouteComponent(() => import('../features/delivery/feature-flags/flags-page'), 'FlagsPage'),
})

const flag = createRoute({
  getParentRoute: () => app,
  path: '/feature_flags/$id',
  validateSearch: z.object({
    tab: z.enum(['release', 'usage', 'test', 'access', 'history']).default('release').catch('release'),
  }),
  component: lazyRouteComponent(() => import('../features/delivery/feature-flags/flag-page'), 'FlagPage'),
})

const earlyAccess = createRoute({
  getParentRoute: () => app,
  path: '/early_access',
  component: lazyRouteComponent(
    () => import('../features/delivery/feature-flags/early-access-page'),
    'EarlyAccessPage',
  ),
})

const alerts = createRoute({
  getParentRoute: () => app,
  path: '/alerts',
  validateSearch: z.object({
    q: z.coerce.string().default('').catch(''),
    state: z
      .enum(['', ...ALERT_STATES])
      .default('')
      .catch(''),
    tab: z.enum(['', 'mine']).default('').catch(''),
  }),
  component: lazyRouteComponent(() => import('../features/delivery/alerts/alerts-page'), 'AlertsPage'),
})

export const deliveryRoutes = [flags, flag, earlyAccess, alerts] as const
