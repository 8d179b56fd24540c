/** One person: its name, properties, events, IDs, groups and history. */

import { eventTime } from '@hedgerow/shared/format'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { GitMerge, LayoutTemplate, Scissors, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { RequestError } from '../../../api/client'
import { CopyButton } from '../../../components/code-block'
import { Button } from '../../../components/controls'
import { ObjectHistory } from '../../../components/object-history'
import { PropertyEditor } from '../../../components/property-editor'
import { EmptyState, Loaded, PageError, Skeleton, together } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { useToasts } from '../../../components/toasts'
import { useProject } from '../../../project'
import { useAccountSettings } from '../../customers/customer-accounts/api'
import { UsageStrip } from '../../customers/customer-accounts/usage-strip'
import { PERSON_PARTS, type ProfileConfig, profileQuery, readProfile } from '../../customers/customer-profiles/profile'
import { ProfileDialog } from '../../customers/customer-profiles/profile-dialog'
import { PersonRecordings } from '../../data/replay/list/person-recordings'
import { projectQuery } from '../../workspace/settings/api'
import { changes, type Person, personQuery } from './api'
import { EventTimeline } from './event-timeline'
import { DeleteDialog, MergeDialog, SplitDialog } from './person-dialogs'
import { Groups } from './person-groups'
import { DistinctIds, PropertyHistory } from './person-history'

const route = getRouteApi('/app/persons/$id')
/** Names of the tabs in the URL, by their type in the layout. */
const TABS = {
  'ph-person-feed': 'events',
  'ph-recording-playlist': 'recordings',
  'ph-distinct-ids': 'ids',
  'ph-related-groups': 'groups',
  'ph-activity': 'history',
} as const

export function PersonPage() {
  const project = useProject()
  const { id } = route.useParams()
  // Wait for the project's layout and settings: the default layout must not flash up first, and settings format numbers.
  const query = together(
    useQuery(personQuery(project.id, id)),
    useQuery(profileQuery(project.id, 'person')),
    useQuery(projectQuery(project.id)),
  )
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={8} />}
      failed={(error) =>
        error instanceof RequestError && (error.status === 404 || error.status === 400) ? (
          <EmptyState title="Person not found">
            <p>It may have been deleted, or merged into another person.</p>
            <Link to="/persons" className="text-accent underline">
              All persons
            </Link>
          </EmptyState>
        ) : (
          <PageError error={error} onRetry={query.refetch} />
        )
      }
    >
      {([person, configs]) => <PersonView key={person.uuid} person={person} config={configs[0]} />}
    </Loaded>
  )
}

