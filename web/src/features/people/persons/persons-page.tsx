/** All persons: search, filter, choose columns, sort, export. Everything chosen stands in the address. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Columns3, Download } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { Button, SearchInput } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import { CountLine, EmptyState, Loaded, moreOf, RefreshNote, rowsOf, Skeleton } from '../../../components/states'
import { type Column, VirtualTable } from '../../../components/virtual-table'
import { eventTime, exactNumber } from '../../../format'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { valueText } from '../../../value-text'
import { deletionsQuery, listParameters, type Person, personsQuery, propertyNamesQuery } from './api'
import { FilterChips } from './filters'

const route = getRouteApi('/app/persons')
const NAMES_SHOWN_MAX = 200
const DELETIONS_SHOWN_MAX = 5

export function PersonsPage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const set = useCallback(
    (change: Partial<typeof search>) =>
      void navigate({ to: '/persons', search: (before) => ({ ...before, ...change }) as typeof search, replace: true }),
    [navigate],
  )
  const [editing, setEditing] = useState<number | null>(null)
  const [choosesColumns, setChoosesColumns] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const query = useInfiniteQuery({ ...personsQuery(project.id, search), placeholderData: (before) => before })
  useHotkeys({
    '/': () => input.current?.focus(),
    f: () => setEditing(search.filters.length),
  })
  const isFiltered = search.q !== '' || search.filters.length > 0
  const csv = `/api/projects/${project.id}/persons.csv?${new URLSearchParams(listParameters(search))}`

  return (
    <>
      <PageHeader title="Persons">
        <Button onClick={() => setChoosesColumns(true)}>
          <Columns3 size={16} aria-hidden /> Columns
        </Button>
        <a
          href={csv}
          download="persons.csv"
          className="inline-flex min-h-9 items-center gap-2 rounded-md border border-line bg-surface px-3 font-medium hover:bg-raised"
        >
          <Download size={16} aria-hidden /> CSV
        </a>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="flex flex-wrap items-center gap-2">
          <div className="w-full max-w-sm">
            <SearchField
              ref={input}
              label="Search by e-mail, distinct id or uuid"
              value={search.q}
              onChange={(q) => set({ q })}
            />
          </div>
          <FilterChips
            projectId={project.id}
            filters={search.filters}
            onChange={(filters) => set({ filters })}
            editing={editing}
            onEdit={setEditing}
          />
        </div>
        <Deletions projectId={project.id} />
        <Loaded
          query={query}
          skeleton={<Skeleton rows={8} />}
          isBoxed
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={<Nothing isFiltered={isFiltered} onClear={() => set({ q: '', filters: [] })} />}
        >
          {(data) => (
            <VirtualTable
              label="Persons"
              columns={toColumns(search.columns, search.sort, project.timezone, (sort) => set({ sort }))}
              rows={rowsOf(data)}
              rowKey={(person) => person.uuid}
              count={data.pages[0]!.count}
              {...moreOf(query)}
            />
          )}
        </Loaded>
        <CountLine
          query={query}
          one={isFiltered ? 'matching person' : 'person'}
          many={isFiltered ? 'matching persons' : 'persons'}
        >
          Times in {project.timezone}.
        </CountLine>
      </div>
      {choosesColumns && (
        <ColumnsDialog
          projectId={project.id}
          columns={search.columns}
          onClose={() => setChoosesColumns(false)}
          onSave={(columns) => {
            set({ columns })
            setChoosesColumns(false)
          }}
        />
      )}
    </>
  )
}

/** Events of persons that are being deleted in the background, with how far that is. */
function Deletions({ projectId }: { projectId: number }) {
  const query = useQuery(deletionsQuery(projectId))
  const { data } = query
  // Without an answer there is nothing to say of deletions: the list below says what went wrong.
  if (!data || data.count === 0) return null
  return (
    <ul aria-label="Deletions in progress" className="relative flex flex-col gap-2">
      <RefreshNote queries={[query]} />
      {data.results.slice(0, DELETIONS_SHOWN_MAX).map((deletion) => (
        <li key={deletion.person_uuid} className="rounded-md border border-line bg-surface px-3 py-2">
          <label className="flex flex-wrap items-center gap-3 text-[13px]">
            Deleting events of {deletion.person_uuid}
            <progress
              className="h-2 min-w-32 flex-1 accent-accent"
              max={deletion.events_total ?? undefined}
              value={deletion.events_total === null ? undefined : deletion.events_deleted}
            />
            {deletion.events_total !== null &&
              `${exactNumber(deletion.events_deleted)} of ${exactNumber(deletion.events_total)}`}
          </label>
        </li>
      ))}
      {data.count > DELETIONS_SHOWN_MAX && (
        <li className="text-[13px] text-muted">and {exactNumber(data.count - DELETIONS_SHOWN_MAX)} more</li>
      )}
    </ul>
  )
}

