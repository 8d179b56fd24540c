/** The dates and filters of a dashboard: the saved ones, or unsaved ones that are kept in the URL. */

import { sameNode } from '@hedgerow/shared/query/nodes'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { Dashboard, DashboardFilters } from './api'

const route = getRouteApi('/app/dashboards/$id')

export function useTriedFilters(dashboard: Dashboard) {
  const navigate = useNavigate()
  const search = route.useSearch()
  const saved = dashboard.filters as DashboardFilters
  const tried = search.filters as DashboardFilters | undefined
  const go = (filters: DashboardFilters | undefined, replace: boolean) =>
    void navigate({
      to: '/dashboards/$id',
      params: { id: String(dashboard.id) },
      search: { ...search, filters } as never,
      replace,
    })
  return {
    filters: tried ?? saved,
    saved,
    isTrying: tried !== undefined && !sameNode(tried, saved),
    set: (next: DashboardFilters) => go(next, false),
    /** Back to the saved filters. */
    stop: () => go(undefined, true),
  }
}

export type TriedFilters = ReturnType<typeof useTriedFilters>
