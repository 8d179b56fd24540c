/** Persons, groups and cohorts. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { propertyFilter } from '../features/people/persons/filter-schema'
import { app } from './root'
import { eventFilter, words } from './search'

const cohorts = createRoute({
  getParentRoute: () => app,
  path: '/cohorts',
  validateSearch: z.object({ q: words }),
  component: lazyRouteComponent(() => import('../features/people/cohorts/cohorts-page'), 'CohortsPage'),
})

const cohort = createRoute({
  getParentRoute: () => app,
  path: '/cohorts/$id',
  component: lazyRouteComponent(() => import('../features/people/cohorts/cohort-page'), 'CohortPage'),
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
  component: lazyRouteComponent(() => import('../features/people/persons/persons-page'), 'PersonsPage'),
})

const person = createRoute({
  getParentRoute: () => app,
  path: '/persons/$id',
  validateSearch: z.object({
    tab: z.enum(['events', 'recordings', 'ids', 'groups', 'history']).default('events').catch('events'),
    ...eventFilter,
  }),
  component: lazyRouteComponent(() => import('../features/people/persons/person-page'), 'PersonPage'),
})

const groups = createRoute({
  getParentRoute: () => app,
  path: '/groups',
  validateSearch: z.object({
    type: z.number().int().min(0).max(4).default(0).catch(0),
    q: z.coerce.string().default('').catch(''),
  }),
  component: lazyRouteComponent(() => import('../features/people/groups/groups-page'), 'GroupsPage'),
})

const group = createRoute({
  getParentRoute: () => app,
  path: '/groups/$type/$key',
  validateSearch: z.object({
    tab: z.enum(['events', 'related', 'history']).default('events').catch('events'),
    ...eventFilter,
  }),
  component: lazyRouteComponent(() => import('../features/people/groups/group-page'), 'GroupPage'),
})

export const peopleRoutes = [cohorts, cohort, persons, person, groups, group] as const
