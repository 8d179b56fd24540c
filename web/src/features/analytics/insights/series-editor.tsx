/** The rows of a question: which event, how it is counted, with which filters, under which name. */

import { letter, seriesName } from '@hedgerow/shared/query/names'
import type { Series } from '@hedgerow/shared/query/nodes'
import { ArrowDown, ArrowUp, Copy, Filter, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/controls'
import { Menu } from '../../../components/popover'
import { type Entity, EventPicker } from '../query/event-picker'
import { FilterList } from '../query/filter-list'
import { MathEditor } from './math-editor'
import { TextCommit } from './text-commit'

const SERIES_MAX = 20

interface Props {
  projectId: number
  series: Series[]
  /** The steps of a funnel are numbered and have no math of their own. */
  isFunnel?: boolean
  hasMath?: boolean
  max?: number
  onChange: (series: Series[]) => void
}

export function SeriesEditor({
  projectId,
  series,
  isFunnel = false,
  hasMath = true,
  max = SERIES_MAX,
  onChange,
}: Props) {
  return (
    <div className="flex flex-col gap-2">
      <ol aria-label={isFunnel ? 'Steps' : 'Series'} className="flex flex-col gap-2">
        {series.map((each, position) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the same event can appear twice
            key={position}
          >
            <SeriesRow
              projectId={projectId}
              series={each}
              mark={isFunnel ? String(position + 1) : letter(position)}
              hasMath={hasMath}
              isFirst={position === 0}
              isLast={position === series.length - 1}
              isOnly={series.length === 1}
              onChange={(next) => onChange(series.with(position, next))}
              onRemove={() => onChange(series.toSpliced(position, 1))}
              onDuplicate={series.length < max ? () => onChange(series.toSpliced(position, 0, each)) : undefined}
              onMove={(step) => {
                const moved = series.toSpliced(position, 1)
                moved.splice(position + step, 0, each)
                onChange(moved)
              }}
            />
          </li>
        ))}
      </ol>
      {series.length < max && (
        <div>
          <EventPicker
            projectId={projectId}
            label={isFunnel ? 'Event of the new step' : 'Event of the new series'}
            value={isFunnel ? 'Step' : 'Series'}
            isAdding
            onChoose={(entity) => onChange([...series, toSeries(entity, hasMath ? { math: 'total' } : {})])}
          />
        </div>
      )}
    </div>
  )
}

/** The chosen event or action as a series, with the math and filters of `rest`. */
const toSeries = (entity: Entity, rest: Omit<Series, 'kind'>): Series =>
  'action' in entity
    ? { ...rest, kind: 'ActionsNode', id: entity.action, name: entity.name }
    : { ...rest, kind: 'EventsNode', event: entity.event, name: entity.event ?? 'All events' }

interface RowProps {
  projectId: number
  series: Series
  mark: string
  hasMath: boolean
  isFirst: boolean
  isLast: boolean
  isOnly: boolean
  onChange: (series: Series) => void
  onRemove: () => void
  onDuplicate?: () => void
  onMove: (step: number) => void
}

function SeriesRow(props: RowProps) {
  const { projectId, series, mark, hasMath, isFirst, isLast, isOnly, onChange, onRemove, onDuplicate, onMove } = props
  const [areFiltersOpen, setFiltersOpen] = useState((series.properties?.length ?? 0) > 0)
  const [isRenaming, setRenaming] = useState(false)
  const filters = series.properties ?? []
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line bg-page p-2">
      <div className="flex flex-wrap items-center gap-2">
        <span
          aria-hidden
          className="flex h-7 w-7 shrink-0 items-center justify-center rounded bg-accent-soft font-mono text-[13px]"
        >
          {mark}
        </span>
        <div className="min-w-0 flex-1">
          <EventPicker
            projectId={projectId}
            label={`Event of ${mark}`}
            value={seriesName(series)}
            onChoose={(entity) => {
              const { kind: _kind, event: _event, id: _id, name: _name, custom_name: _custom, ...rest } = series
              onChange(toSeries(entity, rest))
            }}
          />
        </div>
        <Button
          look="bare"
          className="px-2"
          aria-expanded={areFiltersOpen || filters.length > 0}
          aria-label={`Filters of ${mark}`}
          title="Filters of this row"
          onClick={() => setFiltersOpen(!areFiltersOpen)}
        >
          <Filter size={15} aria-hidden />
          {filters.length > 0 && <span className="text-[13px]">{filters.length}</span>}
        </Button>
        <Menu
          label={`More for ${mark}`}
          className="min-h-9 rounded-md px-2 text-muted hover:bg-raised hover:text-text"
          trigger="⋯"
          items={[
            { label: 'Rename', icon: <Pencil size={15} aria-hidden />, onSelect: () => setRenaming(true) },
            onDuplicate ? { label: 'Duplicate', icon: <Copy size={15} aria-hidden />, onSelect: onDuplicate } : null,
            isFirst ? null : { label: 'Move up', icon: <ArrowUp size={15} aria-hidden />, onSelect: () => onMove(-1) },
            isLast
              ? null
              : { label: 'Move down', icon: <ArrowDown size={15} aria-hidden />, onSelect: () => onMove(1) },
            isOnly ? null : { label: 'Remove', icon: <Trash2 size={15} aria-hidden />, onSelect: onRemove },
          ]}
        />
      </div>
      {hasMath && <MathEditor projectId={projectId} series={series} mark={mark} onChange={onChange} />}
      {isRenaming && (
        <TextCommit
          label={`Name of ${mark}`}
          value={series.custom_name ?? ''}
          placeholder={seriesName({ ...series, custom_name: undefined })}
          autoFocus
          onCommit={(name) => {
            setRenaming(false)
            onChange({ ...series, custom_name: name.trim() || undefined })
          }}
        />
      )}
      {(areFiltersOpen || filters.length > 0) && (
        <FilterList
          projectId={projectId}
          label={`Filters of ${mark}`}
          filters={filters}
          events={series.kind === 'EventsNode' && series.event ? [series.event] : []}
          joint="and"
          onChange={(properties) => onChange({ ...series, properties: properties.length > 0 ? properties : undefined })}
        />
      )}
    </div>
  )
}
