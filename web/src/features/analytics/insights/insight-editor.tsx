/** An insight while it is viewed and edited: the question on one side, the answer beside it. */

import type { Point } from '@hedgerow/shared/charts/points'
import { describeNode } from '@hedgerow/shared/query/names'
import {
  type InsightKind,
  type InsightNode,
  isInsightNode,
  type QueryNode,
  unwrap,
  wrap,
} from '@hedgerow/shared/query/nodes'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../../components/controls'
import { useProject } from '../../../project'
import { useAlertLimits } from '../../delivery/alerts/insight-alerts'
import { useChartNotes } from '../annotations/use-chart-notes'
import { useAnswer } from '../query/use-answer'
import { answerOf, type Insight, titleOf } from './api'
import { Conflict } from './conflict-dialog'
import { newNode } from './defaults'
import { InsightAnswer } from './insight-answer'
import { InsightHeader } from './insight-header'
import { InsightMenu } from './insight-menu'
import { type InsightPanel, InsightPanels } from './insight-panels'
import { KindTabs } from './kind-tabs'
import { NO_MEMORY, switchKind } from './kinds'
import { missing } from './missing'
import { OtherKind } from './other-kind'
import { PersonsPanel } from './persons-panel'
import { QuestionEditor } from './question-editor'
import { type Editor, useEditor } from './use-editor'
import { useInsightChanges } from './use-insight-changes'
import { useInsightShortcuts } from './use-insight-shortcuts'

const route = getRouteApi('/app/insights/$id')
const EDIT_LEVEL = 37
const NAME_LENGTH_MAX = 400

/** The query in the URL, or else the saved one, or else a new one. */
function useQuestion(insight: Insight | null) {
  const navigate = useNavigate()
  const search = route.useSearch()
  const id = insight?.short_id ?? 'new'
  const saved = useMemo(() => (insight ? unwrap(insight.query) : null), [insight])
  const fallback = useMemo(() => newNode('TrendsQuery') as unknown as QueryNode, [])
  const write = useCallback(
    (node: QueryNode | undefined) =>
      void navigate({ to: '/insights/$id', params: { id }, search: (before) => ({ ...before, q: node }) as never }),
    [navigate, id],
  )
  const editor = useEditor(search.q as QueryNode | undefined, saved, fallback, write)
  const isDirty = editor.isChanged || (insight === null && search.q !== undefined)
  return { editor, saved, fallback, write, isDirty, dashboard: search.dashboard }
}

