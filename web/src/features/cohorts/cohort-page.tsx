/** A cohort: who is in it, and what uses it. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useChanges } from '../../changes'
import { Button, SearchInput } from '../../components/controls'
import { PageHeader } from '../../components/shell'
import { EmptyState, ErrorState, Skeleton } from '../../components/states'
import { exactNumber } from '../../format'
import { useProject } from '../../project'
import { TimeAgo } from '../../time-ago'
import { TextCommit } from '../insights/text-commit'
import { filterSentence } from '../queries/names'
import { type Cohort, cohortQuery, membersQuery, updateCohort, usageQuery } from './api'
import { stateOf } from './cohorts-page'

const route = getRouteApi('/app/cohorts/$id')

interface Criterion {
  type?: string
  values?: Criterion[]
  key?: string
  value?: unknown
  operator?: string
}

function sentence(node: Criterion | undefined): string {
  if (!node) return ''
  if (node.values && node.type && /^(AND|OR)$/.test(node.type)) {
    const parts = node.values.map(sentence).filter((part) => part !== '')
    return parts.length > 1
      ? parts.map((part) => (part.includes(' or ') ? `(${part})` : part)).join(node.type === 'AND' ? ' and ' : ' or ')
      : (parts[0] ?? '')
  }
  if (node.type === 'behavioral') return `${String(node.value).replaceAll('_', ' ')}: ${String(node.key)}`
  return filterSentence({
    key: node.key ?? '',
    type: node.type ?? 'person',
    operator: node.operator,
    value: node.value,
  })
}

export function CohortPage() {
  const project = useProject()
  const { id } = route.useParams()
  const { data, error, isPending, refetch } = useQuery(cohortQuery(project.id, id))
  if (error)
    return (
      <>
        <PageHeader title="Cohort" />
        <div className="px-6">
          <ErrorState error={error} onRetry={() => void refetch()} />
        </div>
      </>
    )
  if (isPending)
    return (
      <>
        <PageHeader title="Cohort" />
        <Skeleton rows={6} />
      </>
    )
  return <CohortView key={data.id} cohort={data} />
}

function CohortView({ cohort }: { cohort: Cohort }) {
  const project = useProject()
  const navigate = useNavigate()
  const { run } = useChanges()
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const members = useInfiniteQuery(membersQuery(project.id, String(cohort.id), search))
  const { data: usage } = useQuery(usageQuery(project.id, String(cohort.id)))
  const persons =
    members.data?.pages.flatMap((page) => page.results as { uuid: string; name: string; distinct_ids: string[] }[]) ??
    []
  const criteria = sentence((cohort.filters as { properties?: Criterion } | null)?.properties)
  const remove = async () => {
    // What is deleted cannot be read again, so this page goes first.
    await navigate({ to: '/cohorts', search: { q: '' } })
    await run(
      () => updateCohort(project.id, cohort.id, { deleted: true }),
      'Cohort deleted',
      () => void run(() => updateCohort(project.id, cohort.id, { deleted: false }), 'Brought back'),
    )
  }
  const uses = [
    ...(usage?.insights ?? []).map(({ short_id, name }) => ({
      key: short_id,
      kind: 'Insight',
      name,
      to: `/insights/${short_id}`,
    })),
    ...(usage?.feature_flags ?? []).map(({ id, key }) => ({
      key: `flag ${id}`,
      kind: 'Flag',
      name: key,
      to: `/feature_flags/${id}`,
    })),
    ...(usage?.cohorts ?? []).map(({ id, name }) => ({
      key: `cohort ${id}`,
      kind: 'Cohort',
      name,
      to: `/cohorts/${id}`,
    })),
  ]
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 pt-4 md:px-6">
        <h1 className="sr-only">{cohort.name}</h1>
        <TextCommit
          label="Name of the cohort"
          value={cohort.name}
          isLarge
          maxLength={400}
          className="flex-1"
          onCommit={(name) =>
            name.trim() !== '' &&
            name !== cohort.name &&
            void run(() => updateCohort(project.id, cohort.id, { name: name.trim() }), 'Renamed')
          }
        />
        <Button onClick={() => void remove()}>
          <Trash2 size={16} aria-hidden /> Delete
        </Button>
      </div>
      <div className="grid gap-6 px-4 pt-3 pb-10 md:px-6 lg:grid-cols-[2fr_1fr]">
        <section aria-label="Persons" className="flex min-w-0 flex-col gap-3">
          <p className="text-muted">
            {cohort.count === null
              ? 'Not counted yet'
              : `${exactNumber(cohort.count)} ${cohort.count === 1 ? 'person' : 'persons'}`}
            , {cohort.is_static ? 'a fixed set' : stateOf(cohort)}
            {cohort.last_calculation && (
              <>
                , calculated <TimeAgo iso={cohort.last_calculation} />
              </>
            )}
            .
          </p>
          {cohort.last_error_message && (
            <p className="rounded-md bg-danger-soft px-3 py-2 text-danger">{cohort.last_error_message}</p>
          )}
          <SearchInput label="Search these persons" value={text} onChange={(event) => setText(event.target.value)} />
          {members.error ? (
            <ErrorState error={members.error} onRetry={() => void members.refetch()} />
          ) : members.isPending ? (
            <Skeleton rows={6} />
          ) : persons.length === 0 ? (
            <EmptyState title={search ? 'Nobody matches' : 'Nobody is in this cohort'} />
          ) : (
            <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
              {persons.map((person) => (
                <li key={person.uuid} className="flex min-h-11 items-center justify-between gap-3 px-3">
                  <Link
                    to="/persons/$id"
                    params={{ id: person.uuid }}
                    className="min-w-0 truncate font-medium text-accent hover:underline"
                  >
                    {person.name || person.uuid}
                  </Link>
                  <span className="truncate text-[13px] text-muted">{person.distinct_ids[0]}</span>
                </li>
              ))}
            </ul>
          )}
          {members.hasNextPage && (
            <Button onClick={() => void members.fetchNextPage()} disabled={members.isFetchingNextPage}>
              {members.isFetchingNextPage ? 'Loading…' : 'Show more'}
            </Button>
          )}
        </section>
        <div className="flex flex-col gap-6">
          {criteria && (
            <section aria-label="Criteria">
              <h2 className="pb-2 font-semibold">Who is in it</h2>
              <p className="break-words text-muted">Persons of whom is true: {criteria}.</p>
            </section>
          )}
          <section aria-label="Used in">
            <h2 className="pb-2 font-semibold">Used in</h2>
            {uses.length === 0 ? (
              <p className="text-muted">Nothing uses it.</p>
            ) : (
              <ul className="flex flex-col gap-1">
                {uses.map(({ key, kind, name, to }) => (
                  <li key={key} className="flex gap-2">
                    <span className="text-muted">{kind}</span>
                    <Link to={to as '/'} className="min-w-0 truncate text-accent hover:underline">
                      {name}
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
      </div>
    </>
  )
}
