/** A cohort: who is in it, and what uses it. */

import { exactNumber } from '@hedgerow/shared/format'
import { addressOf, KINDS, type KindNames, labelOf } from '@hedgerow/shared/kinds'
import { filterSentence } from '@hedgerow/shared/query/names'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, SearchInput } from '../../../components/controls'
import { rowsOf, ShowMore } from '../../../components/paging'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, PageError, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { TextCommit } from '../../analytics/insights/text-commit'
import { ExportMenu } from '../../delivery/exports/use-export'
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
  const query = useQuery(cohortQuery(project.id, id))
  return (
    <>
      {!query.data && <PageHeader title="Cohort" />}
      <Loaded query={query} failed={(error) => <PageError error={error} onRetry={() => void query.refetch()} />}>
        {(cohort) => <CohortView key={cohort.id} cohort={cohort} />}
      </Loaded>
    </>
  )
}

interface Member {
  uuid: string
  name: string
  distinct_ids: string[]
}

/** What a cohort is used in, with links. */
function usesOf({
  insights,
  feature_flags,
  cohorts,
}: Awaited<ReturnType<NonNullable<ReturnType<typeof usageQuery>['queryFn']>>>) {
  const use = (kind: KindNames, id: string | number, name: string) => ({
    key: `${kind.scope} ${id}`,
    kind: labelOf(kind),
    name,
    to: addressOf(kind, { id, short_id: id }),
  })
  return [
    ...insights.map(({ short_id, name }) => use(KINDS.Insight, short_id, name)),
    ...feature_flags.map(({ id, key }) => use(KINDS.FeatureFlag, id, key)),
    ...cohorts.map(({ id, name }) => use(KINDS.Cohort, id, name)),
  ]
}

function CohortView({ cohort }: { cohort: Cohort }) {
  const project = useProject()
  const navigate = useNavigate()
  const { run } = useChanges()
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const members = useInfiniteQuery(membersQuery(project.id, String(cohort.id), search))
  const usage = useQuery(usageQuery(project.id, String(cohort.id)))
  const criteria = sentence((cohort.filters as { properties?: Criterion } | null)?.properties)
  const remove = async () => {
    // A deleted cohort cannot be read again, so leave its page first.
    await navigate({ to: '/cohorts', search: { q: '' } })
    await run(
      () => updateCohort(project.id, cohort.id, { deleted: true }),
      'Cohort deleted',
      () => void run(() => updateCohort(project.id, cohort.id, { deleted: false }), 'Cohort restored'),
    )
  }
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
        <ExportMenu
          projectId={project.id}
          formats={['CSV', 'XLSX', 'NDJSON', 'JSON']}
          source={() => ({ path: `cohorts/${cohort.id}/persons`, name: cohort.name })}
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
            , {cohort.is_static ? 'static' : stateOf(cohort)}
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
          <Loaded
            query={members}
            isEmpty={(data) => rowsOf(data).length === 0}
            empty={<EmptyState title={search ? 'No one matches' : 'This cohort is empty'} />}
          >
            {(data) => (
              <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
                {(rowsOf(data) as Member[]).map((person) => (
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
          </Loaded>
          <ShowMore query={members} />
        </section>
        <div className="flex flex-col gap-6">
          {criteria && (
            <section aria-label="Criteria">
              <h2 className="pb-2 font-semibold">Criteria</h2>
              <p className="break-words text-muted">Persons who match: {criteria}.</p>
            </section>
          )}
          <section aria-label="Used in">
            <h2 className="pb-2 font-semibold">Used in</h2>
            <Loaded
              query={usage}
              skeleton={<Skeleton rows={2} />}
              isEmpty={(data) => usesOf(data).length === 0}
              empty={<p className="text-muted">Nothing uses this cohort.</p>}
            >
              {(data) => (
                <ul className="flex flex-col gap-1">
                  {usesOf(data).map(({ key, kind, name, to }) => (
                    <li key={key} className="flex gap-2">
                      <span className="text-muted">{kind}</span>
                      <Link to={to as '/'} className="min-w-0 truncate text-accent hover:underline">
                        {name}
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
            </Loaded>
          </section>
        </div>
      </div>
    </>
  )
}
