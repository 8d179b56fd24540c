/** The dates and filters that apply to every tile of a dashboard, and how often it refreshes. */
import { RotateCw } from 'lucide-react'
import { Button } from '../../../components/controls'
import { useProject } from '../../../project'
import { RangePicker } from '../insights/range-picker'
import { FilterGroups } from '../query/filter-editor'
import type { DashboardChanges } from './use-dashboard-changes'
import type { TriedFilters } from './use-tried-filters'

const REFRESHES = [
  [0, 'No auto-refresh'],
  [60, 'every minute'],
  [300, 'every 5 minutes'],
  [1_800, 'every 30 minutes'],
] as const

interface Props {
  tried: TriedFilters
  canEdit: boolean
  changes: DashboardChanges
  /** Seconds between two refreshes; 0 for none. */
  every: number
  onEvery: (seconds: number) => void
  onRefresh: () => void
}

export function DashboardFilterBar({ tried, canEdit, changes, every, onEvery, onRefresh }: Props) {
  const project = useProject()
  const { filters, saved } = tried
  const save = async () => {
    const isSaved = await changes.update({ filters: filters as never }, 'Filters saved', { filters: saved as never })
    if (isSaved) tried.stop()
  }
  return (
    <div className="flex flex-wrap items-start gap-2">
      <RangePicker
        range={filters}
        timeZone={project.timezone}
        emptyLabel="Each insight's own dates"
        onChange={({ date_from, date_to }) => tried.set({ ...filters, date_from, date_to })}
        onClear={() => tried.set({ ...filters, date_from: null, date_to: null })}
      />
      <FilterGroups
        projectId={project.id}
        filters={filters.properties}
        onChange={(properties) => tried.set({ ...filters, properties: properties ?? null })}
      />
      {tried.isTrying && (
        <span role="status" className="flex flex-wrap items-center gap-2">
          {canEdit && <Button onClick={() => void save()}>Save filters</Button>}
          <Button look="bare" onClick={tried.stop}>
            Revert to saved filters
          </Button>
        </span>
      )}
      <span className="ml-auto inline-flex items-center gap-1">
        <select
          aria-label="Auto-refresh"
          value={every}
          onChange={(event) => onEvery(Number(event.target.value))}
          className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
        >
          {REFRESHES.map(([seconds, label]) => (
            <option key={seconds} value={seconds}>
              {label}
            </option>
          ))}
        </select>
        <Button look="bare" className="px-2" aria-label="Refresh all" title="Refresh all (r)" onClick={onRefresh}>
          <RotateCw size={16} aria-hidden />
        </Button>
      </span>
    </div>
  )
}
