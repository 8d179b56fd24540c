/** Who may see and edit a flag. */
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api/client'
import { useChanges } from '../../../changes'
import { AccessTable, findRule, type Subject } from '../../../components/access-table'
import { Section } from '../../../components/form'
import { Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { type Flag, flagAccessQuery } from './api'

const LEVELS = ['none', 'viewer', 'editor', 'manager']

export function Access({ flag }: { flag: Flag }) {
  const project = useProject()
  const query = useQuery(flagAccessQuery(project.id, String(flag.id)))
  return (
    <Loaded query={query} skeleton={<Skeleton rows={4} />}>
      {(data) => <Rules flag={flag} data={data} />}
    </Loaded>
  )
}

type FlagAccess = Awaited<ReturnType<NonNullable<ReturnType<typeof flagAccessQuery>['queryFn']>>>

function Rules({ flag, data }: { flag: Flag; data: FlagAccess }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const set = (resource: string, subject: Subject, level: string, isUndo = false): void => {
    const before = findRule(data.access_controls, resource, subject)?.access_level ?? ''
    void run(
      () =>
        api.PUT('/api/projects/{project_id}/feature_flags/{id}/access_controls', {
          params: { path: { project_id: String(project.id), id: String(flag.id) } },
          body: {
            organization_member: subject.member ?? null,
            role: subject.role ?? null,
            access_level: level || null,
          } as never,
        }),
      isUndo ? 'Change undone.' : 'Access changed.',
      isUndo ? undefined : () => set(resource, subject, before, true),
    )
  }
  return (
    <Section
      title="Who can see and edit this flag"
      lead="Rules here override those for all flags in the project (Settings, Access). The creator always keeps access."
    >
      <AccessTable
        label="Access to this flag"
        columns={[{ resource: 'feature_flag', label: 'This flag', levels: LEVELS, otherwise: 'as all flags' }]}
        rules={data.access_controls}
        mayEdit={data.user_can_edit_access_levels && !isBusy}
        onSet={set}
      />
    </Section>
  )
}
