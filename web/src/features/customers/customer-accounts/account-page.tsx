/** An account: who looks after it, what is known about it, its notebooks, and what its people do; arranged by the project's layout. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { LayoutTemplate, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { RequestError } from '../../../api/client'
import { Button } from '../../../components/controls'
import { ConfirmByName } from '../../../components/form'
import { ObjectHistory } from '../../../components/object-history'
import { resultsSoFar } from '../../../components/picker'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, PageError, SmallError, together } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { useProject } from '../../../project'
import { TagsEditor } from '../../analytics/insights/tags-editor'
import { TextCommit } from '../../analytics/insights/text-commit'
import { groupTypesQuery } from '../../people/groups/api'
import { Related } from '../../people/groups/related'
import { EventTimeline } from '../../people/persons/event-timeline'
import { membersQuery, projectQuery } from '../../workspace/settings/api'
import { ACCOUNT_PARTS, type ProfileConfig, profileQuery, readProfile } from '../customer-profiles/profile'
import { ProfileDialog } from '../customer-profiles/profile-dialog'
import { GroupPanel, NotTied } from './account-group'
import { LinksPanel } from './account-links'
import { NotebookDrawer, Notebooks } from './account-notebooks'
import { Panel, Row } from './account-panels'
import {
  type Account,
  accountQuery,
  deleteAccount,
  type Holder,
  ROLES,
  type Role,
  updateAccount,
  useAccountSettings,
} from './api'
import { CustomProperties } from './custom-properties'
import { RoleSelect } from './role-select'
import { UsageStrip } from './usage-strip'
import { useAccountChanges } from './use-account-changes'

const route = getRouteApi('/app/accounts/$id')

export function AccountPage() {
  const project = useProject()
  const { id } = route.useParams()
  const { groupType } = useAccountSettings()
  // Wait for the project's layout and settings: the default layout must not flash up first, and settings format numbers.
  const query = together(
    useQuery(accountQuery(project.id, id)),
    useQuery(projectQuery(project.id)),
    useQuery(profileQuery(project.id, `group_${groupType}`)),
  )
  return (
    <>
      {!query.data && <PageHeader title="Account" />}
      <Loaded
        query={query}
        failed={(error) =>
          error instanceof RequestError && error.status === 404 ? (
            <EmptyState title="This account does not exist, or was deleted">
              <Link to="/accounts" className="text-accent underline">
                All accounts
              </Link>
            </EmptyState>
          ) : (
            <PageError error={error} onRetry={query.refetch} />
          )
        }
      >
        {([account, , configs]) => <AccountView key={account.id} account={account} config={configs[0]} />}
      </Loaded>
    </>
  )
}

function AccountView({ account, config }: { account: Account; config: ProfileConfig | undefined }) {
  const project = useProject()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { groupType, currency } = useAccountSettings()
  const change = useAccountChanges()
  const members = useQuery(membersQuery())
  const types = useQuery(groupTypesQuery(project.id))
  const scope = `group_${groupType}`
  const profile = readProfile(ACCOUNT_PARTS, config)
  const [dialog, setDialog] = useState<'delete' | 'layout' | null>(null)
  const [opened, setOpened] = useState<string | null>(null)
  const people = resultsSoFar(members).map(({ user }) => ({
    value: String(user.id),
    label: user.first_name || user.email,
    email: user.email,
  }))
  // A user who is not among the loaded members has left. Until they are loaded, show nothing.
  const nameOf = (id: number | null) =>
    id === null || !members.data ? '' : (people.find(({ value }) => value === String(id))?.label ?? 'former member')
  const properties = account.properties as Record<string, unknown>
  /** Saves a change, with an undo that restores the old values. */
  const update = (body: Parameters<typeof updateAccount>[2], done: string) => {
    const before = Object.fromEntries(Object.keys(body).map((key) => [key, account[key as keyof Account]]))
    change(
      () => updateAccount(project.id, account.id, body),
      done,
      () => change(() => updateAccount(project.id, account.id, before)),
    )
  }
  const setRole = (role: Role, label: string, holder: Holder | null) =>
    update({ properties: { ...properties, [role]: holder } }, `${label} changed`)
  const hasGroup = types.data !== undefined && types.data.length > 0 && !!account.external_id
  const goTo = (next: Partial<typeof search>) =>
    void navigate({ to: '/accounts/$id', params: { id: account.id }, search: { ...search, ...next }, replace: true })
  const parts = profile.content.filter((type) => type !== 'ph-usage-metrics')
  const tab = parts.includes(search.tab) ? search.tab : (parts[0] ?? '')

  const panels: Record<string, ReactNode> = {
    'ph-notebooks': (
      <Panel key="ph-notebooks" title="Notebooks">
        <Notebooks account={account} onOpen={setOpened} />
      </Panel>
    ),
    'ph-roles': (
      <Panel key="ph-roles" title="Account team">
        {ROLES.map(({ key, label }) => (
          <Row key={key} label={label}>
            <RoleSelect
              account={account}
              role={key}
              label={label}
              people={people}
              onChange={(holder) => setRole(key, label, holder)}
            />
          </Row>
        ))}
        {members.error && !members.data && <SmallError error={members.error} onRetry={() => void members.refetch()} />}
      </Panel>
    ),
    'ph-custom-properties': (
      <Panel key="ph-custom-properties" title="Custom properties">
        <CustomProperties
          projectId={project.id}
          account={account}
          currency={currency}
          nameOf={nameOf}
          onChange={change}
        />
      </Panel>
    ),
    'ph-group-properties': hasGroup && (
      <GroupPanel key="ph-group-properties" groupType={groupType} groupKey={account.external_id!} />
    ),
    'ph-links': <LinksPanel key="ph-links" account={account} onUpdate={update} />,
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 pt-4 md:px-6">
        <h1 className="sr-only">{account.name}</h1>
        <TextCommit
          label="Name of the account"
          value={account.name}
          isLarge
          maxLength={400}
          className="min-w-0 flex-1 max-sm:basis-full"
          onCommit={(name) => name.trim() !== '' && name !== account.name && update({ name }, 'Renamed')}
        />
        <Button onClick={() => setDialog('layout')}>
          <LayoutTemplate size={16} aria-hidden /> Layout
        </Button>
        <Button onClick={() => setDialog('delete')}>
          <Trash2 size={16} aria-hidden /> Delete
        </Button>
      </div>
      <div className="px-4 pb-2 text-[13px] text-muted md:px-6">
        <TagsEditor tags={account.tags} onChange={(tags) => update({ tags }, 'Tags changed')} />
      </div>
      <div className="grid gap-6 px-4 pb-10 md:px-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        {/* On a phone, content that loads later must not push down what is below it. */}
        <div className="flex min-w-0 flex-col gap-4 max-xl:min-h-[90dvh]">
          {profile.content.includes('ph-usage-metrics') && (hasGroup || (!types.data && account.external_id)) && (
            <div className="min-h-24">
              {hasGroup && (
                <UsageStrip
                  projectId={project.id}
                  groupType={groupType}
                  of={{ groupType, key: account.external_id! }}
                  currency={currency}
                />
              )}
            </div>
          )}
          {parts.length > 0 && (
            <Tabs
              label="About this account"
              tabs={parts.map((type) => ({
                name: type,
                title: ACCOUNT_PARTS.content.find((part) => part.type === type)!.title,
              }))}
              value={tab}
              onChange={(name) => goTo({ tab: name })}
            >
              {tab === 'ph-activity' ? (
                <ObjectHistory projectId={project.id} of={{ account: account.id }} timeZone={project.timezone} />
              ) : !hasGroup ? (
                <Loaded query={types}>{({ length }) => <NotTied hasTypes={length > 0} />}</Loaded>
              ) : tab === 'ph-related-persons' ? (
                <Related projectId={project.id} type={String(groupType)} groupKey={account.external_id!} />
              ) : (
                <EventTimeline
                  projectId={project.id}
                  of={{ group: [groupType, account.external_id!] }}
                  filter={search}
                  onFilter={goTo}
                  timeZone={project.timezone}
                />
              )}
            </Tabs>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-6">{profile.sidebar.map((type) => panels[type])}</div>
      </div>
      {dialog === 'delete' && (
        <ConfirmByName
          title="Delete account"
          name={account.name}
          action="Delete"
          onClose={() => setDialog(null)}
          onConfirm={async () => {
            await deleteAccount(project.id, account.id)
            await navigate({ to: '/accounts' })
          }}
        >
          <p>Its custom properties are deleted with it. Its notebooks and events stay.</p>
        </ConfirmByName>
      )}
      {dialog === 'layout' && (
        <ProfileDialog
          projectId={project.id}
          scope={scope}
          parts={ACCOUNT_PARTS}
          profile={profile}
          onClose={() => setDialog(null)}
        />
      )}
      {opened && <NotebookDrawer key={opened} id={opened} account={account} onClose={() => setOpened(null)} />}
    </>
  )
}
