/** The question of an insight, part by part. */
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Switch } from '../../../components/form'
import { PICKER_BUTTON } from '../../../components/picker'
import { SmallError } from '../../../components/states'
import { groupTypesQuery } from '../../people/groups/api'
import { EventPicker } from '../query/event-picker'
import { FilterGroups } from '../query/filter-editor'
import { entityName, propertyName, sentence } from '../query/names'
import type { Breakdown, BreakdownFilter, InsightNode, RetentionEntity } from '../query/nodes'
import { PropertyPicker } from '../query/property-picker'
import { breakdownList, fromBreakdownList } from './breakdowns'
import { SeriesEditor } from './series-editor'
import { TextCommit } from './text-commit'

interface Props {
  projectId: number
  node: InsightNode
  onChange: (node: InsightNode) => void
}

const BREAKDOWNS_MAX = 3

export function QuestionEditor({ projectId, node, onChange }: Props) {
  const set = (change: Partial<InsightNode>) => onChange({ ...node, ...change })
  const events = (node.series ?? []).flatMap(({ event }) => (event ? [event] : []))
  return (
    <div className="flex flex-col gap-5">
      <p className="text-muted">{sentence(node)}</p>
      {node.kind === 'TrendsQuery' && (
        <Part title="Series">
          <SeriesEditor projectId={projectId} series={node.series ?? []} onChange={(series) => set({ series })} />
          <div className="flex flex-wrap items-center gap-2">
            <span className="text-[13px] text-muted">Formula</span>
            <TextCommit
              label="Formula of the series by their letters"
              placeholder="A / B * 100"
              value={node.trendsFilter?.formula ?? ''}
              isCode
              maxLength={1000}
              onCommit={(formula) =>
                set({ trendsFilter: { ...node.trendsFilter, formula: formula.trim() || undefined } })
              }
            />
          </div>
        </Part>
      )}
      {node.kind === 'FunnelsQuery' && <FunnelParts projectId={projectId} node={node} onChange={onChange} />}
      {node.kind === 'RetentionQuery' && <RetentionParts projectId={projectId} node={node} onChange={onChange} />}
      {node.kind === 'LifecycleQuery' && (
        <Part title="Activity">
          <SeriesEditor
            projectId={projectId}
            series={node.series ?? []}
            hasMath={false}
            max={1}
            onChange={(series) => set({ series })}
          />
        </Part>
      )}
      {node.kind === 'StickinessQuery' && (
        <Part title="Activity">
          <SeriesEditor
            projectId={projectId}
            series={node.series ?? []}
            hasMath={false}
            onChange={(series) => set({ series })}
          />
          <Choose
            label="Days"
            value={node.stickinessFilter?.computedAs ?? 'non_cumulative'}
            options={[
              ['non_cumulative', 'exactly so many'],
              ['cumulative', 'so many or more'],
            ]}
            onChange={(computedAs) => set({ stickinessFilter: { ...node.stickinessFilter, computedAs } })}
          />
        </Part>
      )}
      {node.kind === 'PathsQuery' && <PathParts projectId={projectId} node={node} onChange={onChange} />}
      {(node.kind === 'TrendsQuery' || node.kind === 'FunnelsQuery' || node.kind === 'RetentionQuery') && (
        <Part title="Breakdown">
          <BreakdownEditor
            projectId={projectId}
            filter={node.breakdownFilter}
            max={node.kind === 'TrendsQuery' ? BREAKDOWNS_MAX : 1}
            events={events}
            onChange={(breakdownFilter) => set({ breakdownFilter })}
          />
        </Part>
      )}
      {(node.kind === 'FunnelsQuery' || node.kind === 'RetentionQuery') && (
        <Counted
          projectId={projectId}
          index={node.aggregation_group_type_index}
          onChange={(index) => set({ aggregation_group_type_index: index })}
        />
      )}
      <Part title="Filters">
        <FilterGroups
          projectId={projectId}
          filters={node.properties}
          events={events}
          onChange={(properties) => set({ properties })}
        />
        <Switch
          label="Leave out internal and test users"
          checked={node.filterTestAccounts ?? false}
          onChange={(filterTestAccounts) => set({ filterTestAccounts: filterTestAccounts || undefined })}
        />
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h2 className="text-[13px] font-semibold text-muted">{title}</h2>
      {children}
    </section>
  )
}

