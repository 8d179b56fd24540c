/** An insight: the question on one side, the answer beside it. Whatever is chosen stands in the address. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Download, History, LayoutDashboard, MoreHorizontal, Redo2, Star, Trash2, Undo2, X } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { RequestError } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Drawer } from '../../../components/drawer'
import { ObjectHistory } from '../../../components/object-history'
import { Menu } from '../../../components/popover'
import { ErrorState, Loaded, Skeleton } from '../../../components/states'
import { useToasts } from '../../../components/toasts'
import { copyText } from '../../../copy-text'
import { isLayerOpen, useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { AnnotationDialog } from '../annotations/annotation-dialog'
import { annotationsQuery } from '../annotations/api'
import { AnswerView } from '../charts/answer-view'
import { exportCsv, exportJson, exportPng } from '../charts/export'
import type { Point } from '../charts/points'
import { intervalAfter } from '../query/dates'
import { describeNode, KIND_HINTS, KIND_NAMES } from '../query/names'
import { type InsightKind, type InsightNode, isInsightNode, KINDS, type QueryNode, unwrap, wrap } from '../query/nodes'
import { useAnswer } from '../query/use-answer'
import { AnswerControls } from './answer-controls'
import { AnswerFrame } from './answer-frame'
import {
  answerOf,
  createInsight,
  duplicateInsight,
  type Insight,
  insightQuery,
  noteView,
  titleOf,
  updateInsight,
} from './api'
import { Correlation } from './correlation'
import { DashboardsDialog } from './dashboards-dialog'
import { newNode } from './defaults'
import { NO_MEMORY, switchKind } from './kinds'
import { PersonsPanel } from './persons-panel'
import { QuestionEditor } from './question-editor'
import { neighbour } from './range-picker'
import { TagsEditor } from './tags-editor'
import { TextCommit } from './text-commit'
import { useEditor } from './use-editor'

const route = getRouteApi('/app/insights/$id')
const EDIT_LEVEL = 37

export function InsightPage() {
  const project = useProject()
  const { id } = route.useParams()
  const isNew = id === 'new'
  const query = useQuery({ ...insightQuery(project.id, id), enabled: !isNew })
  const { data } = query
  const noted = useRef<number | null>(null)
  useEffect(() => {
    if (!data || noted.current === data.id) return
    noted.current = data.id
    void noteView(project.id, data.id).catch(() => {})
  }, [data, project.id])
  if (isNew) return <InsightEditor key="new" insight={null} />
  return (
    <Loaded
      query={query}
      skeleton={
        <div className="p-6">
          <h1 className="sr-only">Insight</h1>
          <Skeleton rows={8} />
        </div>
      }
      failed={(error) => (
        <div className="p-6">
          <h1 className="sr-only">Insight</h1>
          {error instanceof RequestError && error.status === 404 ? (
            <Gone />
          ) : (
            <ErrorState error={error} onRetry={() => void query.refetch()} />
          )}
        </div>
      )}
    >
      {(insight) => <InsightEditor key={insight.id} insight={insight} />}
    </Loaded>
  )
}

function Gone() {
  const navigate = useNavigate()
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-lg font-semibold">This insight does not exist, or was deleted.</p>
      <Button onClick={() => void navigate({ to: '/insights' })}>All insights</Button>
    </div>
  )
}

type Open = 'dashboards' | 'history' | 'annotation' | null

function InsightEditor({ insight }: { insight: Insight | null }) {
  const project = useProject()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const search = route.useSearch()
  const { run, isBusy } = useChanges()
  const id = insight?.short_id ?? 'new'
  const saved = useMemo(() => (insight ? unwrap(insight.query) : null), [insight])
  const write = useCallback(
    (node: QueryNode | undefined) =>
      void navigate({ to: '/insights/$id', params: { id }, search: (before) => ({ ...before, q: node }) as never }),
    [navigate, id],
  )
  const fallback = useMemo(() => newNode('TrendsQuery') as unknown as QueryNode, [])
  const editor = useEditor(search.q as QueryNode | undefined, saved, fallback, write)
  const { node, isChanged } = editor
  const isDirty = isChanged || (insight === null && search.q !== undefined)
  const asked = useAnswer(project.id, node, {
    initial: insight && !isChanged ? answerOf(insight) : undefined,
    isEnabled: isComplete(node),
  })
  const [point, setPoint] = useState<Point | null>(null)
  const [open, setOpen] = useState<Open>(null)
  const [conflict, setConflict] = useState(false)
  const [name, setName] = useState(insight?.name ?? '')
  const kinds = useRef(NO_MEMORY)
  /** What the kind that was chosen last has no place for. */
  const [left, setLeft] = useState<{ kind: InsightKind; parts: string[] } | null>(null)
  const picture = useRef<HTMLDivElement>(null)
  const notes = useQuery(annotationsQuery(project.id))
  const annotations = useMemo(
    () =>
      (notes.data?.results ?? [])
        .filter(
          ({ scope, dashboard_item: item }) =>
            scope === 'project' || scope === 'organization' || (scope === 'dashboard_item' && item === insight?.id),
        )
        .map(({ date_marker: at, content }) => ({ at: toZone(at ?? '', project.timezone), text: content ?? '' })),
    [notes.data, insight?.id, project.timezone],
  )
  const question = isInsightNode(node) ? (node as InsightNode) : null
  const canEdit = insight === null || insight.effective_privilege_level >= EDIT_LEVEL
  const derived = describeNode(node).slice(0, 400)
  const title = insight ? titleOf(insight) : name || derived

  useEffect(() => {
    document.title = `${title} · Hedgerow`
  }, [title])

  const fields = { name: name.trim() || null, derived_name: derived, query: wrap(node), saved: true }
  const saveNew = async (dashboards?: number[]) => {
    const made = await run(() => createInsight(project.id, { ...fields, ...(dashboards && { dashboards }) }), 'Saved')
    if (made) await navigate({ to: '/insights/$id', params: { id: made.short_id }, replace: true })
  }
  const save = async (isForced = false) => {
    if (!insight) {
      await saveNew(search.dashboard ? [search.dashboard] : undefined)
      return
    }
    try {
      const next = await updateInsight(project.id, insight.id, fields, isForced ? undefined : insight.last_modified_at)
      queryClient.setQueryData(insightQuery(project.id, id).queryKey, next)
      setConflict(false)
      await navigate({ to: '/insights/$id', params: { id }, search: {}, replace: true })
      toasts.done('Saved')
    } catch (problem) {
      if (problem instanceof RequestError && problem.status === 409) setConflict(true)
      else toasts.problem((problem as Error).message)
    }
  }
  const rename = (next: string) => {
    setName(next)
    if (insight && (next.trim() || null) !== insight.name)
      void run(() => updateInsight(project.id, insight.id, { name: next.trim() || null }), 'Renamed')
  }
  const remove = async () => {
    if (!insight) return
    const { id: number } = insight
    // What is deleted cannot be read again, so this page goes first.
    await navigate({ to: '/insights' })
    await run(
      () => updateInsight(project.id, number, { deleted: true }),
      'Insight deleted',
      () => void run(() => updateInsight(project.id, number, { deleted: false }), 'Brought back'),
    )
  }
  const shift = (step: -1 | 1) => {
    const next = neighbour(asked.answered?.answer.resolved_date_range, project.timezone, step)
    if (next && question && node.kind !== 'RetentionQuery') editor.set({ ...node, dateRange: next })
  }
  const range = (from: string) => {
    const dateRange = { date_from: from, date_to: null }
    if (question && node.kind !== 'RetentionQuery')
      editor.set({
        ...node,
        dateRange,
        ...(node.interval !== undefined && { interval: intervalAfter(question, dateRange) }),
      })
  }
  const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9']
  useHotkeys({
    r: asked.refresh,
    s: () => void save(),
    S: () => void saveNew(),
    x: () =>
      question &&
      node.kind === 'TrendsQuery' &&
      editor.set({ ...node, compareFilter: question.compareFilter?.compare ? null : { compare: true } }),
    ArrowLeft: () => shift(-1),
    ArrowRight: () => shift(1),
    t: () => range('dStart'),
    ...Object.fromEntries(
      digits.flatMap((digit) => [
        [`w ${digit}`, () => range(`-${Number(digit) * 7}d`)],
        [`m ${digit}`, () => range(`-${digit}m`)],
        [`q ${digit}`, () => range(`-${Number(digit) * 3}m`)],
        [`y ${digit}`, () => range(`-${digit}y`)],
      ]),
    ),
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's' || isLayerOpen()) return
      event.preventDefault()
      void save()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })

  if (saved && !isInsightNode(node))
    return <OtherKind node={node} insight={insight!} onMend={() => editor.set(fallback)} />

  return (
    <div className="flex min-w-0 flex-col gap-4 px-4 pt-4 pb-10 md:px-6">
      <header className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="sr-only">{title}</h1>
          <TextCommit
            label="Name of the insight"
            disabled={!canEdit}
            value={name}
            placeholder={derived}
            isLarge
            maxLength={400}
            className="min-w-0 flex-1 max-sm:basis-full"
            onCommit={rename}
          />
          {isDirty && (
            <span
              className="inline-flex items-center gap-1.5 text-[13px] text-muted"
              title="There are changes that are not saved"
            >
              <span aria-hidden className="h-2 w-2 rounded-full bg-warning" /> Not saved
            </span>
          )}
          <Button look="bare" className="px-2" aria-label="Undo" title="Undo (Ctrl Z)" onClick={editor.undo}>
            <Undo2 size={16} aria-hidden />
          </Button>
          <Button look="bare" className="px-2" aria-label="Redo" title="Redo (Ctrl Shift Z)" onClick={editor.redo}>
            <Redo2 size={16} aria-hidden />
          </Button>
          {insight && canEdit && (
            <Button
              look="bare"
              className="px-2"
              aria-pressed={insight.favorited}
              aria-label="Favourite"
              title={insight.favorited ? 'Take out of the favourites' : 'Add to the favourites'}
              onClick={() => void run(() => updateInsight(project.id, insight.id, { favorited: !insight.favorited }))}
            >
              <Star size={16} aria-hidden fill={insight.favorited ? 'currentColor' : 'none'} />
            </Button>
          )}
          {insight && canEdit && (
            <Button onClick={() => setOpen('dashboards')}>
              <LayoutDashboard size={16} aria-hidden /> Dashboards
              {insight.dashboards.length > 0 ? ` (${insight.dashboards.length})` : ''}
            </Button>
          )}
          <Menu
            label="More"
            className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-2 hover:bg-raised"
            trigger={<MoreHorizontal size={18} aria-hidden />}
            items={[
              insight ? { label: 'Save as new', keys: 'S', onSelect: () => void saveNew() } : null,
              insight
                ? {
                    label: 'Duplicate',
                    onSelect: () =>
                      void run(() => duplicateInsight(project.id, insight.id), 'Copied').then(
                        (made) => made && navigate({ to: '/insights/$id', params: { id: made.short_id } }),
                      ),
                  }
                : null,
              {
                label: 'Copy link at this state',
                onSelect: () =>
                  void copyText(location.href).then((isCopied) =>
                    isCopied
                      ? toasts.done('Link copied')
                      : toasts.problem('Your browser did not allow it. Copy the address from the address bar.'),
                  ),
              },
              asked.answered
                ? {
                    label: 'Export CSV',
                    icon: <Download size={15} aria-hidden />,
                    onSelect: () => exportCsv(title, asked.answered!.node, asked.answered!.answer),
                  }
                : null,
              asked.answered
                ? {
                    label: 'Export JSON',
                    icon: <Download size={15} aria-hidden />,
                    onSelect: () => exportJson(title, asked.answered!.node, asked.answered!.answer),
                  }
                : null,
              asked.answered
                ? {
                    label: 'Export PNG',
                    icon: <Download size={15} aria-hidden />,
                    onSelect: () =>
                      void exportPng(title, picture.current!).catch((problem: Error) =>
                        toasts.problem(problem.message),
                      ),
                  }
                : null,
              { label: 'Note on the chart', onSelect: () => setOpen('annotation') },
              insight
                ? { label: 'History', icon: <History size={15} aria-hidden />, onSelect: () => setOpen('history') }
                : null,
              insight && canEdit
                ? {
                    label: 'Delete',
                    icon: <Trash2 size={15} aria-hidden />,
                    isDangerous: true,
                    onSelect: () => void remove(),
                  }
                : null,
            ]}
          />
          <Button
            look="primary"
            disabled={isBusy || !canEdit || (insight !== null && !isDirty)}
            title="Save (s)"
            onClick={() => void save()}
          >
            {insight ? 'Save' : search.dashboard ? 'Save and add to the dashboard' : 'Save'}
          </Button>
        </div>
        {!canEdit && (
          <p className="text-[13px] text-muted">
            You can look at this insight and ask on from it, but only save it as a new one.
          </p>
        )}
        {insight && canEdit && (
          <Details
            insight={insight}
            onDescribe={(description) =>
              void run(() => updateInsight(project.id, insight.id, { description: description || null }))
            }
            tags={
              <TagsEditor
                tags={insight.tags}
                onChange={(tags) => void run(() => updateInsight(project.id, insight.id, { tags }))}
              />
            }
          />
        )}
        {question && (
          <KindTabs
            kind={question.kind}
            onChange={(kind) => {
              const next = switchKind(kinds.current, question, kind)
              kinds.current = next.memory
              setLeft({ kind, parts: next.left })
              editor.set(next.node as unknown as QueryNode)
            }}
          />
        )}
        {question && left?.kind === question.kind && left.parts.length > 0 && (
          <p role="status" className="flex flex-wrap items-center gap-2 rounded-md bg-raised px-3 py-1 text-[13px]">
            <span className="min-w-0 flex-1 break-words">
              Left out here: {left.parts.join('; ')}. Undo brings it back.
            </span>
            <Button look="bare" className="px-2" aria-label="Hide this note" onClick={() => setLeft(null)}>
              <X size={14} aria-hidden />
            </Button>
          </p>
        )}
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
        <section aria-label="Answer" className="flex min-w-0 flex-col gap-4">
          {question && (
            <AnswerControls
              node={question}
              timeZone={project.timezone}
              asked={asked}
              onChange={(next) => editor.set(next as unknown as QueryNode)}
            />
          )}
          <div ref={picture} className="min-w-0 rounded-lg border border-line bg-surface p-3">
            {isComplete(node) ? (
              <AnswerFrame
                asked={asked}
                skeleton={question?.kind === 'RetentionQuery' ? <Skeleton rows={8} /> : undefined}
                mend={
                  isChanged && saved ? (
                    <Button className="mt-2" onClick={() => write(undefined)}>
                      Back to what is saved
                    </Button>
                  ) : undefined
                }
              >
                {(answered) => (
                  <AnswerView
                    answered={answered}
                    timeZone={project.timezone}
                    annotations={annotations}
                    onOpen={setPoint}
                    onZoom={(from, to) => editor.set({ ...node, dateRange: { date_from: from, date_to: to } })}
                    onPaths={(filter) =>
                      question && editor.set({ ...node, pathsFilter: { ...question.pathsFilter, ...filter } })
                    }
                  />
                )}
              </AnswerFrame>
            ) : (
              <p className="p-8 text-center text-muted">{missing(node)}</p>
            )}
          </div>
          <p className="text-[13px] text-muted">
            Days in {project.timezone}. {asked.answered?.answer.is_cached ? 'From the cache.' : ''}
          </p>
          {question && node.kind === 'FunnelsQuery' && (question.series?.length ?? 0) > 1 && (
            <Correlation projectId={project.id} node={question} onOpen={setPoint} />
          )}
        </section>
      </div>
      <p className="sr-only" aria-live="polite">
        {asked.isAsking ? '' : asked.answered ? `${derived} updated` : ''}
      </p>
      {point && <PersonsPanel projectId={project.id} point={point} onClose={() => setPoint(null)} />}
      {open === 'dashboards' && insight && (
        <DashboardsDialog projectId={project.id} insight={insight} onClose={() => setOpen(null)} />
      )}
      {open === 'annotation' && (
        <AnnotationDialog
          projectId={project.id}
          timeZone={project.timezone}
          insightId={insight?.id}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'history' && insight && (
        <Drawer title="History" lead={title} onClose={() => setOpen(null)}>
          <ObjectHistory projectId={project.id} of={{ insight: insight.id }} timeZone={project.timezone} />
        </Drawer>
      )}
      {conflict && insight && (
        <Conflict
          onClose={() => setConflict(false)}
          onOverwrite={() => void save(true)}
          onCopy={() => {
            setConflict(false)
            void saveNew()
          }}
          onTheirs={() => {
            setConflict(false)
            write(undefined)
            void queryClient.invalidateQueries({ queryKey: ['insight', project.id] })
          }}
        />
      )}
    </div>
  )
}

