/** Questions in SQL: the tables on one side, the text, and its rows below. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ChevronRight, Download, History, Play, Square } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Drawer } from '../../../components/drawer'
import { Menu } from '../../../components/popover'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, PageError, type Question, Skeleton } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { exportCsv, exportJson } from '../charts/export'
import { SQL_DISPLAYS, withChoice } from '../charts/sql-chart'
import { SqlResult, useSqlColumns } from '../charts/sql-result'
import { AnswerFrame, Freshness } from '../insights/answer-frame'
import { createInsight, insightQuery, titleOf, updateInsight } from '../insights/api'
import { propertyNamesQuery } from '../query/api'
import {
  type ChartSettings,
  type QueryNode,
  type SqlNode,
  type SqlVisual,
  sameNode,
  unwrap,
  visualOf,
} from '../query/nodes'
import { useAnswer } from '../query/use-answer'
import { checkSql, type SchemaTable, schemaQuery, toVariables, type Values } from './api'
import { ChartControls } from './chart-controls'
import { keepInHistory, type Ran, readHistory } from './history'
import { parametersOf } from './parameters'
import type { SqlHandle } from './sql-editor'

const SqlEditor = lazy(() => import('./sql-editor').then((module) => ({ default: module.SqlEditor })))

const route = getRouteApi('/app/sql')
const ADDRESS_PAUSE_MS = 500
const EXAMPLE = `SELECT event, count() AS count, count(DISTINCT person_id) AS persons
FROM events
WHERE timestamp > now() - INTERVAL 7 DAY
GROUP BY event
ORDER BY count DESC`
const NUMBER = /^-?\d+(\.\d+)?$/

/** What the editor completes before it knows the project's tables. */
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
  // A saved question that says nothing is a table; a new one is drawn as its rows suggest.
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

  const toNode = (query: string): SqlNode => {
    const own = Object.fromEntries(parametersOf(query).map((name) => [name, values[name] ?? '']))
    return {
      kind: 'HogQLQuery',
      query,
      ...(Object.keys(own).length > 0 && { variables: toVariables(own) as SqlNode['variables'] }),
    }
  }
  const start = () => {
    const query = editor.current?.text() ?? text
    if (query.trim() === '') return
    keepInHistory(project.id, query)
    const node = toNode(query) as unknown as QueryNode
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
      source: toNode(text),
      // What suits the rows of today is what it is kept as.
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
                check={(query) =>
                  checkSql(
                    project.id,
                    query,
                    Object.fromEntries(parametersOf(query).map((name) => [name, values[name] ?? ''])),
                  )
                }
                onChange={setText}
                onRun={start}
                onCancel={cancel}
              />
            </Suspense>
          </div>
          <div className="flex flex-wrap items-end gap-3">
            {asked.isAsking ? (
              <Button look="danger" onClick={asked.cancel} title="Cancel (Esc in the text)">
                <Square size={14} aria-hidden /> Cancel
              </Button>
            ) : (
              <Button look="primary" onClick={start} title="Run, or only what is selected (Ctrl Enter)">
                <Play size={14} aria-hidden /> Run
              </Button>
            )}
            {names.map((name) => (
              <div key={name} className="w-40">
                <Field
                  label={name}
                  value={String(values[name] ?? '')}
                  onChange={(event) => {
                    const { value } = event.target
                    setValues({ ...values, [name]: NUMBER.test(value) ? Number(value) : value })
                  }}
                  onKeyDown={(event) => event.key === 'Enter' && start()}
                />
              </div>
            ))}
            <label className="flex items-center gap-2">
              <span className="text-[13px] text-muted">Show as</span>
              <select
                value={visual.display}
                onChange={(event) => write({ display: event.target.value }, false)}
                className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
              >
                <option value="Auto">What fits</option>
                {SQL_DISPLAYS.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            {asked.answered && table && table.shown !== 'ActionsTable' && (
              <ChartControls
                columns={table.columns}
                choice={table.choice}
                isNumber={table.shown === 'BoldNumber'}
                onChange={(choice) => write({ chart: withChoice(visual.chartSettings, choice) }, false)}
              />
            )}
            <span className="ml-auto inline-flex items-center gap-2">
              {ran && <Freshness asked={asked} />}
              {asked.answered && (
                <Menu
                  label="Export"
                  className="inline-flex min-h-9 items-center gap-2 rounded-md border border-line bg-surface px-3 hover:bg-raised"
                  trigger={
                    <>
                      <Download size={16} aria-hidden /> Export
                    </>
                  }
                  items={[
                    { label: 'CSV', onSelect: () => exportCsv(title, asked.answered!.node, asked.answered!.answer) },
                    { label: 'JSON', onSelect: () => exportJson(title, asked.answered!.node, asked.answered!.answer) },
                  ]}
                />
              )}
            </span>
          </div>
          <p className="text-[13px] text-muted">
            Ctrl Enter runs. Without a LIMIT the first 100 rows are shown, at most 50,000.{' '}
            <code>{'{variables.name}'}</code> makes a parameter.
          </p>
          {ran ? (
            <AnswerFrame asked={asked}>
              {(answered) => <SqlResult answered={answered} visual={visual} timeZone={project.timezone} />}
            </AnswerFrame>
          ) : (
            <div className="rounded-lg border border-line bg-surface">
              <EmptyState title="Rows appear here">
                <p>Every table shows this project only. Persons who were merged count once.</p>
              </EmptyState>
            </div>
          )}
        </div>
      </div>
      {history && (
        <Drawer title="History" lead="Queries that were run in this browser" onClose={() => setHistory(null)}>
          {history.length === 0 ? (
            <p className="text-muted">Nothing was run yet.</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {history.map(({ query, at }) => (
                <li key={at}>
                  <button
                    type="button"
                    className="w-full rounded-md border border-line p-3 text-left hover:bg-raised"
                    onClick={() => {
                      setText(query)
                      setHistory(null)
                    }}
                  >
                    <code className="line-clamp-4 font-mono text-[13px] break-all whitespace-pre-wrap">{query}</code>
                    <span className="text-[13px] text-muted">
                      <TimeAgo iso={at} />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Drawer>
      )}
      {isSaving && (
        <NameDialog isBusy={isBusy} onClose={() => setSaving(false)} onSave={(name) => void saveNew(name)} />
      )}
    </>
  )
}

function NameDialog({
  isBusy,
  onClose,
  onSave,
}: {
  isBusy: boolean
  onClose: () => void
  onSave: (name: string) => void
}) {
  const [name, setName] = useState('')
  return (
    <Dialog
      title="Save as insight"
      action="Save"
      isBusy={isBusy}
      isDisabled={name.trim() === ''}
      onClose={onClose}
      onAction={() => onSave(name.trim())}
    >
      <Field
        label="Name"
        value={name}
        maxLength={400}
        onChange={(event) => setName(event.target.value)}
        autoFocus
        required
      />
    </Dialog>
  )
}

function Schema({
  schema,
  onInsert,
}: {
  schema: Question<{ tables: SchemaTable[] }>
  onInsert: (name: string) => void
}) {
  const own = (
    <Loaded query={schema} skeleton={<Skeleton rows={8} />}>
      {({ tables }) => (
        <ul className="flex flex-col gap-1">
          {tables.map(({ name, fields }) => (
            <li key={name}>
              <details className="group">
                <summary className="flex min-h-7 list-none items-center gap-1 rounded px-1 hover:bg-raised">
                  <ChevronRight size={14} aria-hidden className="group-open:rotate-90" />
                  <span className="font-mono text-[13px]">{name}</span>
                </summary>
                <ul className="pl-5">
                  {Object.values(fields).map((field) => (
                    <li key={field.name}>
                      <button
                        type="button"
                        onClick={() => onInsert(field.hogql_value)}
                        title={`Insert ${field.hogql_value}`}
                        className="flex min-h-6 w-full items-center justify-between gap-2 rounded px-1 text-left hover:bg-raised"
                      >
                        <span className="min-w-0 truncate font-mono text-[13px]">{field.name}</span>
                        <span className="shrink-0 text-[13px] text-muted">{field.table ?? field.type}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
  return (
    <nav aria-label="Tables" className="min-w-0">
      <details className="rounded-lg border border-line bg-surface p-3 xl:hidden">
        <summary className="font-medium">Tables</summary>
        {own}
      </details>
      <div className="hidden max-h-[80dvh] overflow-y-auto rounded-lg border border-line bg-surface p-3 xl:block">
        <h2 className="pb-2 text-[13px] font-semibold text-muted">Tables</h2>
        {own}
      </div>
    </nav>
  )
}
