/** The question of an insight, part by part. */

import { STICKINESS_COUNT_OPTIONS, sentence } from '@hedgerow/shared/query/names'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import { BREAKDOWNS_MAX } from '@hedgerow/shared/query/options'
import { useQuery } from '@tanstack/react-query'
import { Switch } from '../../../components/form'
import { SmallError } from '../../../components/states'
import { groupTypesQuery } from '../../people/groups/api'
import { FilterGroups } from '../query/filter-editor'
import { BreakdownEditor } from './breakdown-editor'
import { FunnelParts } from './funnel-parts'
import { PathParts } from './path-parts'
import { Choose, Part, type QuestionPartProps } from './question-parts'
import { RetentionParts } from './retention-parts'
import { SeriesEditor } from './series-editor'
import { TextCommit } from './text-commit'

export function QuestionEditor({ projectId, node, onChange }: QuestionPartProps) {
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
            options={STICKINESS_COUNT_OPTIONS}
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
          label="Exclude internal and test users"
          checked={node.filterTestAccounts ?? false}
          onChange={(filterTestAccounts) => set({ filterTestAccounts: filterTestAccounts || undefined })}
        />
      </Part>
    </div>
  )
}

/** Persons, or one of the project's group types. */
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
      label="Count"
      value={index === null || index === undefined ? '' : String(index)}
      options={[
        { value: '', label: 'persons' },
        ...types.map(({ group_type: name, group_type_index: type }) => ({
          value: String(type),
          label: `groups: ${name}`,
        })),
      ]}
      onChange={(value) => onChange(value === '' ? undefined : Number(value))}
    />
  )
}
