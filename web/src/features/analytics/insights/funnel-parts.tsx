/** The steps of a funnel, their order, the conversion window and the exclusions. */

import { FUNNEL_ORDER_OPTIONS } from '@hedgerow/shared/query/names'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import { FUNNEL_WINDOW_UNITS, type FunnelWindowUnit } from '@hedgerow/shared/query/options'
import { EventPicker } from '../query/event-picker'
import { Choose, Part, type QuestionPartProps, Removable } from './question-parts'
import { SeriesEditor } from './series-editor'
import { TextCommit } from './text-commit'

export function FunnelParts({ projectId, node, onChange }: QuestionPartProps) {
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
      {series.length < 2 && <p className="text-[13px] text-muted">A funnel needs at least two steps.</p>}
      <Choose
        label="Order"
        value={filter.funnelOrderType ?? 'ordered'}
        options={FUNNEL_ORDER_OPTIONS}
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
          onChange={(event) => set({ funnelWindowIntervalUnit: event.target.value as FunnelWindowUnit })}
          className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
        >
          {FUNNEL_WINDOW_UNITS.map((unit) => (
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
            // biome-ignore lint/suspicious/noArrayIndexKey: the same event can appear twice
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
