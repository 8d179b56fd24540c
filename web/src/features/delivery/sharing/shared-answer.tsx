/** The answer of a shared insight, without a way to what is behind its numbers. */
import { unwrap, visualOf } from '@hedgerow/shared/query/nodes'
import { useMemo } from 'react'
import { AnswerView } from '../../analytics/charts/answer-view'
import { answerOf } from '../../analytics/insights/api'
import type { SharedBlock } from './viewer-data'

interface Props {
  insight: SharedBlock
  /** Fills its box, without the table below. */
  isTile: boolean
  hasLegend?: boolean
}

export function SharedAnswer({ insight, isTile, hasLegend }: Props) {
  const node = useMemo(() => unwrap(insight.query), [insight.query])
  const visual = useMemo(() => visualOf(insight.query), [insight.query])
  const answer = useMemo(() => answerOf(insight), [insight])
  if (!node || !answer) return <p className="p-4 text-muted">{problemOf(insight)}</p>
  return (
    <AnswerView
      answered={{ node, answer }}
      visual={visual}
      timeZone={String(insight.timezone ?? 'UTC')}
      isTile={isTile}
      hasLegend={hasLegend}
    />
  )
}

/** Why an insight shows no answer. */
const problemOf = ({ query_status: status }: SharedBlock): string =>
  (status as { error_message?: string } | null)?.error_message ?? 'There is nothing to show yet.'
