/** Settings of the project: searchable, each saved on its own, with Undo. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client'
import { Button, SearchInput } from '../../../components/controls'
import { ConfirmByName, Section } from '../../../components/form'
import { useGuard } from '../../../components/reauthentication'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { ADMIN, type Project, projectQuery } from './api'
import { SettingField } from './project-fields'
import { GROUPS } from './project-settings'
import { Tokens } from './project-tokens'

export function ProjectPage() {
  const query = useQuery(projectQuery(useProject().id))
  return (
    <Loaded query={query} skeleton={<Skeleton rows={8} />} className="flex flex-col gap-6">
      {(project) => <ProjectSettings project={project} />}
    </Loaded>
  )
}

function ProjectSettings({ project }: { project: Project }) {
  const [search, setSearch] = useState('')
  const words = search.trim().toLowerCase()
  const groups = GROUPS.map((group) => ({
    ...group,
    settings: group.settings.filter(({ label, hint, field }) =>
      `${group.title} ${label} ${hint} ${field}`.toLowerCase().includes(words),
    ),
  })).filter(({ settings }) => settings.length > 0)
  return (
    <>
      <div className="w-full max-w-sm">
        <SearchInput label="Find a setting" value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      {words === '' && <Tokens project={project} />}
      {groups.length === 0 && (
        <EmptyState title="No settings match">
          <Button onClick={() => setSearch('')}>Show all</Button>
        </EmptyState>
      )}
      {groups.map((group) => (
        <Section key={group.title} title={group.title} lead={group.lead}>
          {group.settings.map((setting) => (
            <SettingField key={setting.field} setting={setting} project={project} />
          ))}
        </Section>
      ))}
      {words === '' && <DangerZone project={project} />}
    </>
  )
}

function DangerZone({ project }: { project: Project }) {
  const guard = useGuard()
  const [isDeleting, setDeleting] = useState(false)
  if ((project.effective_membership_level ?? 0) < ADMIN) return null
  return (
    <Section title="Delete the project">
      <p className="text-muted">
        Its events, persons, recordings and flags are deleted with it. This cannot be undone.
      </p>
      <Button look="danger" className="self-start" onClick={() => setDeleting(true)}>
        Delete project
      </Button>
      {isDeleting && (
        <ConfirmByName
          title="Delete the project"
          name={project.name}
          action="Delete project"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            // Do not refetch: the project is gone.
            await guard(() =>
              api.DELETE('/api/projects/{project_id}', { params: { path: { project_id: String(project.id) } } }),
            )
            location.assign('/settings/projects')
          }}
        >
          <p>
            It disappears for everyone at once. SDKs that use its token are refused, and its data is deleted in the
            background.
          </p>
        </ConfirmByName>
      )}
    </Section>
  )
}