function Choose({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: readonly (readonly [value: string, label: string])[]
  onChange: (value: string) => void
}) {
  return (
    <label className="flex flex-wrap items-center gap-2">
      <span className="text-[13px] text-muted">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-9 max-w-full min-w-0 rounded-md border border-line-strong bg-surface px-2"
      >
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Persons, or one of the project's types of groups. */
function Counted({
  projectId,
  index,
  onChange,
}: {
  projectId: number
  index: number | null | undefined
  onChange: (index: number | undefined) => void
}) {
  const query = useQuery(groupTypesQuery(projectId))
  const types = query.data
  if (!types && query.error) return <SmallError error={query.error} onRetry={() => void query.refetch()} />
  if (!types || types.length === 0) return null
  return (
    <Choose
      label="Counted are"
      value={index === null || index === undefined ? '' : String(index)}
      options={[
        ['', 'persons'],
        ...types.map(({ group_type: name, group_type_index: type }) => [String(type), `groups: ${name}`] as const),
      ]}
      onChange={(value) => onChange(value === '' ? undefined : Number(value))}
    />
  )
}

function FunnelParts({ projectId, node, onChange }: Props) {
  const filter = node.funnelsFilter ?? {}
  const set = (change: NonNullable<InsightNode['funnelsFilter']>) =>
    onChange({ ...node, funnelsFilter: { ...filter, ...change } })
  const series = node.series ?? []
  const exclusions = filter.exclusions ?? []
  return (
    <Part title="Steps">
      <SeriesEditor
        projectId={projectId}
        series={series}
        isFunnel
        hasMath={false}
        onChange={(next) => onChange({ ...node, series: next })}
      />
      {series.length < 2 && <p className="text-[13px] text-muted">A funnel has at least two steps.</p>}
      <Choose
        label="Order"
        value={filter.funnelOrderType ?? 'ordered'}
        options={[
          ['ordered', 'one after the other, others in between'],
          ['strict', 'one directly after the other'],
          ['unordered', 'in any order'],
        ]}
        onChange={(funnelOrderType) => set({ funnelOrderType })}
      />
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-[13px] text-muted">Within</span>
        <TextCommit
          label="Length of the conversion window"
          type="number"
          min={1}
          className="w-20"
          value={String(filter.funnelWindowInterval ?? 14)}
          onCommit={(text) => Number(text) >= 1 && set({ funnelWindowInterval: Math.floor(Number(text)) })}
        />
        <select
          aria-label="Unit of the conversion window"
          value={filter.funnelWindowIntervalUnit ?? 'day'}
          onChange={(event) => set({ funnelWindowIntervalUnit: event.target.value })}
          className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
        >
          {['second', 'minute', 'hour', 'day', 'week', 'month'].map((unit) => (
            <option key={unit} value={unit}>
              {unit}s
            </option>
          ))}
        </select>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-[13px] text-muted">Without</span>
        {exclusions.map((exclusion, position) => (
          <Removable
            // biome-ignore lint/suspicious/noArrayIndexKey: the same event may stand here twice
            key={position}
            text={`${exclusion.name ?? exclusion.event} between ${exclusion.funnelFromStep + 1} and ${exclusion.funnelToStep + 1}`}
            onRemove={() => set({ exclusions: exclusions.toSpliced(position, 1) })}
          />
        ))}
        {series.length > 1 && (
          <EventPicker
            projectId={projectId}
            label="Event that must not happen in between"
            value="Event in between"
            isAdding
            hasAll={false}
            hasActions={false}
            onChoose={(entity) =>
              'event' in entity &&
              set({
                exclusions: [
                  ...exclusions,
                  {
                    kind: 'EventsNode',
                    event: entity.event,
                    name: entity.event ?? '',
                    funnelFromStep: 0,
                    funnelToStep: series.length - 1,
                  },
                ],
              })
            }
          />
        )}
      </div>
    </Part>
  )
}

function Removable({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <span className="inline-flex max-w-full items-center rounded-md border border-line bg-surface pl-3">
      <span className="min-w-0 truncate py-1.5" title={text}>
        {text}
      </span>
      <button
        type="button"
        aria-label={`Remove ${text}`}
        onClick={onRemove}
        className="min-h-9 px-2 text-muted hover:text-text"
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  )
}

function RetentionParts({ projectId, node, onChange }: Props) {
  const filter = node.retentionFilter ?? {}
  const set = (change: NonNullable<InsightNode['retentionFilter']>) =>
    onChange({ ...node, retentionFilter: { ...filter, ...change } })
  const entity = (label: string, name: 'targetEntity' | 'returningEntity') => (
    <EventPicker
      projectId={projectId}
      label={label}
      value={entityName(filter[name])}
      onChoose={(chosen) => {
        const next: RetentionEntity =
          'action' in chosen
            ? { id: chosen.action, type: 'actions', name: chosen.name }
            : { id: chosen.event, type: 'events' }
        set({ [name]: next })
      }}
    />
  )
  return (
    <Part title="Who comes back">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-[13px] text-muted">Persons who did</span>
        {entity('Event that they begin with', 'targetEntity')}
        <select
          aria-label="Which time counts as the beginning"
          value={filter.retentionType ?? 'retention_first_time'}
          onChange={(event) => set({ retentionType: event.target.value })}
          className="min-h-9 max-w-full min-w-0 rounded-md border border-line-strong bg-surface px-2"
        >
          <option value="retention_first_time">for the first time</option>
          <option value="retention_recurring">any time</option>
        </select>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-[13px] text-muted">and came back to do</span>
        {entity('Event that they come back for', 'returningEntity')}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-[13px] text-muted">in the last</span>
        <TextCommit
          label="Number of periods"
          type="number"
          min={1}
          max={100}
          className="w-20"
          value={String(filter.totalIntervals ?? 7)}
          onCommit={(text) => Number(text) >= 1 && set({ totalIntervals: Math.min(100, Math.floor(Number(text))) })}
        />
        <select
          aria-label="Length of a period"
          value={filter.period ?? 'Day'}
          onChange={(event) => set({ period: event.target.value })}
          className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
        >
          {['Hour', 'Day', 'Week', 'Month'].map((period) => (
            <option key={period} value={period}>
              {period.toLowerCase()}s
            </option>
          ))}
        </select>
      </div>
    </Part>
  )
}

const PATH_TYPES = [
  ['$pageview', 'Pageviews'],
  ['$screen', 'Screens'],
  ['custom_event', 'Own events'],
] as const

function PathParts({ node, onChange }: Props) {
  const filter = node.pathsFilter ?? {}
  const set = (change: NonNullable<InsightNode['pathsFilter']>) =>
    onChange({ ...node, pathsFilter: { ...filter, ...change } })
  const types = filter.includeEventTypes ?? ['$pageview']
  return (
    <Part title="Paths">
      <fieldset className="flex flex-wrap gap-3">
        <legend className="sr-only">What paths are made of</legend>
        {PATH_TYPES.map(([value, label]) => (
          <label key={value} className="flex min-h-7 items-center gap-2">
            <input
              type="checkbox"
              checked={types.includes(value)}
              onChange={(event) => {
                const next = event.target.checked ? [...types, value] : types.filter((each) => each !== value)
                if (next.length > 0) set({ includeEventTypes: next })
              }}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="flex flex-wrap items-center gap-2">
        <span className="w-20 text-[13px] text-muted">beginning at</span>
        <TextCommit
          label="Where paths begin"
          placeholder="anywhere"
          className="flex-1"
          value={filter.startPoint ?? ''}
          onCommit={(text) => set({ startPoint: text.trim() || null })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="w-20 text-[13px] text-muted">ending at</span>
        <TextCommit
          label="Where paths end"
          placeholder="anywhere"
          className="flex-1"
          value={filter.endPoint ?? ''}
          onCommit={(text) => set({ endPoint: text.trim() || null })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="w-20 text-[13px] text-muted">without</span>
        {(filter.excludeEvents ?? []).map((name) => (
          <Removable
            key={name}
            text={name}
            onRemove={() => set({ excludeEvents: filter.excludeEvents?.filter((each) => each !== name) })}
          />
        ))}
        <TextCommit
          key={filter.excludeEvents?.length ?? 0}
          label="Page or event to leave out"
          placeholder="page or event"
          value=""
          onCommit={(text) => text.trim() && set({ excludeEvents: [...(filter.excludeEvents ?? []), text.trim()] })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-[13px] text-muted">Steps</span>
        <TextCommit
          label="Number of steps"
          type="number"
          min={2}
          max={20}
          className="w-20"
          value={String(filter.stepLimit ?? 5)}
          onCommit={(text) => Number(text) >= 2 && set({ stepLimit: Math.min(20, Math.floor(Number(text))) })}
        />
        <span className="text-[13px] text-muted">Edges</span>
        <TextCommit
          label="Number of edges"
          type="number"
          min={1}
          max={1000}
          className="w-20"
          value={String(filter.edgeLimit ?? 50)}
          onCommit={(text) => Number(text) >= 1 && set({ edgeLimit: Math.min(1000, Math.floor(Number(text))) })}
        />
      </div>
    </Part>
  )
}

function BreakdownEditor({
  projectId,
  filter,
  max,
  events,
  onChange,
}: {
  projectId: number
  filter: BreakdownFilter | null | undefined
  max: number
  events: string[]
  onChange: (filter: BreakdownFilter | null) => void
}) {
  const list = breakdownList(filter)
  const isCohorts = filter?.breakdown_type === 'cohort'
  return (
    <div className="flex flex-wrap items-center gap-2">
      {list.map((each, position) => (
        <Removable
          key={`${each.type}-${each.property}`}
          text={
            isCohorts
              ? each.property === 'all'
                ? 'everybody'
                : `cohort ${each.property}`
              : propertyName(String(each.property))
          }
          onRemove={() => onChange(fromBreakdownList(list.toSpliced(position, 1), filter))}
        />
      ))}
      {(list.length < max || isCohorts) && (
        <PropertyPicker
          projectId={projectId}
          label="Property to break down by"
          events={events}
          types={isCohorts ? ['cohort'] : list.length > 0 ? ['event', 'person', 'session', 'group'] : undefined}
          className={`${PICKER_BUTTON} border-dashed text-muted`}
          trigger={isCohorts ? '+ Cohort' : '+ Breakdown'}
          onChoose={({ type, key, groupIndex }) => {
            const next: Breakdown = {
              property: type === 'cohort' ? Number(key) : key,
              type,
              ...(groupIndex !== undefined && { group_type_index: groupIndex }),
            }
            onChange(fromBreakdownList([...list, next], filter))
          }}
        />
      )}
      {list.length > 0 && !isCohorts && (
        <div className="inline-flex items-center gap-2">
          <span className="text-[13px] text-muted">top</span>
          <TextCommit
            label="Number of values"
            type="number"
            min={1}
            max={1000}
            className="w-20"
            value={String(filter?.breakdown_limit ?? 25)}
            onCommit={(text) =>
              Number(text) >= 1 && onChange({ ...filter, breakdown_limit: Math.min(1000, Math.floor(Number(text))) })
            }
          />
        </div>
      )}
    </div>
  )
}
