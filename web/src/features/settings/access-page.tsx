/** Who may do what in the project, as a table of people and roles against kinds of objects. */
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client'
import { meQuery } from '../../api/queries'
import { useChanges } from '../../changes'
import { Section, Switch } from '../../components/form'
import { ErrorState, Skeleton } from '../../components/states'
import { useProject } from '../../project'
import { type AccessRules, accessQuery, levelName, membersQuery, rolesQuery } from './api'

const ADMIN = 8
const RESOURCES = [
  { name: 'project', label: 'Project' },
  { name: 'feature_flag', label: 'Feature flags' },
  { name: 'dashboard', label: 'Dashboards' },
  { name: 'insight', label: 'Insights' },
  { name: 'notebook', label: 'Notebooks' },
  { name: 'session_recording', label: 'Recordings' },
  { name: 'account', label: 'Accounts' },
] as const
type ResourceName = (typeof RESOURCES)[number]['name']
const PROJECT_LEVELS = ['none', 'member', 'admin'] as const
const OBJECT_LEVELS = ['none', 'viewer', 'editor', 'manager'] as const
const WORDS: Record<string, string> = {
  none: 'No access',
  member: 'Member',
  admin: 'Admin',
  viewer: 'View',
  editor: 'Edit',
  manager: 'Manage',
}

type Rule = AccessRules['access_controls'][number]
interface Subject {
  member?: string
  role?: string
}

export function AccessPage() {
  const project = useProject()
  const { data: me } = useQuery(meQuery)
  const access = useQuery(accessQuery(project.id))
  const members = useQuery(membersQuery())
  const roles = useQuery(rolesQuery)
  const { run, isBusy } = useChanges()
  const error = access.error ?? members.error ?? roles.error
  if (error)
    return (
      <ErrorState
        error={error}
        onRetry={() => void Promise.all([access.refetch(), members.refetch(), roles.refetch()])}
      />
    )
  if (!access.data || !members.data || !roles.data || !me) return <Skeleton rows={6} />
  const rules = [...access.data.project.access_controls, ...access.data.resources.access_controls]
  const mayEdit = access.data.project.user_can_edit_access_levels
  const path = { project_id: String(project.id) }
  const find = (resource: string, { member, role }: Subject): Rule | undefined =>
    rules.find(
      (rule) =>
        rule.resource === resource && rule.organization_member === (member ?? null) && rule.role === (role ?? null),
    )
  const set = (resource: ResourceName, subject: Subject, level: string, isUndo = false): void => {
    const before = find(resource, subject)?.access_level ?? ''
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
      isUndo ? 'Changed back.' : 'Access changed.',
      isUndo ? undefined : () => set(resource, subject, before, true),
    )
  }
  const cells = (subject: Subject, name: string) =>
    RESOURCES.map(({ name: resource, label }) => (
      <td key={resource} className="px-2 py-1.5">
        <select
          aria-label={`${label} for ${name}`}
          className="min-h-8 w-full min-w-36 rounded border border-line-strong bg-surface px-1 disabled:opacity-60"
          value={find(resource, subject)?.access_level ?? ''}
          disabled={!mayEdit || isBusy}
          onChange={(event) => set(resource, subject, event.target.value)}
        >
          <option value="">
            {subject.member || subject.role
              ? 'As everybody'
              : resource === 'project'
                ? `Default (${project.access_control ? 'no access' : 'member'})`
                : 'Default (edit)'}
          </option>
          {(resource === 'project' ? PROJECT_LEVELS : OBJECT_LEVELS).map((level) => (
            <option key={level} value={level}>
              {WORDS[level]}
            </option>
          ))}
        </select>
      </td>
    ))
  const head = 'sticky left-0 max-w-52 min-w-36 truncate bg-surface px-3 py-1.5 text-left font-medium'
  return (
    <Section
      title={`Access to ${project.name}`}
      lead="Administrators and owners of the organization may do everything, and who made something keeps it. For everybody else, the rules here decide: those that name a person or one of their roles outrank the row for everybody, and of several the highest holds."
    >
      <Switch
        label="Private project"
        hint="Only for those who are given access below, and for administrators and owners."
        checked={project.access_control}
        disabled={!mayEdit || isBusy}
        onChange={(checked) =>
          void run(
            () => api.PATCH('/api/projects/{project_id}', { params: { path }, body: { access_control: checked } }),
            checked ? 'The project is private.' : 'The project is open to the organization.',
          )
        }
      />
      {/* tabIndex: a region that scrolls has to be reachable by keyboard. */}
      <section
        className="overflow-x-auto rounded-md border border-line"
        aria-label="Access by person and role"
        tabIndex={0}
      >
        <table className="w-full border-collapse">
          <thead>
            <tr className="border-b border-line text-left text-[13px] text-muted">
              <th scope="col" className={head}>
                Who
              </th>
              {RESOURCES.map(({ name, label }) => (
                <th key={name} scope="col" className="px-2 py-2 font-medium whitespace-nowrap">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            <tr>
              <th scope="row" className={head}>
                Everybody
              </th>
              {cells({}, 'everybody')}
            </tr>
            {roles.data.results.map((role) => (
              <tr key={role.id}>
                <th scope="row" className={head} title={role.name}>
                  {role.name}
                  <span className="block text-[13px] font-normal text-muted">Role of {role.members.length}</span>
                </th>
                {cells({ role: role.id }, role.name)}
              </tr>
            ))}
            {members.data.results.map((member) => (
              <tr key={member.id}>
                <th scope="row" className={head} title={member.user.email}>
                  {member.user.first_name || member.user.email}
                  <span className="block truncate text-[13px] font-normal text-muted">{member.user.email}</span>
                </th>
                {member.level >= ADMIN ? (
                  <td colSpan={RESOURCES.length} className="px-3 py-2 text-muted">
                    Everything, as {levelName(member.level).toLowerCase()}
                  </td>
                ) : (
                  cells({ member: member.id }, member.user.email)
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {!mayEdit && <p className="text-[13px] text-muted">Administrators of the project can change this.</p>}
    </Section>
  )
}
