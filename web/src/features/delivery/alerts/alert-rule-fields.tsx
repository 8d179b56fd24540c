/** What an alert watches, and its limits. */
import { type AlertCondition, hasIntervals, type ThresholdType } from '@hedgerow/shared/alerts'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import { Field, Select } from '../../../components/controls'
import type { Draft } from './draft'

const CONDITIONS: { value: AlertCondition; label: string }[] = [
  { value: 'absolute_value', label: 'the value is' },
  { value: 'relative_increase', label: 'the value increases by' },
  { value: 'relative_decrease', label: 'the value decreases by' },
]
const UNITS: { value: ThresholdType; label: string }[] = [
  { value: 'absolute', label: 'a number' },
  { value: 'percentage', label: 'percent' },
]
const PERIODS: Record<string, string> = { minute: 'minute', hour: 'hour', day: 'day', week: 'week', month: 'month' }

interface Props {
  draft: Draft
  /** Names of what the alert can watch. */
  names: readonly string[]
  node: InsightNode | null
  onChange: (change: Partial<Draft>) => void
}

export function AlertRuleFields({ draft, names, node, onChange }: Props) {
  const { condition, thresholdType } = draft
  const isValue = condition === 'absolute_value'
  const overTime = node !== null && hasIntervals(node)
  const period = PERIODS[node?.interval ?? 'day']
  const unit = !isValue && thresholdType === 'percentage' ? ' (%)' : ''
  return (
    <>
      {names.length > 1 && (
        <Select
          label="Series"
          value={String(draft.seriesIndex)}
          options={names.map((label, index) => ({ value: String(index), label }))}
          onChange={(event) => onChange({ seriesIndex: Number(event.target.value) })}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label="Fires when"
          value={condition}
          options={overTime || !isValue ? CONDITIONS : CONDITIONS.slice(0, 1)}
          onChange={(event) => onChange({ condition: event.target.value as AlertCondition })}
        />
        {!isValue && (
          <Select
            label="Measured as"
            value={thresholdType}
            options={UNITS}
            onChange={(event) => onChange({ thresholdType: event.target.value as ThresholdType })}
          />
        )}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={`${isValue ? 'Above' : 'More than'}${unit}`}
          value={draft.upper}
          inputMode="decimal"
          autoComplete="off"
          onChange={(event) => onChange({ upper: event.target.value })}
        />
        <Field
          label={`${isValue ? 'Or below' : 'Or less than'}${unit}`}
          value={draft.lower}
          inputMode="decimal"
          autoComplete="off"
          onChange={(event) => onChange({ lower: event.target.value })}
        />
      </div>
      <p className="text-[13px] text-muted">
        {overTime
          ? isValue
            ? `It looks at the last whole ${period}.`
            : `It compares the last whole ${period} with the one before.`
          : 'It looks at the number that the insight shows.'}
        {node?.breakdownFilter ? ' Any breakdown value can make it fire.' : ''}
      </p>
    </>
  )
}
