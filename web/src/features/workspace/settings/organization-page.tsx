/** Settings of the organization: its name, its rules, leaving and deleting it. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { BROWSER_ZONE } from '../../../browser-zone'
import { useChanges } from '../../../changes'
import { Button, Field, Select } from '../../../components/controls'
import { ConfirmByName, Section, Switch } from '../../../components/form'
import { HistoryList } from '../../../components/history-list'
import { NameDialog } from '../../../components/name-dialog'
import { rowsOf, ShowMore } from '../../../components/paging'
import { useGuard } from '../../../components/reauthentication'
import { Loaded, Skeleton } from '../../../components/states'
import { useToasts } from '../../../components/toasts'
import { organizationHistoryQuery, rolesQuery } from './api'

const CURRENT = { params: { path: { organization_id: '@current' } } }
const ADMIN = 8
const OWNER = 15

const SWITCHES = [
  {
    key: 'enforce_2fa',
    label: 'Require two-factor authentication',
    hint: 'Members without it cannot see the organization until they set it up. Set up your own first.',
  },
  { key: 'members_can_invite', label: 'Members can invite', hint: 'Otherwise only administrators and owners.' },
  {
    key: 'members_can_create_projects',
    label: 'Members can create projects',
    hint: 'Otherwise only administrators and owners.',
  },
  {
    key: 'members_can_use_personal_api_keys',
    label: 'Members can use personal API keys',
    hint: 'Administrators and owners always can.',
  },
  {
    key: 'allow_publicly_shared_resources',
    label: 'Allow public links',
    hint: 'Insights, dashboards, notebooks and recordings can be shared with people who have no account. Off stops existing links, too. Each project can forbid them as well.',
  },
  {
    key: 'allow_external_recipients',
    label: 'Reports may go to people outside of the organization',
    hint: 'Otherwise subscriptions send mail to members only.',
  },
  {
    key: 'default_anonymize_ips',
    label: 'New projects discard IP addresses',
    hint: 'Each project can decide otherwise.',
  },
  {
    key: 'is_member_join_email_enabled',
    label: 'Email when someone joins',
    hint: 'Each member can opt out.',
  },
] as const

export function OrganizationPage() {
  const { data: me } = useQuery(meQuery)
  const roles = useQuery(rolesQuery)
  const { run, isBusy } = useChanges()
  // After leaving or deleting the organization there is nothing to refetch.
  const guard = useGuard()
  const toasts = useToasts()
  const [dialog, setDialog] = useState<'create' | 'delete' | null>(null)
  const organization = me?.organization
  if (!me || !organization) return null
  const level = organization.membership_level ?? 0
  const mayEdit = level >= ADMIN
  const patch = (body: object, done: string, undo?: object) =>
    run(
      () => api.PATCH('/api/organizations/{organization_id}', { ...CURRENT, body }),
      done,
      undo && (() => void patch(undo, 'Change undone.')),
    )
  return (
    <>
      <Section title="Organization">
        <form
          key={organization.name}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            void patch({ name: new FormData(event.currentTarget).get('name') }, 'Name saved.', {
              name: organization.name,
            })
          }}
        >
          <Field
            label="Name"
            name="name"
            defaultValue={organization.name}
            maxLength={64}
            required
            disabled={!mayEdit}
          />
          {mayEdit && (
            <Button type="submit" className="self-start" disabled={isBusy}>
              Save
            </Button>
          )}
        </form>
        {!mayEdit && <p className="text-[13px] text-muted">Administrators and owners can change these settings.</p>}
      </Section>
      <Section title="Rules">
        {SWITCHES.map(({ key, label, hint }) => (
          <Switch
            key={key}
            label={label}
            hint={hint}
            checked={organization[key] === true}
            disabled={!mayEdit || isBusy}
            onChange={(checked) => void patch({ [key]: checked }, 'Saved.', { [key]: !checked })}
          />
        ))}
        <div className="max-w-72">
          <Loaded query={roles} skeleton={<Skeleton rows={2} />}>
            {({ results }) => (
              <Select
                label="Default role of new members"
                value={organization.default_role_id ?? ''}
                disabled={!mayEdit || isBusy}
                options={[{ value: '', label: 'None' }, ...results.map(({ id, name }) => ({ value: id, label: name }))]}
                onChange={(event) => void patch({ default_role_id: event.target.value || null }, 'Saved.')}
              />
            )}
          </Loaded>
        </div>
      </Section>
      <Section
        title="Another organization"
        lead="It has its own projects, members and rules. You switch between organizations above the menu."
      >
        <Button className="self-start" onClick={() => setDialog('create')}>
          New organization
        </Button>
      </Section>
      <Section title="Leave or delete">
        <div className="flex flex-wrap gap-2">
          <Button
            disabled={isBusy || level === OWNER}
            title={level === OWNER ? 'Make someone else an owner, then ask them to change your level' : undefined}
            onClick={() =>
              void guard(() =>
                api.DELETE('/api/organizations/{organization_id}/members/{user_uuid}', {
                  params: { path: { organization_id: '@current', user_uuid: '@me' } },
                }),
              ).then(
                () => location.assign('/'),
                (error: Error) => toasts.problem(error.message),
              )
            }
          >
            Leave {organization.name}
          </Button>
          {level === OWNER && (
            <Button look="danger" onClick={() => setDialog('delete')}>
              Delete organization
            </Button>
          )}
        </div>
        {level === OWNER && (
          <p className="text-[13px] text-muted">
            Owners cannot leave. You can make someone else an owner on the members page.
          </p>
        )}
      </Section>
      {mayEdit && <History />}
      {dialog === 'delete' && (
        <ConfirmByName
          title="Delete organization"
          name={organization.name}
          action="Delete everything"
          onClose={() => setDialog(null)}
          onConfirm={async () => {
            await guard(() => api.DELETE('/api/organizations/{organization_id}', CURRENT))
            location.assign('/')
          }}
        >
          <p>
            This deletes all {organization.projects.length} projects with their events, persons, recordings and flags,
            and all memberships, invitations and roles. SDKs that use their tokens are refused at once. This cannot be
            undone.
          </p>
        </ConfirmByName>
      )}
      {dialog === 'create' && <CreateDialog onClose={() => setDialog(null)} />}
    </>
  )
}

/** The activity log of the organization and its projects. */
function History() {
  const query = useInfiniteQuery(organizationHistoryQuery)
  return (
    <Section title="History">
      <Loaded query={query} skeleton={<Skeleton rows={3} />}>
        {(data) => <HistoryList entries={rowsOf(data)} timeZone={BROWSER_ZONE} showsObject />}
      </Loaded>
      <ShowMore query={query} label="Older entries" />
    </Section>
  )
}

function CreateDialog({ onClose }: { onClose: () => void }) {
  const { run, isBusy } = useChanges()
  return (
    <NameDialog
      title="New organization"
      action="Create"
      maxLength={64}
      isBusy={isBusy}
      onClose={onClose}
      onSave={(name) =>
        void run(() => api.POST('/api/organizations', { body: { name } }), `Created ${name}.`).then(
          (done) => done && location.assign('/setup'),
        )
      }
    />
  )
}
