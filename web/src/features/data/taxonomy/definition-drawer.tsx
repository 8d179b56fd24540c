/** What is known about an event or a property: how often it comes, what it looks like, who relies on it. */
import { addressOf, kindOfPath } from '@hedgerow/shared/kinds'
import { eventName, propertyName } from '@hedgerow/shared/query/names'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Drawer } from '../../../components/drawer'
import { Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { TagsEditor } from '../../analytics/insights/tags-editor'
import { type Definition, deleteDefinition, type Kind, updateDefinition, usesQuery } from './api'
import { Companions, Examples, Values, Volume } from './definition-sections'

interface Props {
  kind: Kind
  definition: Definition
  onClose: () => void
}

export function DefinitionDrawer({ kind, definition, onClose }: Props) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const [isDeleting, setDeleting] = useState(false)
  const isEvent = kind === 'events'
  const name = isEvent ? eventName(definition.name) : propertyName(definition.name)
  const remove = async () => {
    const done = await run(async () => {
      await deleteDefinition(project.id, kind, definition.id)
      return true
    }, `${name} was deleted`)
    if (done) onClose()
  }
  return (
    <Drawer title={name} lead={definition.name} onClose={onClose}>
      <div className="flex flex-col gap-6">
        {definition.description && <p className="whitespace-pre-wrap">{definition.description}</p>}
        <dl className="grid grid-cols-[8rem_1fr] gap-x-3 gap-y-1">
          {definition.last_seen_at && (
            <>
              <dt className="text-muted">Last seen</dt>
              <dd>
                <TimeAgo iso={definition.last_seen_at} />
              </dd>
            </>
          )}
          {definition.created_at && (
            <>
              <dt className="text-muted">First seen</dt>
              <dd>
                <TimeAgo iso={definition.created_at} />
              </dd>
            </>
          )}
          {!isEvent && (
            <>
              <dt className="text-muted">Type</dt>
              <dd>{definition.property_type ?? 'unknown'}</dd>
            </>
          )}
          {definition.verified_by && (
            <>
              <dt className="text-muted">Verified by</dt>
              <dd>{definition.verified_by.first_name || definition.verified_by.email}</dd>
            </>
          )}
          <dt className="text-muted">Tags</dt>
          <dd>
            <TagsEditor
              tags={definition.tags}
              onChange={(tags) =>
                void run(
                  () => updateDefinition(project.id, kind, definition.id, { tags }),
                  'Tags changed',
                  () => void run(() => updateDefinition(project.id, kind, definition.id, { tags: definition.tags })),
                )
              }
            />
          </dd>
        </dl>
        {isEvent && <Volume name={definition.name} />}
        {isEvent ? <Examples name={definition.name} /> : <Values kind={kind} name={definition.name} />}
        {kind !== 'person' && <Companions kind={kind} name={definition.name} />}
        <Uses kind={kind} id={definition.id} />
        <div>
          <Button look="bare" onClick={() => setDeleting(true)}>
            <Trash2 size={15} aria-hidden /> Delete this definition
          </Button>
        </div>
      </div>
      {isDeleting && (
        <Dialog
          title={`Delete ${name}`}
          action="Delete"
          isDangerous
          isBusy={isBusy}
          onClose={() => setDeleting(false)}
          onAction={() => void remove()}
        >
          <p>
            Its description and tags are deleted. Events stay, and the next event that contains it creates it again.
          </p>
        </Dialog>
      )}
    </Drawer>
  )
}

type Using = Awaited<ReturnType<NonNullable<ReturnType<typeof usesQuery>['queryFn']>>>

/** Everything that uses a definition, with its page. IDs are those of URLs. */
function usesOf(using: Using) {
  return Object.entries(using).flatMap(([path, uses]) => {
    const kind = kindOfPath(path)
    return uses.map(({ id, name }) => ({
      id,
      name,
      what: kind?.noun ?? path,
      to: kind ? addressOf(kind, { id, short_id: id }) : null,
    }))
  })
}

function Uses({ kind, id }: { kind: Kind; id: string }) {
  const project = useProject()
  const query = useQuery(usesQuery(project.id, kind, id))
  return (
    <section aria-label="Used in">
      <h3 className="pb-1 font-semibold">Used in</h3>
      <Loaded
        query={query}
        skeleton={<Skeleton rows={2} />}
        isEmpty={(data) => usesOf(data).length === 0}
        empty={<p className="text-muted">No insight, cohort, action or feature flag uses it.</p>}
      >
        {(data) => (
          <ul className="divide-y divide-line rounded-md border border-line">
            {usesOf(data).map((use) => (
              <li key={`${use.what}:${use.id}`} className="flex justify-between gap-3 px-3 py-1">
                {use.to ? (
                  <Link to={use.to as never} className="min-w-0 truncate text-accent hover:underline">
                    {use.name}
                  </Link>
                ) : (
                  <span className="min-w-0 truncate">{use.name}</span>
                )}
                <span className="shrink-0 text-[13px] text-muted">{use.what}</span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}