/** A moment as the clock of a zone shows it: `2026-01-31T13:00:00`. */
function toZone(iso: string, timeZone: string): string {
  if (iso === '') return ''
  return new Date(iso).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T')
}

/** Whether there is something to ask yet. */
function isComplete(node: QueryNode): boolean {
  return missing(node) === null
}

function missing(node: QueryNode): string | null {
  const question = node as unknown as InsightNode
  const series = question.series ?? []
  if (node.kind === 'FunnelsQuery' && series.length < 2) return 'A funnel needs a second step.'
  const isUncounted = series.some(
    ({ math, math_property: property }) => /^(sum|avg|min|max|median|p\d\d)$/.test(math ?? '') && !property,
  )
  if (node.kind === 'TrendsQuery' && isUncounted) return 'Choose the property that is counted by.'
  return null
}

function KindTabs({ kind, onChange }: { kind: InsightKind; onChange: (kind: InsightKind) => void }) {
  return (
    <nav aria-label="Kind of question" className="flex gap-1 overflow-x-auto border-b border-line">
      {KINDS.map((each) => (
        <button
          key={each}
          type="button"
          aria-current={each === kind ? 'true' : undefined}
          title={KIND_HINTS[each]}
          onClick={() => onChange(each)}
          className="min-h-10 border-b-2 border-transparent px-3 whitespace-nowrap text-muted -outline-offset-2 hover:text-text aria-[current=true]:border-accent aria-[current=true]:font-medium aria-[current=true]:text-text"
        >
          {KIND_NAMES[each]}
        </button>
      ))}
    </nav>
  )
}

