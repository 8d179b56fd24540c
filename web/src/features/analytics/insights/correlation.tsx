/** What people who convert do, or are, more often than those who drop off. */

import { exact } from '@hedgerow/shared/charts/format'
import type { OnOpen } from '@hedgerow/shared/charts/points'
import { eventName, propertyName } from '@hedgerow/shared/query/names'
import type { InsightNode, QueryNode } from '@hedgerow/shared/query/nodes'
import type { CorrelationItem, CorrelationResult } from '@hedgerow/shared/query/results'
import { useState } from 'react'
import { Button } from '../../../components/controls'
import { Tabs } from '../../../components/tabs'
import { useAnswer } from '../query/use-answer'
import { AnswerFrame } from './answer-frame'

interface Props {
  projectId: number
  node: InsightNode
  onOpen: OnOpen
}

type Kind = 'events' | 'properties'

const readable = (name: string) => {
  const at = name.indexOf('::')
  return at < 0 ? eventName(name) : `${propertyName(name.slice(0, at))} is ${name.slice(at + 2)}`
}

export function Correlation({ projectId, node, onOpen }: Props) {
  const [isAsked, setAsked] = useState(false)
  const [kind, setKind] = useState<Kind>('events')
  const [excluded, setExcluded] = useState<string[]>([])
  const question: QueryNode = {
    kind: 'FunnelCorrelationQuery',
    source: { kind: 'FunnelsActorsQuery', source: node },
    funnelCorrelationType: kind,
    ...(kind === 'properties' && { funnelCorrelationNames: ['$all'] }),
    ...(excluded.length > 0 &&
      (kind === 'events'
        ? { funnelCorrelationExcludeEventNames: excluded }
        : { funnelCorrelationExcludeNames: excluded })),
  }
  const asked = useAnswer(projectId, question, { isEnabled: isAsked })
  return (
    <section aria-label="Correlation" className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div>
        <h2 className="font-semibold">What correlates with conversion</h2>
        <p className="text-[13px] text-muted">Compares persons who converted with those who dropped off.</p>
      </div>
      {isAsked ? (
        <Tabs
          label="What is compared"
          tabs={[
            { name: 'events', title: 'Events' },
            { name: 'properties', title: 'Person properties' },
          ]}
          value={kind}
          onChange={(next) => {
            setKind(next)
            setExcluded([])
          }}
        >
          {excluded.length > 0 && (
            <p className="pb-2 text-[13px] text-muted">
              Excluded: {excluded.map(readable).join(', ')}.{' '}
              <button type="button" className="underline" onClick={() => setExcluded([])}>
                Include again
              </button>
            </p>
          )}
          <AnswerFrame asked={asked}>
            {({ answer, node: answeredNode }) => (
              <Results
                result={answer.results as CorrelationResult}
                question={answeredNode}
                onOpen={onOpen}
                onExclude={(name) => setExcluded([...excluded, name])}
              />
            )}
          </AnswerFrame>
        </Tabs>
      ) : (
        <div>
          <Button onClick={() => setAsked(true)}>Analyze</Button>
        </div>
      )}
    </section>
  )
}

function Results({
  result,
  question,
  onOpen,
  onExclude,
}: {
  result: CorrelationResult
  question: QueryNode
  onOpen: OnOpen
  onExclude: (name: string) => void
}) {
  const isProperties = question.funnelCorrelationType === 'properties'
  if (result.events.length === 0)
    return (
      <p className="text-muted">
        {result.skewed
          ? 'Almost everyone or almost no one converted, so one side has too few persons to compare.'
          : 'No significant differences.'}
      </p>
    )
  const point = (item: CorrelationItem, isConverted: boolean) => {
    const name = item.event.event
    const at = name.indexOf('::')
    const subject = isProperties
      ? {
          funnelCorrelationPropertyValues: [
            { key: name.slice(0, at), value: name.slice(at + 2), type: 'person', operator: 'exact' },
          ],
        }
      : { funnelCorrelationPersonEntity: { kind: 'EventsNode', event: name } }
    onOpen({
      title: `${readable(name)}: ${isConverted ? 'converted' : 'dropped off'}`,
      source: {
        kind: 'FunnelCorrelationActorsQuery',
        source: question,
        funnelCorrelationPersonConverted: isConverted,
        ...subject,
      },
    })
  }
  return (
    <div className="flex flex-col gap-3">
      {result.skewed && (
        <p className="text-[13px] text-warning">
          One side is more than ten times as large as the other. Treat the numbers with care.
        </p>
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        {(['success', 'failure'] as const).map((type) => {
          const items = result.events.filter((item) => item.correlation_type === type)
          return (
            <section
              key={type}
              aria-label={type === 'success' ? 'Correlates with conversion' : 'Correlates with dropping off'}
            >
              <h3 className={`pb-2 font-medium ${type === 'success' ? 'text-accent' : 'text-danger'}`}>
                {type === 'success' ? 'Correlates with conversion' : 'Correlates with dropping off'}
              </h3>
              {items.length === 0 && <p className="text-muted">None.</p>}
              <ul className="divide-y divide-line">
                {items.map((item) => (
                  <li key={item.event.event} className="flex flex-col gap-1 py-2">
                    <p className="font-medium break-words">{readable(item.event.event)}</p>
                    <p className="text-[13px] text-muted">
                      {type === 'success'
                        ? `The odds of converting are ${exact(item.odds_ratio)} times those of the others.`
                        : `The odds of dropping off are ${exact(1 / item.odds_ratio)} times those of the others.`}
                    </p>
                    <p className="flex flex-wrap gap-x-4 text-[13px]">
                      <button type="button" className="min-h-6 hover:underline" onClick={() => point(item, true)}>
                        {exact(item.success_count)} converted
                      </button>
                      <button type="button" className="min-h-6 hover:underline" onClick={() => point(item, false)}>
                        {exact(item.failure_count)} dropped off
                      </button>
                      <button
                        type="button"
                        className="min-h-6 text-muted hover:underline"
                        onClick={() => onExclude(isProperties ? item.event.event.split('::')[0]! : item.event.event)}
                      >
                        Exclude
                      </button>
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </div>
  )
}
