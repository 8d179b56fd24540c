/** Dialogs to merge, split and delete persons. Each explains what will happen. */

import { exactNumber } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { SearchInput } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Loaded, Skeleton } from '../../../components/states'
import { changes, listParameters, type Person } from './api'

const FOUND_MAX = 8

interface Props {
  projectId: number
  person: Person
  onClose: () => void
  onDone: (message: string) => void
}

export function MergeDialog({ projectId, person, onClose, onDone }: Props) {
  const [q, setQ] = useState('')
  const [chosen, setChosen] = useState<Person[]>([])
  const [error, setError] = useState<Error | null>(null)
  const [isBusy, setBusy] = useState(false)
  const query = useQuery({
    queryKey: ['merge-candidates', projectId, q],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/persons', {
          params: {
            path: { project_id: String(projectId) },
            query: { ...listParameters({ q, filters: [], sort: '' }), limit: String(FOUND_MAX) },
          },
          signal,
        }),
      ),
    enabled: q.trim() !== '',
    placeholderData: (before) => before,
  })
  const othersIn = ({ results }: { results: Person[] }) =>
    results.filter((each) => each.uuid !== person.uuid && !chosen.some((one) => one.uuid === each.uuid))
  const merge = async () => {
    setBusy(true)
    setError(null)
    try {
      await changes.merge(
        projectId,
        person.uuid,
        chosen.map(({ uuid }) => uuid),
      )
      onDone(`Merged ${chosen.length === 1 ? 'one person' : `${chosen.length} persons`} into ${person.name}.`)
    } catch (cause) {
      setError(cause as Error)
    }
    setBusy(false)
  }
  return (
    <Dialog
      title={`Merge into ${person.name}`}
      action="Merge"
      isDangerous
      isBusy={isBusy}
      isDisabled={chosen.length === 0}
      error={error}
      onClose={onClose}
      onAction={() => void merge()}
    >
      <p>
        The IDs and all past and future events of the others move to {person.name}. Where both have a property,{' '}
        {person.name} keeps its value. <strong>This cannot be undone</strong>: splitting gives the IDs persons of their
        own again, but not their old properties.
      </p>
      {chosen.length > 0 && (
        <ul aria-label="To be merged" className="flex flex-col gap-1">
          {chosen.map((each) => (
            <li key={each.uuid}>
              <label className="flex min-h-9 items-center gap-3 rounded-md border border-line px-3">
                <input
                  type="checkbox"
                  checked
                  onChange={() => setChosen(chosen.filter((one) => one.uuid !== each.uuid))}
                />
                <PersonLine person={each} />
              </label>
            </li>
          ))}
        </ul>
      )}
      <SearchInput
        label="Find persons by email, distinct ID or UUID"
        value={q}
        onChange={(event) => setQ(event.target.value)}
        // Otherwise Enter would merge the persons selected so far.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {q.trim() !== '' && (
        <Loaded
          query={query}
          skeleton={<Skeleton rows={3} />}
          isEmpty={(data) => othersIn(data).length === 0 && !query.isFetching}
          empty={<p className="text-muted">No one else matches.</p>}
        >
          {(data) => (
            <ul aria-label="Found" className="flex flex-col gap-1">
              {othersIn(data).map((each) => (
                <li key={each.uuid}>
                  <button
                    type="button"
                    className="flex min-h-9 w-full items-center rounded-md border border-line px-3 text-left hover:bg-raised"
                    onClick={() => setChosen([...chosen, each])}
                  >
                    <PersonLine person={each} />
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      )}
    </Dialog>
  )
}

function PersonLine({ person }: { person: Person }) {
  return (
    <span className="min-w-0 truncate">
      {person.name} <span className="text-muted">{person.distinct_ids.slice(0, 3).join(', ')}</span>
    </span>
  )
}

export function SplitDialog({ projectId, person, onClose, onDone }: Props) {
  const [chosen, setChosen] = useState<string[]>([])
  const [error, setError] = useState<Error | null>(null)
  const [isBusy, setBusy] = useState(false)
  const split = async () => {
    setBusy(true)
    setError(null)
    try {
      await changes.split(projectId, person.uuid, chosen)
      onDone(`Split off ${chosen.length === 1 ? 'one ID' : `${chosen.length} IDs`}.`)
    } catch (cause) {
      setError(cause as Error)
    }
    setBusy(false)
  }
  return (
    <Dialog
      title={`Split ${person.name}`}
      action="Split off"
      isDangerous
      isBusy={isBusy}
      isDisabled={chosen.length === 0}
      error={error}
      onClose={onClose}
      onAction={() => void split()}
    >
      <p>
        Each selected ID becomes a person of its own without properties. Its past and future events move with it, so
        counts of unique users rise, for the past too. {person.name} keeps its properties. Merging joins the IDs again.
      </p>
      <fieldset className="max-h-[45dvh] overflow-y-auto rounded-md border border-line">
        <legend className="sr-only">IDs to split off</legend>
        {person.distinct_ids.map((id) => (
          <label key={id} className="flex min-h-9 items-center gap-3 px-3 hover:bg-raised">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={(event) =>
                setChosen(event.target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
              }
            />
            <span className="min-w-0 font-mono text-[13px] break-all">{id}</span>
          </label>
        ))}
      </fieldset>
      {chosen.length === person.distinct_ids.length && (
        <p className="rounded-md bg-warning-soft px-3 py-2 text-warning">
          All {exactNumber(chosen.length)} IDs are selected. This person will have none left.
        </p>
      )}
    </Dialog>
  )
}

export function DeleteDialog({
  person,
  onClose,
  onDelete,
}: {
  person: Person
  onClose: () => void
  onDelete: (wishes: { events: boolean; recordings: boolean }) => void
}) {
  const [events, setEvents] = useState(false)
  const [recordings, setRecordings] = useState(false)
  return (
    <Dialog
      title={`Delete ${person.name}?`}
      action="Delete"
      isDangerous
      onClose={onClose}
      onAction={() => onDelete({ events, recordings })}
    >
      <p>
        This deletes the person and its properties. Its events stay and are still counted, but no longer belong to a
        person. If one of its {exactNumber(person.distinct_ids.length)} IDs sends another event, a new person is
        created.
      </p>
      <label className="flex items-center gap-3">
        <input type="checkbox" checked={events} onChange={(event) => setEvents(event.target.checked)} />
        Also delete all its events up to now
      </label>
      <label className="flex items-center gap-3">
        <input type="checkbox" checked={recordings} onChange={(event) => setRecordings(event.target.checked)} />
        Also delete its session recordings
      </label>
      <p className="text-muted">You have a few seconds to undo this; after that it is final.</p>
    </Dialog>
  )
}
