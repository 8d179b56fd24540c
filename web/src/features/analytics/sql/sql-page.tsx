/** The SQL page: the tables at the side, the query, and its rows below. */

import {
  type ChartSettings,
  type QueryNode,
  type SqlNode,
  type SqlVisual,
  sameNode,
  unwrap,
  visualOf,
} from '@hedgerow/shared/query/nodes'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { History } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { NameDialog } from '../../../components/name-dialog'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, PageError } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { SqlResult, useSqlColumns } from '../charts/sql-result'
import { AnswerFrame } from '../insights/answer-frame'
import { createInsight, insightQuery, titleOf, updateInsight } from '../insights/api'
import { propertyNamesQuery } from '../query/api'
import { useAnswer } from '../query/use-answer'
import { checkSql, type SchemaTable, schemaQuery, type Values } from './api'
import { keepInHistory, type Ran, readHistory } from './history'
import { HistoryDrawer } from './history-drawer'
import { parametersOf, toNode, valuesOf } from './parameters'
import { RunBar } from './run-bar'
import { Schema } from './schema-list'
import type { SqlHandle } from './sql-editor'

const SqlEditor = lazy(() => import('./sql-editor').then((module) => ({ default: module.SqlEditor })))

const route = getRouteApi('/app/sql')
const ADDRESS_PAUSE_MS = 500
const EXAMPLE = `SELECT event, count() AS count, count(DISTINCT person_id) AS persons
FROM events
WHERE timestamp > now() - INTERVAL 7 DAY
GROUP BY event
ORDER BY count DESC`

/** What the editor completes from until the project's tables are loaded. */
const UNREAD: { tables: SchemaTable[]; functions: string[] } = { tables: [], functions: [] }

export function SqlPage() {
  const project = useProject()
  const search = route.useSearch()
  const saved = useQuery({ ...insightQuery(project.id, search.insight ?? ''), enabled: search.insight !== undefined })
  if (search.insight === undefined) return <SqlView key="" insight={null} />
  return (
    <>
      {!saved.data && <PageHeader title="SQL" />}
      <Loaded query={saved} failed={(error) => <PageError error={error} onRetry={() => void saved.refetch()} />}>
        {(insight) => <SqlView key={search.insight} insight={insight} />}
      </Loaded>
    </>
  )
}