function Details({
  insight,
  tags,
  onDescribe,
}: {
  insight: Insight
  tags: ReactNode
  onDescribe: (text: string) => void
}) {
  const by = insight.last_modified_by ?? insight.created_by
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[13px] text-muted">
      <TextCommit
        label="Description"
        placeholder="Add a description"
        value={insight.description ?? ''}
        maxLength={400}
        className="max-w-full flex-1 border-transparent hover:border-line-strong"
        onCommit={onDescribe}
      />
      {tags}
      {by && <span>Changed by {by.first_name || by.email}</span>}
    </div>
  )
}

function Conflict({
  onClose,
  onOverwrite,
  onCopy,
  onTheirs,
}: {
  onClose: () => void
  onOverwrite: () => void
  onCopy: () => void
  onTheirs: () => void
}) {
  return (
    <Dialog title="Somebody else changed this insight" onClose={onClose}>
      <p>While you were editing, it was changed and saved. Nothing of yours is lost yet.</p>
      <div className="flex flex-col gap-2">
        <Button look="primary" onClick={onCopy}>
          Save mine as a new insight
        </Button>
        <Button onClick={onOverwrite}>Save mine over theirs</Button>
        <Button onClick={onTheirs}>Drop mine and show theirs</Button>
      </div>
    </Dialog>
  )
}

/** A question that this editor cannot show: of another kind, or broken. */
function OtherKind({ node, insight, onMend }: { node: QueryNode; insight: Insight; onMend: () => void }) {
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
        <Button onClick={onMend}>Ask another question instead</Button>
      </div>
    </div>
  )
}
