/** An account: who looks after it, what is known about it, its notebooks, and what its people do; arranged by the project's layout. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { LayoutTemplate, NotebookPen, Plus, Trash2 } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { RequestError } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Drawer } from '../../../components/drawer'
import { ConfirmByName } from '../../../components/form'
import { ObjectHistory } from '../../../components/object-history'
import { resultsSoFar } from '../../../components/picker'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, PageError, Skeleton, SmallError, together } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { valueText } from '../../../value-text'
import { TagsEditor } from '../../analytics/insights/tags-editor'
import { TextCommit } from '../../analytics/insights/text-commit'
import { propertyName } from '../../analytics/query/names'
import { groupTypesQuery } from '../../people/groups/api'
import { Related } from '../../people/groups/related'
import { EventTimeline } from '../../people/persons/event-timeline'
import { membersQuery, projectQuery } from '../../workspace/settings/api'
import { ACCOUNT_PARTS, type ProfileConfig, profileQuery, readProfile } from '../customer-profiles/profile'
import { ProfileDialog } from '../customer-profiles/profile-dialog'
import {
  type Account,
  accountNotebooksQuery,
  accountQuery,
  createAccountNotebook,
  deleteAccount,
  groupPropertiesQuery,
  type Holder,
  holderOf,
  LINKS,
  ROLES,
  type Role,
  updateAccount,
  useAccountSettings,
} from './api'
import { CustomProperties } from './custom-properties'
import { UsageStrip } from './usage-strip'

const NotebookEditor = lazy(() =>
  import('../notebooks/notebook-editor').then((module) => ({ default: module.NotebookEditor })),
)
const route = getRouteApi('/app/accounts/$id')

export function AccountPage() {
  const project = useProject()
  const { id } = route.useParams()
  const { groupType } = useAccountSettings()
  // The usual layout must not flash up before that of the project, and numbers are those of the project's settings.
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

/** Does changes of an account; when it is gone meanwhile, says that and shows it. */
function useAccountChanges() {
  const { run } = useChanges()
  const queryClient = useQueryClient()
  return <T,>(work: () => Promise<T>, done?: string, undo?: () => void) =>
    void run(
      () =>
        work().catch((problem) => {
          if (!(problem instanceof RequestError) || problem.status !== 404) throw problem
          void queryClient.invalidateQueries({ queryKey: ['account'] })
          throw new Error('This account was deleted meanwhile; nothing was changed.')
        }),
      done,
      undo,
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
  // Who is not among those that were read has left; before they were read, nobody has.
  const nameOf = (id: number | null) =>
    id === null || !members.data ? '' : (people.find(({ value }) => value === String(id))?.label ?? 'somebody who left')
  const properties = account.properties as Record<string, unknown>
  /** With an undo that puts back what was there. */
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
      <Panel key="ph-roles" title="Who looks after it">
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
    'ph-links': (
      <Panel key="ph-links" title="What it is called elsewhere">
        <Row label="External id">
          <TextCommit
            label="External id"
            value={account.external_id ?? ''}
            placeholder="–"
            maxLength={400}
            className="w-full"
            onCommit={(text) => update({ external_id: text.trim() || null }, 'External id changed')}
          />
        </Row>
        {LINKS.map(({ key, label }) => (
          <Row key={key} label={label}>
            <TextCommit
              label={label}
              value={String(properties[key] ?? '')}
              placeholder="–"
              className="w-full"
              onCommit={(text) =>
                update({ properties: { ...properties, [key]: text.trim() || null } }, `${label} changed`)
              }
            />
          </Row>
        ))}
      </Panel>
    ),
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
        {/* What stands below on a phone must not be pushed away by what comes later. */}
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
          title="Delete the account"
          name={account.name}
          action="Delete"
          onClose={() => setDialog(null)}
          onConfirm={async () => {
            await deleteAccount(project.id, account.id)
            await navigate({ to: '/accounts' })
          }}
        >
          <p>Its custom properties go with it. Its notebooks, and what its people did, stay.</p>
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
      {opened && (
        <Drawer title="Notebook" lead={account.name} onClose={() => setOpened(null)}>
          <Suspense fallback={<Skeleton rows={6} />}>
            <NotebookEditor key={opened} id={opened} isBeside onGone={() => setOpened(null)} />
          </Suspense>
        </Drawer>
      )}
    </>
  )
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[9rem_minmax(0,1fr)] items-center gap-2">
      <span className="truncate text-muted" title={label}>
        {label}
      </span>
      {children}
    </div>
  )
}

