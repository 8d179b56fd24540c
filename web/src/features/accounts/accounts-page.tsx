/** All accounts: search, narrow, sort; who looks after each is changed in place. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Download, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { api, dataOf } from '../../api/client'
import { useChanges } from '../../changes'
import { Button, Field, Select } from '../../components/controls'
import { Dialog } from '../../components/dialog'
import { SearchField } from '../../components/search-field'
import { PageHeader } from '../../components/shell'
import { EmptyState, ErrorState, Skeleton } from '../../components/states'
import { useToasts } from '../../components/toasts'
import { type Column, VirtualTable } from '../../components/virtual-table'
import { exactNumber } from '../../format'
import { useHotkeys } from '../../hotkeys'
import { useProject } from '../../project'
import { TimeAgo } from '../../time-ago'
import { saveFile } from '../charts/export'
import { toCsv } from '../charts/table'
import { membersQuery } from '../settings/api'
import {
  type Account,
  type AccountsSearch,
  accountsQuery,
  createAccount,
  holderOf,
  listParameters,
  ROLES,
  type Role,
  updateAccount,
} from './api'

const route = getRouteApi('/app/accounts')
const CSV_ROWS = 1_000

export function AccountsPage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const toasts = useToasts()
  const input = useRef<HTMLInputElement>(null)
  const [isNew, setNew] = useState(false)
  const [isExporting, setExporting] = useState(false)
  const set = (change: Partial<AccountsSearch>) =>
    void navigate({ to: '/accounts', search: { ...search, ...change } as never, replace: true })
  const { data, error, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery(accountsQuery(project.id, search))
  const { data: members } = useQuery(membersQuery())
  useHotkeys({ '/': () => input.current?.focus(), c: () => setNew(true) })
  const rows = data?.pages.flatMap((page) => page.results) ?? []
  const count = data?.pages[0]?.count ?? 0
  const isFiltered = search.q !== '' || search.tag !== '' || search.csm !== '' || search.owner !== ''
  const people = (members?.results ?? []).map(({ user }) => ({
    value: String(user.id),
    label: user.first_name || user.email,
  }))
  const exportAll = async () => {
    setExporting(true)
    try {
      const all: unknown[][] = []
      for (let offset = 0; ; offset += CSV_ROWS) {
        const page = await dataOf(
          api.GET('/api/projects/{project_id}/accounts', {
            params: {
              path: { project_id: String(project.id) },
              query: { ...listParameters(search), limit: String(CSV_ROWS), offset: String(offset) },
            },
          }),
        )
        for (const account of page.results)
          all.push([
            account.name,
            account.external_id,
            ...ROLES.map(({ key }) => holderOf(account, key)?.email ?? ''),
            account.tags.join(' '),
            account.created_at,
          ])
        if (!page.next) break
      }
      const csv = toCsv({
        columns: ['name', 'external_id', ...ROLES.map(({ key }) => key), 'tags', 'created_at'],
        rows: all,
      })
      saveFile('accounts.csv', new Blob(['\ufeff', csv], { type: 'text/csv' }))
    } catch (problem) {
      toasts.problem((problem as Error).message)
    } finally {
      setExporting(false)
    }
  }
  const sortable = (name: string, isDescendingFirst = false) => {
    const [first, second] = isDescendingFirst ? [`-${name}`, name] : [name, `-${name}`]
    const current = search.sort || '-created_at'
    return {
      sorted: current === name ? ('ascending' as const) : current === `-${name}` ? ('descending' as const) : null,
      onSort: () => set({ sort: current === first ? second : first }),
    }
  }
  const columns: Column<Account>[] = [
    {
      name: 'name',
      title: 'Name',
      width: 'minmax(14rem, 2fr)',
      cell: (account) => (
        <Link
          to="/accounts/$id"
          params={{ id: account.id }}
          className="font-medium text-accent hover:underline"
          title={account.name}
        >
          {account.name}
        </Link>
      ),
      ...sortable('name'),
    },
    {
      name: 'external',
      title: 'External id',
      width: '10rem',
      cell: ({ external_id: id }) => id ?? <span className="text-muted">–</span>,
    },
    ...ROLES.map(({ key, label }) => ({
      name: key,
      title: label,
      width: '11rem',
      cell: (account: Account) => <RoleSelect account={account} role={key} label={label} people={people} />,
    })),
    {
      name: 'tags',
      title: 'Tags',
      width: 'minmax(9rem, 1fr)',
      cell: (account) =>
        account.tags.map((tag) => (
          <button
            key={tag}
            type="button"
            onClick={() => set({ tag })}
            className="mr-1 rounded bg-raised px-2 text-[13px]"
          >
            {tag}
          </button>
        )),
    },
    {
      name: 'created',
      title: 'Created',
      width: '9rem',
      cell: (account) => <TimeAgo iso={account.created_at} />,
      ...sortable('created_at', true),
    },
  ]
  const choices = [{ value: '', label: 'Anybody' }, { value: 'unassigned', label: 'Nobody' }, ...people]
  return (
    <>
      <PageHeader title="Accounts">
        <Button onClick={() => void exportAll()} disabled={isExporting || count === 0}>
          <Download size={16} aria-hidden /> {isExporting ? 'Fetching…' : 'CSV'}
        </Button>
        <Button look="primary" onClick={() => setNew(true)} title="New account (c)">
          <Plus size={16} aria-hidden /> New account
        </Button>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="flex flex-wrap items-end gap-3">
          <div className="w-full max-w-sm">
            <SearchField
              ref={input}
              label="Search by name or external id"
              value={search.q}
              onChange={(q) => set({ q })}
            />
          </div>
          <Select
            label="CSM"
            value={search.csm}
            onChange={(event) => set({ csm: event.target.value })}
            options={choices}
          />
          <Select
            label="Owner"
            value={search.owner}
            onChange={(event) => set({ owner: event.target.value })}
            options={choices}
          />
          {search.tag && (
            <Button onClick={() => set({ tag: '' })} aria-label={`Remove filter tag ${search.tag}`}>
              tag {search.tag} ×
            </Button>
          )}
        </div>
        {error && rows.length === 0 ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : isPending ? (
          <div className="rounded-lg border border-line bg-surface">
            <Skeleton rows={8} />
          </div>
        ) : rows.length === 0 ? (
          <div className="rounded-lg border border-line bg-surface">
            {isFiltered ? (
              <EmptyState title="No account matches">
                <Button onClick={() => set({ q: '', tag: '', csm: '', owner: '' })}>
                  Clear the search and filters
                </Button>
              </EmptyState>
            ) : (
              <EmptyState title="No accounts yet">
                <p>
                  An account is a company that is a customer: who looks after it, what was agreed, and, by its external
                  id, what its people do.
                </p>
                <Button look="primary" onClick={() => setNew(true)}>
                  New account
                </Button>
              </EmptyState>
            )}
          </div>
        ) : (
          <div className={isPlaceholderData ? 'opacity-60' : ''} aria-busy={isPlaceholderData}>
            <VirtualTable
              label="Accounts"
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              count={count}
              hasMore={hasNextPage}
              isLoadingMore={isFetchingNextPage}
              onMore={() => void fetchNextPage()}
            />
          </div>
        )}
        <p aria-live="polite" className="text-[13px] text-muted">
          {data ? `${exactNumber(count)} ${count === 1 ? 'account' : 'accounts'}.` : ''}
        </p>
      </div>
      {isNew && <NewAccount projectId={project.id} onClose={() => setNew(false)} />}
    </>
  )
}

interface RoleProps {
  account: Account
  role: Role
  label: string
  people: { value: string; label: string }[]
  className?: string
}

/** Who has a role; changed at once. A person who has left stays named until somebody else is chosen. */
export function RoleSelect({ account, role, label, people, className = '' }: RoleProps) {
  const project = useProject()
  const { run } = useChanges()
  const { data: members } = useQuery(membersQuery())
  const holder = holderOf(account, role)
  const isKnown = holder === null || people.some(({ value }) => value === String(holder.id))
  return (
    <select
      aria-label={`${label} of ${account.name}`}
      value={holder === null ? '' : String(holder.id)}
      onChange={(event) => {
        const user = members?.results.find((member) => String(member.user.id) === event.target.value)?.user
        const before = account.properties
        const properties = {
          ...(account.properties as object),
          [role]: user ? { id: user.id, email: user.email } : null,
        }
        void run(
          () => updateAccount(project.id, account.id, { properties }),
          `${label} changed`,
          () => void run(() => updateAccount(project.id, account.id, { properties: before })),
        )
      }}
      className={`min-h-8 w-full min-w-0 truncate rounded-md border border-transparent bg-transparent px-1 hover:border-line-strong ${className}`}
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

function NewAccount({ projectId, onClose }: { projectId: number; onClose: () => void }) {
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const [name, setName] = useState('')
  const [externalId, setExternalId] = useState('')
  const make = async () => {
    const made = await run(
      () =>
        createAccount(projectId, { name: name.trim(), ...(externalId.trim() && { external_id: externalId.trim() }) }),
      'Account created',
    )
    if (made) await navigate({ to: '/accounts/$id', params: { id: made.id } })
  }
  return (
    <Dialog
      title="New account"
      action="Create"
      isBusy={isBusy}
      isDisabled={name.trim() === ''}
      onClose={onClose}
      onAction={() => void make()}
    >
      <Field
        label="Name"
        value={name}
        maxLength={400}
        onChange={(event) => setName(event.target.value)}
        autoFocus
        required
      />
      <Field
        label="External id"
        hint="The key of its group: what it is called in your product."
        value={externalId}
        maxLength={400}
        onChange={(event) => setExternalId(event.target.value)}
      />
    </Dialog>
  )
}