function SqlView({
  insight,
}: {
  insight: Awaited<ReturnType<NonNullable<ReturnType<typeof insightQuery>['queryFn']>>> | null
}) {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { run, isBusy } = useChanges()
  const kept = useMemo(() => (insight ? (unwrap(insight.query) as SqlNode | null) : null), [insight])
  const keptVisual = useMemo(() => visualOf(insight?.query), [insight])
  const keptValues = useMemo(
    () =>
      Object.fromEntries(
        Object.values(kept?.variables ?? {}).map(({ code_name: name, value }) => [name, value as string | number]),
      ),
    [kept],
  )
  const [text, setText] = useState(search.q ?? kept?.query ?? EXAMPLE)
  const [values, setValues] = useState<Values>(search.variables ?? keptValues)
  // A saved query without a display is a table; a new one is drawn to suit its rows.
  const keptDisplay = keptVisual.display ?? 'ActionsTable'
  const visual: SqlVisual = {
    display: search.display ?? (insight ? keptDisplay : 'Auto'),
    chartSettings: search.chart ?? keptVisual.chartSettings,
  }
  const [ran, setRan] = useState<QueryNode | null>(kept ? (kept as unknown as QueryNode) : null)
  const [history, setHistory] = useState<Ran[] | null>(null)
  const [isSaving, setSaving] = useState(false)
  const editor = useRef<SqlHandle>(null)
  const schema = useQuery(schemaQuery(project.id))
  const asked = useAnswer(project.id, ran)
  const table = useSqlColumns(asked.answered, visual)
  const names = parametersOf(text)
  const isDirty = kept
    ? text !== kept.query ||
      (search.display ?? keptDisplay) !== keptDisplay ||
      !sameNode(visual.chartSettings, keptVisual.chartSettings) ||
      JSON.stringify(values) !== JSON.stringify(keptValues)
    : false

  const write = useCallback(
    (change: { q?: string; variables?: Values; display?: string; chart?: ChartSettings }, isStep: boolean) =>
      void navigate({ to: '/sql', search: (before) => ({ ...before, ...change }) as never, replace: !isStep }),
    [navigate],
  )
  useEffect(() => {
    if (text === (search.q ?? kept?.query ?? EXAMPLE)) return
    const timer = setTimeout(() => write({ q: text }, false), ADDRESS_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, search.q, kept, write])

  const start = () => {
    const query = editor.current?.text() ?? text
    if (query.trim() === '') return
    keepInHistory(project.id, query)
    const node = toNode(query, values) as unknown as QueryNode
    if (ran && JSON.stringify(node) === JSON.stringify(ran)) asked.refresh()
    else setRan(node)
    write({ q: text, variables: Object.keys(values).length > 0 ? values : undefined }, true)
  }
  const cancel = () => asked.isAsking && asked.cancel()
  useHotkeys({ r: start, '/': () => editor.current?.focus(), s: () => setSaving(true) })

  const tables = useMemo(
    () => Object.fromEntries((schema.data ?? UNREAD).tables.map(({ name, fields }) => [name, Object.keys(fields)])),
    [schema.data],
  )
  const functions = (schema.data ?? UNREAD).functions
  const findProperties = useCallback(
    async (owner: 'event' | 'person', part: string) =>
      (await queryClient.fetchQuery(propertyNamesQuery(project.id, owner, part))).results.map(({ name }) => name),
    [queryClient, project.id],
  )
  const fields = () => ({
    query: {
      kind: 'DataVisualizationNode',
      source: toNode(text, values),
      // `Auto` is saved as the display that suits the current rows.
      display: visual.display === 'Auto' ? (table?.shown ?? 'ActionsTable') : visual.display,
      ...(visual.chartSettings && { chartSettings: visual.chartSettings }),
    } as unknown as QueryNode,
    derived_name: 'SQL query',
    saved: true,
  })
  const saveNew = async (name: string) => {
    const made = await run(() => createInsight(project.id, { ...fields(), name }), 'Saved')
    if (!made) return
    setSaving(false)
    await navigate({ to: '/sql', search: { insight: made.short_id } as never })
  }
  const title = insight ? titleOf(insight) : 'SQL query'
  return (
    <>
      <PageHeader title={insight ? title : 'SQL'}>
        {isDirty && (
          <span className="inline-flex items-center gap-1.5 text-[13px] text-muted">
            <span aria-hidden className="h-2 w-2 rounded-full bg-warning" /> Not saved
          </span>
        )}
        <Button onClick={() => setHistory(readHistory(project.id))}>
          <History size={16} aria-hidden /> History
        </Button>
        {insight && (
          <Button
            disabled={!isDirty || isBusy}
            onClick={() =>
              void run(() => updateInsight(project.id, insight.id, fields(), insight.last_modified_at), 'Saved')
            }
          >
            Save
          </Button>
        )}
        <Button onClick={() => setSaving(true)}>{insight ? 'Save as new' : 'Save as insight'}</Button>
      </PageHeader>
      <div className="grid min-w-0 gap-4 px-4 pb-10 md:px-6 xl:grid-cols-[17rem_minmax(0,1fr)]">
        <Schema schema={schema} onInsert={(name) => editor.current?.insert(name)} />
        <div className="flex min-w-0 flex-col gap-4">
          <div className="h-64 resize-y overflow-hidden rounded-lg border border-line-strong focus-within:outline-2 focus-within:outline-accent">
            <Suspense fallback={<p className="p-4 text-muted">Loading the editor…</p>}>
              <SqlEditor
                ref={editor}
                label="SQL"
                value={text}
                tables={tables}
                functions={functions}
                findProperties={findProperties}
                check={(query) => checkSql(project.id, query, valuesOf(query, values))}
                onChange={setText}
                onRun={start}
                onCancel={cancel}
              />
            </Suspense>
          </div>
          <RunBar
            projectId={project.id}
            title={title}
            names={names}
            values={values}
            asked={asked}
            hasRun={ran !== null}
            visual={visual}
            table={table}
            onRun={start}
            onValue={(name, value) => setValues({ ...values, [name]: value })}
            onWrite={(change) => write(change, false)}
          />
          <p className="text-[13px] text-muted">
            Press Ctrl Enter to run. Without a LIMIT you get 100 rows; the maximum is 50,000.{' '}
            <code>{'{variables.name}'}</code> adds a parameter.
          </p>
          {ran ? (
            <AnswerFrame asked={asked}>
              {(answered) => <SqlResult answered={answered} visual={visual} timeZone={project.timezone} />}
            </AnswerFrame>
          ) : (
            <div className="rounded-lg border border-line bg-surface">
              <EmptyState title="Rows appear here">
                <p>The tables contain only this project’s data. Merged persons count once.</p>
              </EmptyState>
            </div>
          )}
        </div>
      </div>
      {history && (
        <HistoryDrawer
          history={history}
          onClose={() => setHistory(null)}
          onChoose={(query) => {
            setText(query)
            setHistory(null)
          }}
        />
      )}
      {isSaving && (
        <NameDialog
          title="Save as insight"
          action="Save"
          isBusy={isBusy}
          onClose={() => setSaving(false)}
          onSave={(name) => void saveNew(name)}
        />
      )}
    </>
  )
}