export function InsightEditor({ insight }: { insight: Insight | null }) {
  const project = useProject()
  const queryClient = useQueryClient()
  const { editor, saved, fallback, write, isDirty, dashboard } = useQuestion(insight)
  const { node, isChanged } = editor
  const asked = useAnswer(project.id, node, {
    initial: insight && !isChanged ? answerOf(insight) : undefined,
    isEnabled: missing(node) === null,
  })
  const notes = useChartNotes({ insightId: insight?.id })
  const limits = useAlertLimits(insight?.id, isInsightNode(node) ? (node as InsightNode) : null)
  const [point, setPoint] = useState<Point | null>(null)
  const [panel, setPanel] = useState<InsightPanel | null>(null)
  const [name, setName] = useState(insight?.name ?? '')
  const question = isInsightNode(node) ? (node as InsightNode) : null
  const canEdit = insight === null || insight.effective_privilege_level >= EDIT_LEVEL
  const hasAlerts = saved?.kind === 'TrendsQuery'
  const derived = describeNode(node).slice(0, NAME_LENGTH_MAX)
  const title = insight ? titleOf(insight) : name || derived
  const changes = useInsightChanges(
    insight,
    { name: name.trim() || null, derived_name: derived, query: wrap(node), saved: true },
    dashboard,
  )
  useInsightShortcuts(question, editor, asked, changes)
  useEffect(() => {
    document.title = `${title} · Hedgerow`
  }, [title])
  if (insight && saved && !question)
    return <OtherKind node={node} insight={insight} onMend={() => editor.set(fallback)} />

  const rename = (next: string) => {
    setName(next)
    if (insight && (next.trim() || null) !== insight.name) changes.update({ name: next.trim() || null }, 'Renamed')
  }
  const dropMine = () => {
    changes.dismissConflict()
    write(undefined)
    void queryClient.invalidateQueries({ queryKey: ['insight', project.id] })
  }
  return (
    <div className="flex min-w-0 flex-col gap-4 px-4 pt-4 pb-10 md:px-6">
      <header className="flex flex-col gap-2">
        <InsightHeader
          insight={insight}
          title={title}
          name={name}
          derived={derived}
          isDirty={isDirty}
          canEdit={canEdit}
          isForDashboard={dashboard !== undefined}
          editor={editor}
          changes={changes}
          menu={
            <InsightMenu
              projectId={project.id}
              title={title}
              savedId={insight && !isChanged ? insight.id : null}
              isSaved={insight !== null}
              hasAlerts={hasAlerts}
              canEdit={canEdit}
              answered={asked.answered}
              changes={changes}
              onOpen={setPanel}
            />
          }
          onRename={rename}
          onDashboards={() => setPanel('dashboards')}
          onAlerts={hasAlerts ? () => setPanel('alerts') : undefined}
        />
        {question && <KindSwitch question={question} editor={editor} />}
      </header>
      <div className="grid min-w-0 gap-5 xl:grid-cols-[24rem_minmax(0,1fr)]">
        {question && (
          <section aria-label="Question" className="min-w-0 rounded-lg border border-line bg-surface p-4">
            <QuestionEditor
              projectId={project.id}
              node={question}
              onChange={(next) => editor.set(next as unknown as QueryNode)}
            />
          </section>
        )}
        <InsightAnswer
          question={question}
          editor={editor}
          asked={asked}
          notes={notes}
          limits={limits}
          onRevert={isChanged && saved ? () => write(undefined) : undefined}
          onOpen={setPoint}
        />
      </div>
      <p className="sr-only" aria-live="polite">
        {asked.isAsking ? '' : asked.answered ? `${derived} updated` : ''}
      </p>
      {point && <PersonsPanel projectId={project.id} point={point} onClose={() => setPoint(null)} />}
      <InsightPanels panel={panel} insight={insight} title={title} onClose={() => setPanel(null)} />
      {changes.hasConflict && (
        <Conflict
          onClose={changes.dismissConflict}
          onOverwrite={() => void changes.save(true)}
          onCopy={() => {
            changes.dismissConflict()
            void changes.saveNew()
          }}
          onTheirs={dropMine}
        />
      )}
    </div>
  )
}

/** The kind of the question. Switching keeps what both kinds support, and lists what the new one does not. */
function KindSwitch({ question, editor }: { question: InsightNode; editor: Editor }) {
  const memory = useRef(NO_MEMORY)
  const [left, setLeft] = useState<{ kind: InsightKind; parts: string[] } | null>(null)
  return (
    <>
      <KindTabs
        kind={question.kind}
        onChange={(kind) => {
          const next = switchKind(memory.current, question, kind)
          memory.current = next.memory
          setLeft({ kind, parts: next.left })
          editor.set(next.node as unknown as QueryNode)
        }}
      />
      {left?.kind === question.kind && left.parts.length > 0 && (
        <p role="status" className="flex flex-wrap items-center gap-2 rounded-md bg-raised px-3 py-1 text-[13px]">
          <span className="min-w-0 flex-1 break-words">Left out here: {left.parts.join('; ')}. Undo restores it.</span>
          <Button look="bare" className="px-2" aria-label="Hide this note" onClick={() => setLeft(null)}>
            <X size={14} aria-hidden />
          </Button>
        </p>
      )}
    </>
  )
}
