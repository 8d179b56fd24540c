/** One feature flag: who gets it, how often it is asked for, what it is for somebody, and what was changed. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, RequestError } from '../../../api/client'
import { useChanges } from '../../../changes'
import { AccessTable, findRule, type Subject } from '../../../components/access-table'
import { Button, Field } from '../../../components/controls'
import { Section } from '../../../components/form'
import { HistoryList } from '../../../components/history-list'
import { EmptyState, Loaded, PageError, rowsOf, ShowMore, Skeleton, SmallError } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { exactNumber } from '../../../format'
import { useProject } from '../../../project'
import { type Flag, flagAccessQuery, flagHistoryQuery, flagQuery, reasonsQuery, usageQuery } from './api'
import { FlagEditor } from './flag-editor'

const route = getRouteApi('/app/feature_flags/$id')
const TABS = [
  { name: 'release', title: 'Release' },
  { name: 'usage', title: 'Usage' },
  { name: 'test', title: 'Try it' },
  { name: 'access', title: 'Access' },
  { name: 'history', title: 'History' },
] as const

export function FlagPage() {
  const project = useProject()
  const { id } = route.useParams()
  const query = useQuery({ ...flagQuery(project.id, id), enabled: id !== 'new' })
  if (id === 'new')
    return (
      <div className="flex flex-col gap-4 p-4 md:p-6">
        <h1 className="text-xl font-semibold">New feature flag</h1>
        <FlagEditor flag={null} />
      </div>
    )
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={8} />}
      failed={(error) =>
        error instanceof RequestError && (error.status === 404 || error.status === 403) ? (
          <EmptyState title={error.status === 404 ? 'There is no such flag' : 'You may not see this flag'}>
            <p>
              {error.status === 404
                ? 'It may be one of another project.'
                : 'An administrator of the project can give you access.'}
            </p>
            <Link to="/feature_flags" className="text-accent underline">
              All flags
            </Link>
          </EmptyState>
        ) : (
          <PageError error={error} onRetry={() => void query.refetch()} />
        )
      }
    >
      {(flag) => <FlagView key={flag.id} flag={flag} />}
    </Loaded>
  )
}

function FlagView({ flag }: { flag: Flag }) {
  const project = useProject()
  const { tab } = route.useSearch()
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const params = { path: { project_id: String(project.id), id: String(flag.id) } }
  const patch = (body: object, done: string, undo?: object): Promise<unknown> =>
    run(
      () => api.PATCH('/api/projects/{project_id}/feature_flags/{id}', { params, body }),
      done,
      undo && (() => void patch(undo, 'Changed back.')),
    )
  return (
    <div className="flex flex-col gap-4 p-4 md:p-6">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 flex-1 text-xl font-semibold break-words">{flag.key}</h1>
        {flag.deleted ? (
          <Button look="primary" disabled={isBusy} onClick={() => void patch({ deleted: false }, 'The flag is back.')}>
            Bring it back
          </Button>
        ) : (
          flag.can_edit && (
            <>
              <Button
                disabled={isBusy}
                onClick={() =>
                  void patch({ active: !flag.active }, flag.active ? 'Switched off.' : 'Switched on.', {
                    active: flag.active,
                  })
                }
              >
                {flag.active ? 'Switch off' : 'Switch on'}
              </Button>
              <Button
                disabled={isBusy}
                onClick={() => void patch({ deleted: true }, `Deleted ${flag.key}.`, { deleted: false })}
              >
                Delete
              </Button>
            </>
          )
        )}
      </div>
      <p className="text-muted">
        {flag.deleted ? 'Deleted: SDKs do not get it.' : flag.active ? 'On.' : 'Off for everybody.'} Version{' '}
        {flag.version}
        {flag.last_modified_by ? `, changed by ${flag.last_modified_by.first_name || flag.last_modified_by.email}` : ''}
        .
      </p>
      <Tabs
        label="About the flag"
        tabs={[...TABS]}
        value={tab}
        onChange={(next) =>
          void navigate({
            to: '/feature_flags/$id',
            params: { id: String(flag.id) },
            search: { tab: next },
            replace: true,
          })
        }
      >
        {tab === 'release' && <FlagEditor key={flag.version} flag={flag} />}
        {tab === 'usage' && <Usage flag={flag} />}
        {tab === 'test' && <TryIt flag={flag} />}
        {tab === 'access' && <Access flag={flag} />}
        {tab === 'history' && <History flag={flag} />}
      </Tabs>
    </div>
  )
}

const DAYS = 30
const COLOURS = ['bg-accent', 'bg-line-strong', 'bg-warning', 'bg-danger', 'bg-muted']

function Usage({ flag }: { flag: Flag }) {
  const project = useProject()
  const query = useQuery(usageQuery(project.id, String(flag.id), DAYS))
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={4} />}
      isEmpty={(data) => callsOf(data) === 0}
      empty={
        <EmptyState title="Not asked for yet">
          <p>
            SDKs send <code className="font-mono">$feature_flag_called</code> the first time they use a flag; the last{' '}
            {DAYS} days show here.
          </p>
        </EmptyState>
      }
    >
      {(data) => <Calls data={data} timeZone={project.timezone} />}
    </Loaded>
  )
}

type FlagUsage = Awaited<ReturnType<NonNullable<ReturnType<typeof usageQuery>['queryFn']>>>

const callsOf = ({ results }: FlagUsage) => results.reduce((sum, { count }) => sum + count, 0)

function Calls({ data, timeZone }: { data: FlagUsage; timeZone: string }) {
  const total = callsOf(data)
  const days = data.days.map((day, index) => ({ day, counts: data.results.map(({ counts }) => counts[index] ?? 0) }))
  const highest = Math.max(...days.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0)))
  return (
    <Section title={`${exactNumber(total)} calls in ${DAYS} days`} lead={`By what the flag was; days in ${timeZone}.`}>
      <div className="flex h-36 items-end gap-0.5" aria-hidden>
        {days.map(({ day, counts }) => (
          <div
            key={day}
            className="flex h-full flex-1 flex-col justify-end"
            title={`${day}: ${exactNumber(counts.reduce((a, b) => a + b, 0))}`}
          >
            {counts.map((count, index) => (
              <div
                key={data.results[index]!.value}
                className={COLOURS[index % COLOURS.length]}
                style={{ height: `${(count / highest) * 100}%` }}
              />
            ))}
          </div>
        ))}
      </div>
      <table className="w-full text-left">
        <caption className="sr-only">Calls by answer</caption>
        <thead className="text-[13px] text-muted">
          <tr>
            <th scope="col" className="py-1 font-medium">
              Answer
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              Calls
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              Share
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {data.results.map(({ value, count }, index) => (
            <tr key={value}>
              <th scope="row" className="py-1.5 font-normal break-all">
                <span
                  className={`mr-2 inline-block h-3 w-3 rounded-sm ${COLOURS[index % COLOURS.length]}`}
                  aria-hidden
                />
                {value}
              </th>
              <td className="py-1.5 text-right">{exactNumber(count)}</td>
              <td className="py-1.5 text-right">{((count / total) * 100).toFixed(1)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

const REASONS: Record<string, string> = {
  condition_match: 'matches set',
  no_condition_match: 'no set of conditions matches',
  out_of_rollout_bound: 'matches, but is outside the rollout',
  no_group_type: 'the flag is about groups, and no group is known',
  super_condition_value: 'chose for themselves by early access',
  holdout_condition_value: 'is in a holdout',
  disabled: 'the flag is off',
}

function TryIt({ flag }: { flag: Flag }) {
  const project = useProject()
  const [typed, setTyped] = useState('')
  const [distinctId, setDistinctId] = useState('')
  const { data, error, isFetching, refetch } = useQuery(reasonsQuery(project.id, distinctId))
  const result = data?.[flag.key]
  return (
    <Section title="What is it for somebody?" lead="As the stored properties of the person are now.">
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          setDistinctId(typed.trim())
        }}
      >
        <div className="w-full max-w-sm">
          <Field label="Distinct id" value={typed} onChange={(event) => setTyped(event.target.value)} required />
        </div>
        <Button type="submit" look="primary" disabled={isFetching}>
          Try
        </Button>
      </form>
      <div aria-live="polite">
        {error && <SmallError error={error} onRetry={() => void refetch()} />}
        {result && !error && (
          <p>
            For <span className="font-medium break-all">{distinctId}</span> it is{' '}
            <code className="rounded bg-code px-1.5 py-0.5 font-mono">{String(result.value)}</code>:{' '}
            {REASONS[result.evaluation.reason] ?? result.evaluation.reason}
            {result.evaluation.reason === 'condition_match' && ` ${(result.evaluation.condition_index ?? 0) + 1}`}.
          </p>
        )}
      </div>
    </Section>
  )
}

const LEVELS = ['none', 'viewer', 'editor', 'manager']

function Access({ flag }: { flag: Flag }) {
  const project = useProject()
  const query = useQuery(flagAccessQuery(project.id, String(flag.id)))
  return (
    <Loaded query={query} skeleton={<Skeleton rows={4} />}>
      {(data) => <Rules flag={flag} data={data} />}
    </Loaded>
  )
}

type FlagAccess = Awaited<ReturnType<NonNullable<ReturnType<typeof flagAccessQuery>['queryFn']>>>

function Rules({ flag, data }: { flag: Flag; data: FlagAccess }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const set = (resource: string, subject: Subject, level: string, isUndo = false): void => {
    const before = findRule(data.access_controls, resource, subject)?.access_level ?? ''
    void run(
      () =>
        api.PUT('/api/projects/{project_id}/feature_flags/{id}/access_controls', {
          params: { path: { project_id: String(project.id), id: String(flag.id) } },
          body: {
            organization_member: subject.member ?? null,
            role: subject.role ?? null,
            access_level: level || null,
          } as never,
        }),
      isUndo ? 'Changed back.' : 'Access changed.',
      isUndo ? undefined : () => set(resource, subject, before, true),
    )
  }
  return (
    <Section
      title="Who may do what with this flag"
      lead="Rules here outrank those for all flags of the project (Settings, Access). Who made the flag keeps it."
    >
      <AccessTable
        label="Access to this flag"
        columns={[{ resource: 'feature_flag', label: 'This flag', levels: LEVELS, otherwise: 'as all flags' }]}
        rules={data.access_controls}
        mayEdit={data.user_can_edit_access_levels && !isBusy}
        onSet={set}
      />
    </Section>
  )
}

function History({ flag }: { flag: Flag }) {
  const project = useProject()
  const query = useInfiniteQuery(flagHistoryQuery(project.id, String(flag.id)))
  return (
    <div className="flex flex-col gap-3">
      <Loaded query={query} skeleton={<Skeleton rows={3} />}>
        {(data) => <HistoryList entries={rowsOf(data)} timeZone={project.timezone} />}
      </Loaded>
      <ShowMore query={query} label="Older entries" />
    </div>
  )
}
