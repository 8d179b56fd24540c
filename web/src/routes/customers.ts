/** Customer accounts and notebooks. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { app } from './root'
import { eventFilter, words } from './search'

const accounts = createRoute({
  getParentRoute: () => app,
  path: '/accounts',
  validateSearch: z.object({ q: words, view: words, state: words }),
  component: lazyRouteComponent(() => import('../features/customers/customer-accounts/accounts-page'), 'AccountsPage'),
})

const account = createRoute({
  getParentRoute: () => app,
  path: '/accounts/$id',
  validateSearch: z.object({
    tab: words,
    ...eventFilter,
  }),
  component: lazyRouteComponent(() => import('../features/customers/customer-accounts/account-page'), 'AccountPage'),
})

const notebooks = createRoute({
  getParentRoute: () => app,
  path: '/notebooks',
  validateSearch: z.object({ q: words, of: z.enum(['project', 'accounts']).default('project').catch('project') }),
  component: lazyRouteComponent(() => import('../features/customers/notebooks/notebooks-page'), 'NotebooksPage'),
})

const notebook = createRoute({
  getParentRoute: () => app,
  path: '/notebooks/$id',
  component: lazyRouteComponent(() => import('../features/customers/notebooks/notebook-page'), 'NotebookPage'),
})

export const customersRoutes = [accounts, account, notebooks, notebook] as const
