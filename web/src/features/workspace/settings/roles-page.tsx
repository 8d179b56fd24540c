/** Roles: named groups of people, which access rules can refer to. */
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { ConfirmByName, Section } from '../../../components/form'
import { NameDialog } from '../../../components/name-dialog'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { membersQuery, type Role, rolesQuery } from './api'

const CURRENT = { organization_id: '@current' }
const ADMIN = 8

export function RolesPage() {
  const { data: me } = useQuery(meQuery)
  const query = useQuery(rolesQuery)
  const { run, isBusy } = useChanges()
  const [isNew, setNew] = useState(false)
  const mayEdit = (me?.organization?.membership_level ?? 0) >= ADMIN
  return (
    <Section title="Roles" lead="Group members by role, and set access rules for the whole role at once.">
      {mayEdit && (
        <Button look="primary" className="self-start" onClick={() => setNew(true)}>
          <Plus size={16} aria-hidden /> New role
        </Button>
      )}
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={(data) => data.results.length === 0}
        empty={
          <EmptyState title="No roles yet">
            <p>For example, Support can view feature flags and Engineering can change them.</p>
          </EmptyState>
        }
      >
        {(data) => (
          <ul aria-label="Roles" className="flex flex-col gap-4">
            {data.results.map((role) => (
              <RoleCard key={role.id} role={role} mayEdit={mayEdit} />
            ))}
          </ul>
        )}
      </Loaded>
      {isNew && (
        <NameDialog
          title="New role"
          action="Create"
          maxLength={200}
          isBusy={isBusy}
          onClose={() => setNew(false)}
          onSave={(name) =>
            void run(
              () =>
                api.POST('/api/organizations/{organization_id}/roles', { params: { path: CURRENT }, body: { name } }),
              `Created the role ${name}.`,
            ).then((done) => done && setNew(false))
          }
        />
      )}
    </Section>
  )
}

function RoleCard({ role, mayEdit }: { role: Role; mayEdit: boolean }) {
  const members = useQuery(membersQuery())
  const { run, isBusy } = useChanges()
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null)
  const path = { ...CURRENT, role_id: role.id }
  const patch = (body: object, done: string) =>
    run(() => api.PATCH('/api/organizations/{organization_id}/roles/{role_id}', { params: { path }, body }), done)
  const add = (uuid: string) =>
    run(() =>
      api.POST('/api/organizations/{organization_id}/roles/{role_id}/role_memberships', {
        params: { path },
        body: { user_uuid: uuid },
      }),
    )
  const others = members.data?.results.filter(
    ({ user }) => !role.members.some((member) => member.user.uuid === user.uuid),
  )
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 font-medium break-words">
          {role.name}
          {role.is_default && <span className="ml-2 text-[13px] text-muted">default for new members</span>}
        </h3>
        {mayEdit && (
          <>
            <Button onClick={() => setDialog('rename')} aria-label={`Rename ${role.name}`}>
              Rename
            </Button>
            <Button onClick={() => setDialog('delete')} aria-label={`Delete ${role.name}`}>
              Delete
            </Button>
          </>
        )}
      </div>
      <ul aria-label={`Members of ${role.name}`} className="flex flex-wrap gap-2">
        {role.members.length === 0 && <li className="text-muted">No members yet.</li>}
        {role.members.map((member) => (
          <li key={member.id} className="inline-flex max-w-full items-center rounded-md border border-line">
            <span className="truncate px-3 py-1.5">{member.user.first_name || member.user.email}</span>
            {mayEdit && (
              <button
                type="button"
                className="min-h-8 border-l border-line px-2 text-muted hover:text-text"
                aria-label={`Take ${role.name} from ${member.user.email}`}
                disabled={isBusy}
                onClick={() =>
                  void run(
                    () =>
                      api.DELETE('/api/organizations/{organization_id}/roles/{role_id}/role_memberships/{id}', {
                        params: { path: { ...path, id: member.id } },
                      }),
                    `${member.user.email} no longer has ${role.name}.`,
                    () => void add(member.user.uuid),
                  )
                }
              >
                <X size={14} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <div className="flex flex-wrap gap-3">
          <select
            aria-label={`Give ${role.name} to`}
            className="min-h-9 max-w-full rounded-md border border-line-strong bg-surface px-2"
            value=""
            disabled={isBusy || !others || others.length === 0}
            onChange={(event) => void add(event.target.value)}
          >
            <option value="">Add a member…</option>
            {others?.map(({ user }) => (
              <option key={user.uuid} value={user.uuid}>
                {user.first_name} {user.email}
              </option>
            ))}
          </select>
          <select
            aria-label={`Feature flags for ${role.name}`}
            className="min-h-9 max-w-full rounded-md border border-line-strong bg-surface px-2"
            value={String(role.feature_flags_access_level)}
            disabled={isBusy}
            onChange={(event) => void patch({ feature_flags_access_level: Number(event.target.value) }, 'Saved.')}
          >
            <option value="37">Can edit feature flags</option>
            <option value="21">Can only view feature flags</option>
          </select>
        </div>
      )}
      {role.associated_flags.length > 0 && (
        <p className="text-[13px] break-words text-muted">
          Can edit the flags {role.associated_flags.map(({ key }) => key).join(', ')}.
        </p>
      )}
      {dialog === 'rename' && (
        <NameDialog
          title="Rename role"
          action="Rename"
          name={role.name}
          maxLength={200}
          isBusy={isBusy}
          onClose={() => setDialog(null)}
          onSave={(name) => void patch({ name }, 'Renamed.').then((done) => done && setDialog(null))}
        />
      )}
      {dialog === 'delete' && (
        <ConfirmByName
          title="Delete role"
          name={role.name}
          action="Delete role"
          onClose={() => setDialog(null)}
          onConfirm={async () => {
            await run(
              () => api.DELETE('/api/organizations/{organization_id}/roles/{role_id}', { params: { path } }),
              `Deleted ${role.name}.`,
            )
            setDialog(null)
          }}
        >
          <p>Its {role.members.length} members lose the access that its rules grant. They stay in the organization.</p>
        </ConfirmByName>
      )}
    </li>
  )
}
