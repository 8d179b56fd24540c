/** The projects of the organization: create, open, delete. */

import { exactNumber } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Section } from '../../../components/form'
import { NameDialog } from '../../../components/name-dialog'
import { RefreshNote } from '../../../components/refresh-note'
import { Loaded, Skeleton } from '../../../components/states'
import { ADMIN, demoQuery, projectDeletionsQuery, projectsQuery } from './api'

const CURRENT = { organization_id: '@current' }

export function ProjectsPage() {
  const { data: me } = useQuery(meQuery)
  const query = useQuery(projectsQuery)
  const { run, isBusy } = useChanges()
  const [isNew, setNew] = useState(false)
  const level = me?.organization?.membership_level ?? 0
  const mayCreate = level >= ADMIN || me?.organization?.members_can_create_projects === true
  const create = (body: { name?: string; is_demo?: boolean }) =>
    run(() =>
      api.POST('/api/organizations/{organization_id}/projects', { params: { path: CURRENT }, body: body as never }),
    )
  const open = (id: number) =>
    void run(() =>
      api.PATCH('/api/users/{user_uuid}', { params: { path: { user_uuid: '@me' } }, body: { set_current_team: id } }),
    )
  return (
    <>
      <Section title="Projects" lead="Each has its own events, persons, flags and settings, and a token for its SDKs.">
        <div className="flex flex-wrap gap-2">
          {mayCreate && (
            <Button look="primary" onClick={() => setNew(true)}>
              <Plus size={16} aria-hidden /> New project
            </Button>
          )}
          {query.data && !query.data.results.some(({ is_demo }) => is_demo) && (
            <Button disabled={isBusy} onClick={() => void create({ is_demo: true })}>
              New project with sample data
            </Button>
          )}
        </div>
        <Loaded query={query} skeleton={<Skeleton rows={3} />}>
          {(data) => (
            <ul aria-label="Projects" className="flex flex-col divide-y divide-line">
              {data.results.map((project) => (
                <li key={project.id} className="flex flex-wrap items-center gap-3 py-2">
                  <span className="min-w-0 flex-1 basis-56">
                    <span className="font-medium break-words">{project.name}</span>
                    {project.id === me?.team?.id && <span className="ml-2 text-accent">Open now</span>}
                    <span className="block text-[13px] text-muted">
                      {project.timezone}
                      {project.access_control ? ' · private' : ''}
                      {project.is_demo ? ' · sample data' : ''}
                      {project.ingested_event ? '' : ' · no events yet'}
                    </span>
                    {project.is_demo && <DemoProgress projectId={project.id} />}
                  </span>
                  {project.id !== me?.team?.id && (
                    <Button disabled={isBusy} onClick={() => open(project.id)} aria-label={`Open ${project.name}`}>
                      Open
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </Section>
      {level >= ADMIN && <Deletions />}
      {isNew && (
        <NameDialog
          title="New project"
          action="Create"
          maxLength={200}
          isBusy={isBusy}
          onClose={() => setNew(false)}
          onSave={(name) => void create({ name }).then((done) => done && location.assign('/setup'))}
        />
      )}
    </>
  )
}

function DemoProgress({ projectId }: { projectId: number }) {
  const { data } = useQuery(demoQuery(projectId))
  if (!data?.is_generating_demo_data) return null
  return (
    <label className="mt-1 flex items-center gap-3 text-[13px] text-muted">
      Filling
      <progress
        className="h-2 min-w-24 flex-1 accent-accent"
        max={data.events_total ?? undefined}
        value={data.events_total ? data.events_sent : undefined}
      />
      {data.events_total ? `${exactNumber(data.events_sent ?? 0)} of ${exactNumber(data.events_total)} events` : ''}
    </label>
  )
}

/** Projects that are being deleted, with their progress. */
function Deletions() {
  const query = useQuery(projectDeletionsQuery)
  const running = query.data?.results.filter(({ finished_at }) => !finished_at)
  // Report a failure only while a deletion is known to run. Otherwise the list above reports it.
  if (!running || running.length === 0) return null
  return (
    <Section title="Being deleted">
      <ul aria-label="Projects that are being deleted" className="relative flex flex-col gap-2">
        <RefreshNote queries={[query]} />
        {running.map((deletion) => (
          <li key={deletion.project_id}>
            <label className="flex flex-wrap items-center gap-3">
              <span className="min-w-0 break-words">{deletion.name}</span>
              <progress
                className="h-2 min-w-32 flex-1 accent-accent"
                max={deletion.rows_total ?? undefined}
                value={deletion.rows_total === null ? undefined : deletion.rows_deleted}
              />
              {deletion.rows_total !== null &&
                `${exactNumber(deletion.rows_deleted)} of ${exactNumber(deletion.rows_total)} rows`}
            </label>
          </li>
        ))}
      </ul>
    </Section>
  )
}
