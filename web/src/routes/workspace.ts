/** Activity and settings. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { app } from './root'

const activity = createRoute({
  getParentRoute: () => app,
  path: '/activity',
  validateSearch: z.object({ scope: z.string().default('').catch(''), user: z.string().default('').catch('') }),
  component: lazyRouteComponent(() => import('../features/workspace/activity/activity-page'), 'ActivityPage'),
})

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/workspace/settings/settings-layout'), 'SettingsLayout'),
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
    component: lazyRouteComponent(() => import('../features/workspace/settings/profile-page'), 'ProfilePage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/security',
    component: lazyRouteComponent(() => import('../features/workspace/settings/security-page'), 'SecurityPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/keys',
    component: lazyRouteComponent(() => import('../features/workspace/settings/keys-page'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/notifications',
    component: lazyRouteComponent(
      () => import('../features/workspace/settings/notifications-page'),
      'NotificationsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/organization',
    component: lazyRouteComponent(() => import('../features/workspace/settings/organization-page'), 'OrganizationPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/members',
    component: lazyRouteComponent(() => import('../features/workspace/settings/members-page'), 'MembersPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/roles',
    component: lazyRouteComponent(() => import('../features/workspace/settings/roles-page'), 'RolesPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/tags',
    component: lazyRouteComponent(() => import('../features/workspace/settings/tags-page'), 'TagsPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/projects',
    component: lazyRouteComponent(() => import('../features/workspace/settings/projects-page'), 'ProjectsPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/project',
    component: lazyRouteComponent(() => import('../features/workspace/settings/project-page'), 'ProjectPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/shared',
    component: lazyRouteComponent(() => import('../features/delivery/sharing/shared-links-page'), 'SharedLinksPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/exports',
    component: lazyRouteComponent(() => import('../features/delivery/exports/exports-page'), 'ExportsPage'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/integrations',
    component: lazyRouteComponent(
      () => import('../features/delivery/integrations/integrations-page'),
      'IntegrationsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/access',
    component: lazyRouteComponent(() => import('../features/workspace/settings/access-page'), 'AccessPage'),
  }),
] as const

export const workspaceRoutes = [activity, settings.addChildren([settingsIndex, ...settingsPages])] as const
