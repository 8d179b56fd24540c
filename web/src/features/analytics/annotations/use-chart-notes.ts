/** The annotations that are shown on a chart. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useProject } from '../../../project'
import { annotationsQuery } from './api'

/** A note on a chart: `at` is in the project's time zone, like `2026-01-31T13:00:00`. */
export interface ChartNote {
  at: string
  text: string
}

/**
 * Notes of the project and the organization, and those on the given insight or dashboard. Empty until they are loaded: a chart without its notes is still correct.
 */
export function useChartNotes({ insightId, dashboardId }: { insightId?: number; dashboardId?: number }): ChartNote[] {
  const { id, timezone } = useProject()
  const { data } = useQuery(annotationsQuery(id))
  return useMemo(
    () =>
      (data?.results ?? [])
        .filter(
          ({ scope, dashboard_item: item, dashboard_id: dashboard }) =>
            scope === 'project' ||
            scope === 'organization' ||
            (insightId !== undefined && scope === 'dashboard_item' && item === insightId) ||
            (dashboardId !== undefined && dashboard === dashboardId),
        )
        .map(({ date_marker: at, content }) => ({ at: at ? toZone(at, timezone) : '', text: content ?? '' })),
    [data, insightId, dashboardId, timezone],
  )
}

/** A time in a time zone. The Swedish format is ISO 8601 with a space. */
function toZone(iso: string, timeZone: string): string {
  return new Date(iso).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T')
}
