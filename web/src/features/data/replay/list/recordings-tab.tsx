/** The recordings that match the filters. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { BookmarkPlus } from 'lucide-react'
import { useState } from 'react'
import { useChanges } from '../../../../changes'
import { Button } from '../../../../components/controls'
import { NameDialog } from '../../../../components/name-dialog'
import { rowsOf, ShowMore } from '../../../../components/paging'
import { EmptyState, Loaded, Skeleton } from '../../../../components/states'
import { useProject } from '../../../../project'
import { changes, recordingsQuery } from '../api'
import { FilterBar } from './filter-bar'
import { RecordingList } from './recording-list'
import { isFiltered, NO_FILTERS, type RecordingFilters, storedFilters } from './search'
import { SetupHelp } from './setup-help'

interface Props {
  filters: RecordingFilters
  onChange: (change: Partial<RecordingFilters>) => void
}

export function RecordingsTab({ filters, onChange }: Props) {
  const project = useProject()
  const query = useInfiniteQuery(recordingsQuery(project.id, filters))
  const [isSaving, setSaving] = useState(false)
  return (
    <div className="flex flex-col gap-3">
      <FilterBar filters={filters} onChange={onChange} />
      <Loaded
        query={query}
        isBoxed
        skeleton={<Skeleton rows={8} />}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={<Nothing filters={filters} onChange={onChange} />}
      >
        {(data) => <RecordingList recordings={rowsOf(data)} />}
      </Loaded>
      <div className="flex flex-wrap gap-2">
        <ShowMore query={query} />
        <Button look="bare" onClick={() => setSaving(true)}>
          <BookmarkPlus size={16} aria-hidden /> Save these filters…
        </Button>
      </div>
      {isSaving && <SaveFilters filters={filters} onClose={() => setSaving(false)} />}
    </div>
  )
}

/** Tells apart: the filters match nothing, the range is too short, and nothing was ever recorded. */
function Nothing({ filters, onChange }: Props) {
  const project = useProject()
  const isWide = filters.from === 'all' || filters.from === '-5y'
  if (isFiltered(filters))
    return (
      <EmptyState title="No recording matches">
        <Button onClick={() => onChange({ ...NO_FILTERS, from: filters.from, to: filters.to })}>Clear filters</Button>
      </EmptyState>
    )
  return (
    <EmptyState title="No recordings in this time">
      {!isWide && <Button onClick={() => onChange({ from: '-5y', to: '' })}>Show all</Button>}
      <SetupHelp projectId={project.id} token={project.api_token} />
    </EmptyState>
  )
}

function SaveFilters({ filters, onClose }: { filters: RecordingFilters; onClose: () => void }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const save = async (name: string) => {
    const made = await run(
      () => changes.createPlaylist(project.id, { name, type: 'filters', filters: storedFilters(filters) }),
      'Filters saved.',
    )
    if (made) onClose()
  }
  return (
    <NameDialog
      title="Save filters"
      action="Save"
      isBusy={isBusy}
      onClose={onClose}
      onSave={(name) => void save(name)}
    />
  )
}
