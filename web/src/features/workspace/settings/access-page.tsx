/** Who may do what in the project, as a table of people and roles against kinds of objects. */
import { byHeading, headingOf, type KindNames, kindsWith, type Resource } from '@hedgerow/shared/kinds'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api/client'
import { useChanges } from '../../../changes'
import { AccessTable, findRule, type Subject } from '../../../components/access-table'
import { Section, Switch } from '../../../components/form'
import { Loaded } from '../../../components/states'
import { useProject } from '../../../project'
import { accessQuery } from './api'

const PROJECT_LEVELS = ['none', 'member', 'admin']
const OBJECT_LEVELS = ['none', 'viewer', 'editor', 'manager']
/** Columns of the table, by name. */
const COLUMNS = kindsWith((kind): kind is KindNames & { resource: Resource } => kind.resource !== undefined)
  .sort(byHeading)
  .map((kind) => ({ resource: kind.resource, label: headingOf(kind), levels: OBJECT_LEVELS, otherwise: 'edit' }))

export function AccessPage() {
  const query = useQuery(accessQuery(useProject().id))
  return <Loaded query={query}>{(data) => <Access data={data} />}</Loaded>
}

type AccessAnswer = Awaited<ReturnType<NonNullable<ReturnType<typeof accessQuery>['queryFn']>>>

function Access({ data }: { data: AccessAnswer }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const rules = [...data.project.access_controls, ...data.resources.access_controls]
  const mayEdit = data.project.user_can_edit_access_levels
  const path = { project_id: String(project.id) }
  const set = (resource: string, subject: Subject, level: string, isUndo = false): void => {
    const before = findRule(rules, resource, subject)?.access_level ?? ''
    const body = {
      organization_member: subject.member ?? null,
      role: subject.role ?? null,
      access_level: level || null,
    }
    void run(
      () =>
        resource === 'project'
          ? api.PUT('/api/projects/{project_id}/access_controls', { params: { path }, body: body as never })
          : api.PUT('/api/projects/{project_id}/resource_access_controls', {
              params: { path },
              body: { ...body, resource } as never,
            }),
      isUndo ? 'Change undone.' : 'Access changed.',
      isUndo ? undefined : () => set(resource, subject, before, true),
    )
  }
  return (
    <Section
      title={`Access to ${project.name}`}
      lead="Administrators and owners of the organization can do everything, and creators always keep access to what they created. These rules decide for everyone else. A rule for a person or one of their roles overrides the rule for everyone. If several apply, the highest level counts."
    >
      <Switch
        label="Private project"
        hint="Only people with access below, administrators and owners can open it."
        checked={project.access_control}
        disabled={!mayEdit || isBusy}
        onChange={(checked) =>
          void run(
            () => api.PATCH('/api/projects/{project_id}', { params: { path }, body: { access_control: checked } }),
            checked ? 'The project is private.' : 'The project is open to the organization.',
          )
        }
      />
      <AccessTable
        label="Access by person and role"
        columns={[
          {
            resource: 'project',
            label: 'Project',
            levels: PROJECT_LEVELS,
            otherwise: project.access_control ? 'no access' : 'member',
          },
          ...COLUMNS,
        ]}
        rules={rules}
        mayEdit={mayEdit && !isBusy}
        onSet={set}
      />
      {!mayEdit && <p className="text-[13px] text-muted">Administrators of the project can change this.</p>}
    </Section>
  )
}
