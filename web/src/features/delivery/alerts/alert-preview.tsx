/** Whether an alert would fire now, while it is edited. */
import { type AlertRule, conditionText, limitText } from '@hedgerow/shared/alerts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Loaded } from '../../../components/states'
import { useProject } from '../../../project'
import { alertPreviewQuery } from './api'
import { ruleBody } from './draft'

const TYPING_MS = 400

interface Props {
  insightId: number
  rule: AlertRule
  seriesIndex: number
}

/** The value once it has not changed for a moment, so that not every key press asks the server. */
function usePaused<Value>(value: Value): Value {
  const [paused, setPaused] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(JSON.parse(text) as Value), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

export function AlertPreview({ insightId, rule, seriesIndex }: Props) {
  const project = useProject()
  const body = usePaused({ insight: insightId, ...ruleBody(rule, seriesIndex) })
  const query = useQuery(alertPreviewQuery(project.id, body))
  const { condition, thresholdType } = rule
  return (
    <section
      aria-label="Preview"
      aria-live="polite"
      className="flex flex-col gap-1 rounded-md bg-raised p-3 text-[13px]"
    >
      <p>Fires when {conditionText(rule)}.</p>
      <Loaded query={query} skeleton={<p className="text-muted">Computing the present value…</p>}>
        {({ would_fire: wouldFire, calculated_value: value, message }) => (
          <>
            <p className={wouldFire ? 'font-medium text-danger' : 'font-medium'}>
              {wouldFire ? 'It would fire now.' : 'It would not fire now.'}{' '}
              {value !== null && (
                <span className="font-normal">
                  {condition === 'absolute_value' ? 'The value is' : 'The change is'} {limitText(value, thresholdType)}.
                </span>
              )}
            </p>
            {message && <p className="wrap-anywhere">{message}</p>}
          </>
        )}
      </Loaded>
    </section>
  )
}
