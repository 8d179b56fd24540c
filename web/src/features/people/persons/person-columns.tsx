/** The columns of the list of persons, and the dialog that chooses them. */

import { eventTime } from '@hedgerow/shared/format'
import { valueText } from '@hedgerow/shared/value-text'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { SearchInput } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Loaded, Skeleton } from '../../../components/states'
import type { Column } from '../../../components/virtual-table'
import { type Person, propertyNamesQuery } from './api'

const NAMES_SHOWN_MAX = 200

export function toColumns(
  names: string[],
  sort: string,
  timeZone: string,
  onSort: (sort: string) => void,
): Column<Person>[] {
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
      title: 'Distinct ID',
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

interface ColumnsDialogProps {
  projectId: number
  columns: string[]
  onClose: () => void
  onSave: (columns: string[]) => void
}

export function ColumnsDialog({ projectId, columns, onClose, onSave }: ColumnsDialogProps) {
  const [chosen, setChosen] = useState(columns)
  const [q, setQ] = useState('')
  const query = useQuery(propertyNamesQuery(projectId))
  const namesOf = ({ results }: { results: { name: string }[] }) =>
    [...new Set([...columns, ...results.map(({ name }) => name)])].filter((name) =>
      name.toLowerCase().includes(q.toLowerCase()),
    )
  return (
    <Dialog title="Columns" action="Apply" onClose={onClose} onAction={() => onSave(chosen)}>
      <p className="text-muted">Properties to show besides name, IDs and times.</p>
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
              {names.length === 0 && <li className="px-3 py-2 text-muted">No property matches.</li>}
            </ul>
          )
        }}
      </Loaded>
    </Dialog>
  )
}
