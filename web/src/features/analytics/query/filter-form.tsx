/** The form of one filter: property, operator and value. */

import { OPERATORS, propertyName } from '@hedgerow/shared/query/names'
import type { PropertyFilter } from '@hedgerow/shared/query/nodes'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { Button, Select } from '../../../components/controls'
import { ChoiceList } from '../../../components/picker'
import { valuesQuery } from './api'

const NUMBER = /^-?\d+(\.\d+)?$/

export function FilterForm({
  projectId,
  filter,
  onChange,
  onDone,
}: {
  projectId: number
  filter: PropertyFilter
  onChange: (filter: PropertyFilter) => void
  onDone: () => void
}) {
  const [text, setText] = useState('')
  const search = useDeferredValue(text)
  const operator = filter.operator ?? 'exact'
  const kind = OPERATORS.find(({ value }) => value === operator)?.kind ?? 'text'
  const of = { type: filter.type, key: filter.key, groupIndex: filter.group_type_index }
  const values = useQuery({
    ...valuesQuery(projectId, of, search),
    enabled: kind === 'values' && filter.type !== 'session',
  })
  const chosen = (
    Array.isArray(filter.value)
      ? filter.value
      : filter.value === undefined || filter.value === null
        ? []
        : [filter.value]
  ).map(String)
  if (filter.type === 'cohort')
    return (
      <div className="flex flex-col gap-3 p-3">
        <Select
          label="Persons"
          value={operator === 'not_in' ? 'not_in' : 'in'}
          onChange={(event) => onChange({ ...filter, operator: event.target.value })}
          options={[
            { value: 'in', label: 'in the cohort' },
            { value: 'not_in', label: 'not in the cohort' },
          ]}
        />
        <Button look="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    )
  const toggle = (value: string) =>
    onChange({
      ...filter,
      value: chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value],
    })
  return (
    <div className="flex w-96 max-w-full flex-col gap-3 p-3">
      <p className="font-medium break-all">{propertyName(filter.key)}</p>
      <Select
        label="Condition"
        value={operator}
        onChange={(event) => {
          const next = OPERATORS.find(({ value }) => value === event.target.value)!
          const isList = next.kind === 'values'
          const value = next.kind === 'none' ? undefined : isList ? chosen : (chosen[0] ?? '')
          onChange({ ...filter, operator: next.value, value })
        }}
        options={OPERATORS}
      />
      {kind === 'values' && (
        <>
          {chosen.length > 0 && (
            <ul aria-label="Chosen values" className="flex flex-wrap gap-1">
              {chosen.map((value) => (
                <li key={value} className="inline-flex max-w-full items-center gap-1 rounded bg-accent-soft pl-2">
                  <span className="truncate">{value || '(empty)'}</span>
                  <button
                    type="button"
                    aria-label={`Remove ${value}`}
                    className="min-h-7 px-1.5"
                    onClick={() => toggle(value)}
                  >
                    <X size={12} aria-hidden />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <div className="rounded-md border border-line">
            <ChoiceList
              label="Values; paste several lines at once"
              groups={[
                {
                  choices: (values.data ? values.data : []).map(({ name, count }) => ({
                    value: name,
                    label: name || '(empty)',
                    hint: String(count),
                  })),
                },
              ]}
              queries={[values]}
              onSearch={setText}
              onChoose={toggle}
              onFree={(free) => {
                const several = free
                  .split(/[\n\r]+|,(?=\s)/)
                  .map((each) => each.trim())
                  .filter((each) => each !== '')
                onChange({ ...filter, value: [...new Set([...chosen, ...several])] })
              }}
              freeLabel="Add"
            />
          </div>
        </>
      )}
      {(kind === 'text' || kind === 'number' || kind === 'date') && (
        <ValueField
          key={kind}
          kind={kind}
          value={chosen[0] ?? ''}
          onCommit={(value) =>
            onChange({ ...filter, value: kind === 'number' && NUMBER.test(value) ? Number(value) : value })
          }
          onDone={onDone}
        />
      )}
      <Button look="primary" onClick={onDone}>
        Done
      </Button>
    </div>
  )
}

function ValueField({
  kind,
  value,
  onCommit,
  onDone,
}: {
  kind: 'text' | 'number' | 'date'
  value: string
  onCommit: (value: string) => void
  onDone: () => void
}) {
  const [text, setText] = useState(value)
  return (
    <input
      aria-label="Value"
      placeholder={kind === 'date' ? '2026-01-31 or -7d' : 'Value'}
      inputMode={kind === 'number' ? 'decimal' : undefined}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => text !== value && onCommit(text)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        if (text !== value) onCommit(text)
        onDone()
      }}
      className="min-h-10 w-full rounded-md border border-line-strong bg-surface px-3"
    />
  )
}
