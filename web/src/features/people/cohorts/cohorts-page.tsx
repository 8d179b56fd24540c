/** All cohorts. */

import { exactNumber } from '@hedgerow/shared/format'
import type { PropertyFilter } from '@hedgerow/shared/query/nodes'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { CountLine, moreOf, rowsOf } from '../../../components/paging'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded } from '../../../components/states'
import { type Column, VirtualTable } from '../../../components/virtual-table'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { FilterList } from '../../analytics/query/filter-list'
import { type Cohort, cohortsQuery, createCohort } from './api'

const route = getRouteApi('/app/cohorts')

export const stateOf = (cohort: Cohort) =>
  cohort.last_error_message
    ? 'failed'
    : cohort.is_calculating
      ? 'calculating…'
      : cohort.is_static
        ? 'fixed'
        : 'up to date'

export function CohortsPage() {
  const project = useProject()
  const { q } = route.useSearch()
  const navigate = useNavigate()
  const [isNew, setNew] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const query = useInfiniteQuery(cohortsQuery(project.id, q))
  useHotkeys({ '/': () => input.current?.focus(), c: () => setNew(true) })
  const columns: Column<Cohort>[] = [
    {
      name: 'name',
      title: 'Name',
      width: 'minmax(16rem, 3fr)',
      cell: (cohort) => (
        <Link
          to="/cohorts/$id"
          params={{ id: String(cohort.id) }}
          className="font-medium text-accent hover:underline"
          title={cohort.name}
        >
          {cohort.name}
        </Link>
      ),
    },
    {
      name: 'kind',
      title: 'Kind',
      width: '8rem',
      cell: ({ is_static: isStatic }) => (isStatic ? 'Static' : 'Dynamic'),
    },
    {
      name: 'count',
      title: 'Persons',
      width: '8rem',
      cell: ({ count: size }) => <span className="block text-right">{size === null ? '–' : exactNumber(size)}</span>,
    },
    { name: 'state', title: 'State', width: '9rem', cell: stateOf },
    {
      name: 'calculated',
      title: 'Calculated',
      width: '9rem',
      cell: ({ last_calculation: at }) => (at ? <TimeAgo iso={at} /> : '–'),
    },
    {
      name: 'author',
      title: 'Created by',
      width: '10rem',
      cell: ({ created_by: by }) => by?.first_name || by?.email || '–',
    },
  ]
  return (
    <>
      <PageHeader title="Cohorts">
        <Button look="primary" onClick={() => setNew(true)} title="New cohort (c)">
          <Plus size={16} aria-hidden /> New cohort
        </Button>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="w-full max-w-sm">
          <SearchField
            ref={input}
            label="Search by name"
            value={q}
            onChange={(next) => void navigate({ to: '/cohorts', search: { q: next }, replace: true })}
          />
        </div>
        <Loaded
          query={query}
          isBoxed
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={
            <EmptyState title={q ? 'No cohort matches' : 'No cohorts yet'}>
              <p>
                A cohort is a set of persons: those with certain properties, or those behind a number in an insight.
              </p>
              <Button look="primary" onClick={() => setNew(true)}>
                New cohort
              </Button>
            </EmptyState>
          }
        >
          {(data) => (
            <VirtualTable
              label="Cohorts"
              columns={columns}
              rows={rowsOf(data)}
              rowKey={({ id }) => String(id)}
              count={data.pages[0]!.count}
              {...moreOf(query)}
            />
          )}
        </Loaded>
        <CountLine query={query} one="cohort" many="cohorts" />
      </div>
      {isNew && <NewCohort projectId={project.id} onClose={() => setNew(false)} />}
    </>
  )
}

function NewCohort({ projectId, onClose }: { projectId: number; onClose: () => void }) {
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const [name, setName] = useState('')
  const [filters, setFilters] = useState<PropertyFilter[]>([])
  const make = async () => {
    const properties = { type: 'OR', values: [{ type: 'AND', values: filters }] }
    const made = await run(
      () => createCohort(projectId, { name: name.trim(), filters: { properties } }),
      'Cohort created',
    )
    if (made) await navigate({ to: '/cohorts/$id', params: { id: String(made.id) } })
  }
  return (
    <Dialog
      title="New cohort"
      action="Create"
      isBusy={isBusy}
      isDisabled={name.trim() === '' || filters.length === 0}
      onClose={onClose}
      onAction={() => void make()}
    >
      <Field
        label="Name"
        value={name}
        maxLength={400}
        onChange={(event) => setName(event.target.value)}
        autoFocus
        required
      />
      <div className="flex flex-col gap-2">
        <p className="font-medium">Persons who match all of these</p>
        <FilterList
          projectId={projectId}
          label="Criteria"
          filters={filters}
          types={['person', 'cohort']}
          joint="and"
          addLabel="Property or cohort"
          onChange={setFilters}
        />
      </div>
    </Dialog>
  )
}