function toColumns(names: string[], sort: string, timeZone: string, onSort: (sort: string) => void): Column<Person>[] {
  const sortable = (name: string, isDescendingFirst = false) => {
    const [first, second] = isDescendingFirst ? [`-${name}`, name] : [name, `-${name}`]
    const current = sort === '' ? '-created_at' : sort
    return {
      sorted: current === name ? ('ascending' as const) : current === `-${name}` ? ('descending' as const) : null,
      onSort: () => onSort(current === first ? second : first),
    }
  }
  const time = (value: string | null) => (value ? <time dateTime={value}>{eventTime(value, timeZone)}</time> : '–')
  return [
    {
      name: 'person',
      title: 'Person',
      width: 'minmax(13rem, 2fr)',
      cell: (person) => (
        <Link
          to="/persons/$id"
          params={{ id: person.uuid }}
          className="font-medium text-accent hover:underline"
          title={person.name}
        >
          {person.name}
        </Link>
      ),
    },
    ...names.map((name) => ({
      name: `property:${name}`,
      title: name,
      width: 'minmax(9rem, 1fr)',
      cell: (person: Person) => {
        if (!Object.hasOwn(person.properties, name)) return <span className="text-muted">–</span>
        const text = valueText(person.properties[name])
        return <span title={text.slice(0, 500)}>{text}</span>
      },
      ...sortable(`properties.${name}`),
    })),
    {
      name: 'id',
      title: 'Distinct id',
      width: 'minmax(10rem, 1.5fr)',
      cell: (person) => (
        <span className="text-muted" title={person.distinct_ids[0]}>
          {person.distinct_ids[0] ?? '–'}
          {person.distinct_ids.length > 1 ? ` +${person.distinct_ids.length - 1}` : ''}
        </span>
      ),
    },
    {
      name: 'identified',
      title: 'Identified',
      width: '7rem',
      cell: (person) => (person.is_identified ? 'yes' : <span className="text-muted">no</span>),
    },
    {
      name: 'created',
      title: 'First seen',
      width: '11rem',
      cell: (person) => time(person.created_at),
      ...sortable('created_at', true),
    },
    {
      name: 'seen',
      title: 'Last seen',
      width: '11rem',
      cell: (person) => time(person.last_seen_at),
      ...sortable('last_seen_at', true),
    },
  ]
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered)
    return (
      <EmptyState title="No person matches">
        <p>Nobody fits the search and all filters at once.</p>
        <Button onClick={onClear}>Clear search and filters</Button>
      </EmptyState>
    )
  return (
    <EmptyState title="No persons yet">
      <p>A person appears with the first event of a visitor who has a profile: identified, or captured with one.</p>
      <Link
        to="/setup"
        search={{ language: 'web' }}
        className="inline-flex min-h-9 items-center rounded-md bg-accent px-3 font-medium text-accent-text"
      >
        Send the first event
      </Link>
    </EmptyState>
  )
}

interface ColumnsDialogProps {
  projectId: number
  columns: string[]
  onClose: () => void
  onSave: (columns: string[]) => void
}

function ColumnsDialog({ projectId, columns, onClose, onSave }: ColumnsDialogProps) {
  const [chosen, setChosen] = useState(columns)
  const [q, setQ] = useState('')
  const query = useQuery(propertyNamesQuery(projectId))
  const namesOf = ({ results }: { results: { name: string }[] }) =>
    [...new Set([...columns, ...results.map(({ name }) => name)])].filter((name) =>
      name.toLowerCase().includes(q.toLowerCase()),
    )
  return (
    <Dialog title="Columns" action="Show these" onClose={onClose} onAction={() => onSave(chosen)}>
      <p className="text-muted">Properties to show beside name, ids and times.</p>
      <SearchInput label="Search properties" value={q} onChange={(event) => setQ(event.target.value)} />
      <Loaded query={query} skeleton={<Skeleton rows={5} />}>
        {(data) => {
          const names = namesOf(data)
          return (
            <ul className="max-h-[45dvh] overflow-y-auto rounded-md border border-line">
              {names.slice(0, NAMES_SHOWN_MAX).map((name) => (
                <li key={name}>
                  <label className="flex min-h-9 items-center gap-3 px-3 hover:bg-raised">
                    <input
                      type="checkbox"
                      checked={chosen.includes(name)}
                      onChange={(event) =>
                        setChosen(event.target.checked ? [...chosen, name] : chosen.filter((each) => each !== name))
                      }
                    />
                    <span className="min-w-0 truncate" title={name}>
                      {name}
                    </span>
                  </label>
                </li>
              ))}
              {names.length === 0 && <li className="px-3 py-2 text-muted">No property has such a name.</li>}
            </ul>
          )
        }}
      </Loaded>
    </Dialog>
  )
}
