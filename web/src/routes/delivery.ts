/** Feature flags, early access, alerts and subscriptions. */
import { ALERT_STATES } from '@hedgerow/shared/alerts'
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { app } from './root'
import { words } from './search'

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

const subscriptions = createRoute({
  getParentRoute: () => app,
  path: '/subscriptions',
  validateSearch: z.object({
    q: words,
    tab: z.enum(['', 'mine', 'deleted']).default('').catch(''),
    to: z.enum(['', 'email', 'slack', 'webhook', 'teams']).default('').catch(''),
    about: z.enum(['', 'insight', 'dashboard']).default('').catch(''),
    sort: z.enum(['', 'next_delivery_date', 'title', 'created_by__email']).default('').catch(''),
  }),
  component: lazyRouteComponent(
    () => import('../features/delivery/subscriptions/subscriptions-page'),
    'SubscriptionsPage',
  ),
})

const subscription = createRoute({
  getParentRoute: () => app,
  path: '/subscriptions/$id',
  validateSearch: z.object({
    status: z.enum(['', 'starting', 'completed', 'failed', 'skipped']).default('').catch(''),
  }),
  component: lazyRouteComponent(
    () => import('../features/delivery/subscriptions/subscription-page'),
    'SubscriptionPage',
  ),
})

const toSubscription = ({ params }: { params: { subscription_id: string } }) => {
  throw redirect({ to: '/subscriptions/$id', params: { id: params.subscription_id } })
}

/** Addresses in messages, which are those of PostHog. */
const messageLinks = [
  createRoute({
    getParentRoute: () => app,
    path: '/insights/$short_id/subscriptions/$subscription_id',
    beforeLoad: toSubscription,
  }),
  createRoute({
    getParentRoute: () => app,
    path: '/dashboard/$id/subscriptions/$subscription_id',
    beforeLoad: toSubscription,
  }),
  createRoute({
    getParentRoute: () => app,
    path: '/dashboards/$id/subscriptions/$subscription_id',
    beforeLoad: toSubscription,
  }),
  createRoute({
    getParentRoute: () => app,
    path: '/dashboard/$id',
    beforeLoad: ({ params }) => {
      throw redirect({ to: '/dashboards/$id', params })
    },
  }),
] as const

export const deliveryRoutes = [flags, flag, earlyAccess, alerts, subscriptions, subscription, ...messageLinks] as const
