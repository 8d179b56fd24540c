/** When an alert is checked, and which interval counts. */
import {
  type AlertRule,
  CALCULATION_INTERVALS,
  type CalculationInterval,
  mayCheckOngoing,
} from '@hedgerow/shared/alerts'
import { Select } from '../../../components/controls'
import { Switch } from '../../../components/form'
import { useProject } from '../../../project'
import type { Draft } from './draft'

const LABELS: Record<CalculationInterval, string> = {
  hourly: 'Every hour',
  daily: 'Every day',
  weekly: 'Every week',
  monthly: 'Every month',
}

interface Props {
  draft: Draft
  /** Null while there is none that makes sense. */
  rule: AlertRule | null
  onChange: (change: Partial<Draft>) => void
}

export function AlertTimes({ draft, rule, onChange }: Props) {
  const { timezone } = useProject()
  return (
    <>
      <Select
        label="Checked"
        value={draft.interval}
        options={CALCULATION_INTERVALS.map((value) => ({ value, label: LABELS[value] }))}
        onChange={(event) => onChange({ interval: event.target.value as CalculationInterval })}
      />
      {rule && mayCheckOngoing(rule) && (
        <Switch
          label="Include the interval that is not over yet"
          hint="It then fires as soon as the limit is passed, and does not wait for the end of the interval."
          checked={draft.checksOngoing}
          onChange={(checksOngoing) => onChange({ checksOngoing })}
        />
      )}
      <Switch
        label="Skip weekends"
        hint={`No checks on Saturday and Sunday in ${timezone}.`}
        checked={draft.skipsWeekend}
        onChange={(skipsWeekend) => onChange({ skipsWeekend })}
      />
    </>
  )
}