function PersonView({ person, config }: { person: Person; config: ProfileConfig | undefined }) {
  const project = useProject()
  const { tab: wanted, event, from, to } = route.useSearch()
  const { groupType, currency } = useAccountSettings()
  const profile = readProfile(PERSON_PARTS, config)
  const tabs = profile.content
    .filter((type): type is keyof typeof TABS => type in TABS)
    .map((type) => ({ name: TABS[type], title: PERSON_PARTS.content.find((part) => part.type === type)!.title }))
  const tab = tabs.some(({ name }) => name === wanted) ? wanted : (tabs[0]?.name ?? wanted)
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const [dialog, setDialog] = useState<'merge' | 'split' | 'delete' | 'layout' | null>(null)
  const params = { id: person.uuid }
  const search = { tab, event, from, to }
  const set = (change: Partial<typeof search>) =>
    void navigate({ to: '/persons/$id', params, search: { ...search, ...change }, replace: true })
  const refresh = () =>
    queryClient.invalidateQueries({
      predicate: ({ queryKey: [name] }) => name !== 'me' && name !== 'preflight',
    })

  const setProperty = async (key: string, value: unknown) => {
    const had = Object.hasOwn(person.properties, key)
    const before = person.properties[key]
    await changes.setProperty(project.id, person.uuid, key, value)
    await refresh()
    toasts.done(`${key} was ${had ? 'changed' : 'added'}.`, () => {
      const back = had
        ? changes.setProperty(project.id, person.uuid, key, before)
        : changes.deleteProperty(project.id, person.uuid, key)
      void back.then(refresh).catch((error: Error) => toasts.problem(error.message))
    })
  }
  const removeProperty = async (key: string) => {
    const before = person.properties[key]
    try {
      await changes.deleteProperty(project.id, person.uuid, key)
      await refresh()
      toasts.done(`${key} was removed.`, () => {
        void changes
          .setProperty(project.id, person.uuid, key, before)
          .then(refresh)
          .catch((error: Error) => toasts.problem(error.message))
      })
    } catch (error) {
      toasts.problem((error as Error).message)
    }
  }
  const remove = (wishes: { events: boolean; recordings: boolean }) => {
    setDialog(null)
    toasts.later(
      `${person.name} is being deleted.`,
      () => {
        changes
          .remove(project.id, person.uuid, wishes)
          .then(refresh)
          .catch((error: Error) => toasts.problem(`${person.name} was not deleted: ${error.message}`))
      },
      () => void navigate({ to: '/persons/$id', params, search }),
    )
    void navigate({ to: '/persons' })
  }
  const done = (message: string) => {
    setDialog(null)
    toasts.done(message)
    void refresh()
  }

  return (
    <div className="flex flex-col gap-5 px-4 pt-5 pb-10 md:px-6">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="text-[13px] text-muted">
            <Link to="/persons" className="underline">
              Persons
            </Link>
          </p>
          <h1 className="text-xl font-semibold break-words">{person.name}</h1>
          <p className="flex flex-wrap gap-x-4 gap-y-1 pt-1 text-[13px] text-muted">
            <span>{person.is_identified ? 'Identified' : 'Not identified'}</span>
            <span>
              First seen <time dateTime={person.created_at}>{eventTime(person.created_at, project.timezone)}</time>
            </span>
            {person.last_seen_at && (
              <span>
                Last seen <time dateTime={person.last_seen_at}>{eventTime(person.last_seen_at, project.timezone)}</time>
              </span>
            )}
            <span className="font-mono break-all">{person.uuid}</span>
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={person.uuid} label="Copy ID" />
          <Button onClick={() => setDialog('layout')}>
            <LayoutTemplate size={16} aria-hidden /> Layout
          </Button>
          <Button onClick={() => setDialog('merge')}>
            <GitMerge size={16} aria-hidden /> Merge…
          </Button>
          <Button onClick={() => setDialog('split')} disabled={person.distinct_ids.length === 0}>
            <Scissors size={16} aria-hidden /> Split…
          </Button>
          <Button onClick={() => setDialog('delete')}>
            <Trash2 size={16} aria-hidden /> Delete…
          </Button>
        </div>
      </header>
      {profile.content.includes('ph-usage-metrics') && (
        <UsageStrip
          projectId={project.id}
          groupType={groupType}
          of={{ person: person.uuid }}
          currency={currency}
          isQuiet
        />
      )}
      <div
        className={`grid min-w-0 gap-6 ${profile.sidebar.length > 0 ? 'lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]' : ''}`}
      >
        {profile.sidebar.includes('ph-person-properties') && (
          <PropertyEditor
            properties={person.properties}
            onSet={setProperty}
            onRemove={removeProperty}
            history={(key) => (
              <PropertyHistory projectId={project.id} id={person.uuid} name={key} timeZone={project.timezone} />
            )}
          />
        )}
        <div className="min-w-0 max-lg:order-first">
          <Tabs label="About this person" tabs={tabs} value={tab} onChange={(name) => set({ tab: name })}>
            {tab === 'events' && (
              <EventTimeline
                projectId={project.id}
                of={{ personId: person.uuid }}
                filter={{ event, from, to }}
                onFilter={set}
                timeZone={project.timezone}
              />
            )}
            {tab === 'recordings' && <PersonRecordings person={person.uuid} />}
            {tab === 'ids' && <DistinctIds ids={person.distinct_ids} />}
            {tab === 'groups' && <Groups projectId={project.id} id={person.uuid} />}
            {tab === 'history' && (
              <ObjectHistory projectId={project.id} of={{ person: person.uuid }} timeZone={project.timezone} />
            )}
          </Tabs>
        </div>
      </div>
      {dialog === 'merge' && (
        <MergeDialog projectId={project.id} person={person} onClose={() => setDialog(null)} onDone={done} />
      )}
      {dialog === 'split' && (
        <SplitDialog projectId={project.id} person={person} onClose={() => setDialog(null)} onDone={done} />
      )}
      {dialog === 'layout' && (
        <ProfileDialog
          projectId={project.id}
          scope="person"
          parts={PERSON_PARTS}
          profile={profile}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'delete' && <DeleteDialog person={person} onClose={() => setDialog(null)} onDelete={remove} />}
    </div>
  )
}
