/** An insight whose question the editor cannot show. */

import type { QueryNode } from '@hedgerow/shared/query/nodes'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Button } from '../../../components/controls'
import { useProject } from '../../../project'
import { AnswerView } from '../charts/answer-view'
import { useAnswer } from '../query/use-answer'
import { AnswerFrame } from './answer-frame'
import { answerOf, type Insight, titleOf } from './api'

/** A question that this editor cannot show: of another kind, or broken. */
export function OtherKind({ node, insight, onMend }: { node: QueryNode; insight: Insight; onMend: () => void }) {
  const project = useProject()
  const navigate = useNavigate()
  const asked = useAnswer(project.id, node, { initial: answerOf(insight) })
  useEffect(() => {
    if (node.kind === 'HogQLQuery') void navigate({ to: '/sql', search: { insight: insight.short_id }, replace: true })
  }, [node.kind, insight.short_id, navigate])
  return (
    <div className="flex flex-col gap-4 p-4 md:p-6">
      <h1 className="text-xl font-semibold">{titleOf(insight)}</h1>
      <AnswerFrame asked={asked}>
        {(answered) => <AnswerView answered={answered} timeZone={project.timezone} />}
      </AnswerFrame>
      <div>
        <Button onClick={onMend}>Start a new query instead</Button>
      </div>
    </div>
  )
}