function NotTied({ hasTypes }: { hasTypes: boolean }) {
  return (
    <EmptyState title="Not tied to what people do yet">
      <p>
        {hasTypes
          ? 'Give the account the key of its group as external id.'
          : 'No groups arrive in this project. Send the company of each event as a group, and use its key as the external id here.'}
      </p>
    </EmptyState>
  )
}

/** Who has a role. A person who has left stays named until somebody else is chosen. */
function RoleSelect({
  account,
  role,
  label,
  people,
  onChange,
}: {
  account: Account
  role: Role
  label: string
  people: { value: string; label: string; email: string }[]
  onChange: (holder: Holder | null) => void
}) {
  const holder = holderOf(account, role)
  const isKnown = holder === null || people.some(({ value }) => value === String(holder.id))
  return (
    <select
      aria-label={`${label} of ${account.name}`}
      value={holder === null ? '' : String(holder.id)}
      onChange={(event) => {
        const chosen = people.find(({ value }) => value === event.target.value)
        onChange(chosen ? { id: Number(chosen.value), email: chosen.email } : null)
      }}
      className="min-h-9 w-full min-w-0 truncate rounded-md border border-line-strong bg-surface px-2"
    >
      <option value="">–</option>
      {!isKnown && holder && <option value={String(holder.id)}>{holder.email}</option>}
      {people.map(({ value, label: name }) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  )
}

/** What the group that the external id names says of itself. */
function GroupPanel({ groupType, groupKey }: { groupType: number; groupKey: string }) {
  const project = useProject()
  const query = useQuery(groupPropertiesQuery(project.id, groupType, groupKey))
  return (
    <Panel title="Properties of the group">
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={(data) => data === null}
        empty={<p className="break-words text-muted">Nothing was ever said about the group {groupKey}.</p>}
      >
        {(data) => {
          const properties = Object.entries(data as Record<string, unknown>)
          return (
            <>
              <dl className="flex flex-col gap-1">
                {properties.map(([name, value]) => (
                  <div key={name} className="grid grid-cols-[9rem_minmax(0,1fr)] gap-2">
                    <dt className="truncate text-muted" title={name}>
                      {propertyName(name)}
                    </dt>
                    <dd className="break-words">{valueText(value)}</dd>
                  </div>
                ))}
                {properties.length === 0 && <p className="text-muted">None yet.</p>}
              </dl>
              <Link
                to="/groups/$type/$key"
                params={{ type: String(groupType), key: groupKey }}
                className="text-accent underline"
              >
                Its group
              </Link>
            </>
          )
        }}
      </Loaded>
    </Panel>
  )
}

function Notebooks({ account, onOpen }: { account: Account; onOpen: (id: string) => void }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const query = useQuery(accountNotebooksQuery(project.id, account.id))
  const make = async () => {
    const made = await run(() =>
      createAccountNotebook(project.id, account.id, `Notes on ${account.name}`.slice(0, 256)),
    )
    if (made) onOpen(made.short_id)
  }
  return (
    <Loaded query={query} skeleton={<Skeleton rows={2} />}>
      {(data) => (
        <>
          {data.results.length === 0 && (
            <p className="text-muted">Calls, plans, agreements: what the next person who looks after it should know.</p>
          )}
          <ul className="flex flex-col">
            {data.results.map((notebook) => (
              <li key={notebook.id}>
                <button
                  type="button"
                  onClick={() => onOpen(notebook.short_id)}
                  className="flex min-h-10 w-full items-center justify-between gap-3 rounded-md px-2 text-left hover:bg-raised"
                >
                  <span className="inline-flex min-w-0 items-center gap-2">
                    <NotebookPen size={15} aria-hidden className="shrink-0 text-muted" />
                    <span className="truncate">{notebook.title || 'Untitled'}</span>
                  </span>
                  <span className="shrink-0 text-[13px] text-muted">
                    <TimeAgo iso={notebook.last_modified_at} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <div>
            <Button onClick={() => void make()} disabled={isBusy}>
              <Plus size={15} aria-hidden /> New notebook
            </Button>
          </div>
        </>
      )}
    </Loaded>
  )
}
