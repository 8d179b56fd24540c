/** What retention starts with, what counts as coming back, and the periods. */

import { entityName, RETENTION_TYPE_OPTIONS } from '@hedgerow/shared/query/names'
import type { InsightNode, RetentionEntity } from '@hedgerow/shared/query/nodes'
import { RETENTION_PERIODS, type RetentionPeriod, type RetentionType } from '@hedgerow/shared/query/options'
import { EventPicker } from '../query/event-picker'
import { Part, type QuestionPartProps } from './question-parts'
import { TextCommit } from './text-commit'

export function RetentionParts({ projectId, node, onChange }: QuestionPartProps) {
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
          onChange={(event) => set({ retentionType: event.target.value as RetentionType })}
          className="min-h-9 max-w-full min-w-0 rounded-md border border-line-strong bg-surface px-2"
        >
          {RETENTION_TYPE_OPTIONS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
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
          onChange={(event) => set({ period: event.target.value as RetentionPeriod })}
          className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
        >
          {RETENTION_PERIODS.map((period) => (
            <option key={period} value={period}>
              {period.toLowerCase()}s
            </option>
          ))}
        </select>
      </div>
    </Part>
  )
}
