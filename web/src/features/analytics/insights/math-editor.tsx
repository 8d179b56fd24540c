/** How a series counts: events, persons, or the values of a property. */

import { MATHS, propertyName } from '@hedgerow/shared/query/names'
import type { Series } from '@hedgerow/shared/query/nodes'
import { useQuery } from '@tanstack/react-query'
import { SmallError } from '../../../components/states'
import { groupTypesQuery } from '../../people/groups/api'
import { PropertyPicker } from '../query/property-picker'
import { TextCommit } from './text-commit'

export function MathEditor({
  projectId,
  series,
  mark,
  onChange,
}: {
  projectId: number
  series: Series
  mark: string
  onChange: (series: Series) => void
}) {
  const query = useQuery(groupTypesQuery(projectId))
  const groupTypes = query.data
  const math = series.math ?? 'total'
  const needs = MATHS.find(({ value }) => value === math)?.needs
  const set = (value: string) => {
    const next = MATHS.find((each) => each.value === value)!
    const { math_property, math_hogql, math_group_type_index, ...rest } = series
    onChange({
      ...rest,
      math: next.value,
      ...(next.needs === 'property' && math_property && { math_property }),
      ...(next.needs === 'hogql' && { math_hogql: math_hogql ?? 'count()' }),
      ...(next.needs === 'group' && {
        math_group_type_index: math_group_type_index ?? groupTypes?.[0]?.group_type_index ?? 0,
      }),
    })
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-[13px] text-muted">counted by</span>
      <select
        aria-label={`How ${mark} is counted`}
        value={math}
        onChange={(event) => set(event.target.value)}
        className="min-h-9 min-w-0 flex-1 basis-40 rounded-md border border-line-strong bg-surface px-2"
      >
        {MATHS.filter(({ needs: need, value }) => need !== 'group' || value === math || groupTypes?.length).map(
          ({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ),
        )}
      </select>
      {needs === 'property' && (
        <>
          <span className="text-[13px] text-muted">of</span>
          <PropertyPicker
            projectId={projectId}
            label={`Property that ${mark} is counted by`}
            types={['event', 'session']}
            isNumerical
            events={series.event ? [series.event] : []}
            trigger={
              <span className={series.math_property ? '' : 'text-danger'}>
                {series.math_property ? propertyName(series.math_property) : 'Choose a property'}
              </span>
            }
            onChoose={({ key }) => onChange({ ...series, math_property: key })}
          />
        </>
      )}
      {needs === 'group' && query.error && !groupTypes && (
        <SmallError error={query.error} onRetry={() => void query.refetch()} />
      )}
      {needs === 'group' && groupTypes && groupTypes.length > 1 && (
        <select
          aria-label={`Type of groups of ${mark}`}
          value={String(series.math_group_type_index ?? 0)}
          onChange={(event) => onChange({ ...series, math_group_type_index: Number(event.target.value) })}
          className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
        >
          {groupTypes.map(({ group_type: name, group_type_index: index }) => (
            <option key={index} value={index}>
              {name}
            </option>
          ))}
        </select>
      )}
      {needs === 'hogql' && (
        <TextCommit
          label={`SQL expression of ${mark}`}
          value={series.math_hogql ?? ''}
          isCode
          onCommit={(math_hogql) => onChange({ ...series, math_hogql })}
        />
      )}
    </div>
  )
}
