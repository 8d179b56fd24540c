/** The answer of an insight, with the controls above it and what explains it below. */

import type { Point } from '@hedgerow/shared/charts/points'
import type { Limit } from '@hedgerow/shared/charts/trends-data'
import type { InsightNode, QueryNode } from '@hedgerow/shared/query/nodes'
import { Button } from '../../../components/controls'
import { Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import type { ChartNote } from '../annotations/use-chart-notes'
import { AnswerView } from '../charts/answer-view'
import type { UseAnswer } from '../query/use-answer'
import { AnswerControls } from './answer-controls'
import { AnswerFrame } from './answer-frame'
import { Correlation } from './correlation'
import { missing } from './missing'
import type { Editor } from './use-editor'

interface Props {
  /** Null for a question that the editor cannot show. */
  question: InsightNode | null
  editor: Editor
  asked: UseAnswer
  notes: ChartNote[]
  /** Limits of alerts. */
  limits: readonly Limit[]
  /** Given when there is a saved question to go back to. */
  onRevert?: () => void
  onOpen: (point: Point) => void
}

export function InsightAnswer({ question, editor, asked, notes, limits, onRevert, onOpen }: Props) {
  const project = useProject()
  const { node, set } = editor
  const needed = missing(node)
  return (
    <section aria-label="Answer" className="flex min-w-0 flex-col gap-4">
      {question && (
        <AnswerControls
          node={question}
          timeZone={project.timezone}
          asked={asked}
          onChange={(next) => set(next as unknown as QueryNode)}
        />
      )}
      <div className="min-w-0 rounded-lg border border-line bg-surface p-3">
        {needed === null ? (
          <AnswerFrame
            asked={asked}
            skeleton={node.kind === 'RetentionQuery' ? <Skeleton rows={8} /> : undefined}
            mend={
              onRevert && (
                <Button className="mt-2" onClick={onRevert}>
                  Revert to the saved insight
                </Button>
              )
            }
          >
            {(answered) => (
              <AnswerView
                answered={answered}
                timeZone={project.timezone}
                annotations={notes}
                limits={limits}
                onOpen={onOpen}
                onZoom={(from, to) => set({ ...node, dateRange: { date_from: from, date_to: to } })}
                onPaths={(filter) => question && set({ ...node, pathsFilter: { ...question.pathsFilter, ...filter } })}
              />
            )}
          </AnswerFrame>
        ) : (
          <p className="p-8 text-center text-muted">{needed}</p>
        )}
      </div>
      <p className="text-[13px] text-muted">
        Days are in {project.timezone}. {asked.answered?.answer.is_cached ? 'Cached result.' : ''}
      </p>
      {question?.kind === 'FunnelsQuery' && (question.series?.length ?? 0) > 1 && (
        <Correlation projectId={project.id} node={question} onOpen={onOpen} />
      )}
    </section>
  )
}
