/** What arrives in this project, and what people say about it: described, verified, hidden, tagged. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { BadgeCheck, EyeOff } from 'lucide-react'
import { useRef, useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, Field, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import { CountLine, EmptyState, Loaded, moreOf, rowsOf, Skeleton, SmallError } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { type Column, VirtualTable } from '../../../components/virtual-table'
import { compactNumber, exactNumber } from '../../../format'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { Sparkline } from '../../analytics/charts/sparkline'
import { TextCommit } from '../../analytics/insights/text-commit'
import { eventName, propertyName } from '../../analytics/query/names'
import {
  type CatalogueSearch,
  catalogueQuery,
  type Definition,
  type Kind,
  tagMany,
  updateDefinition,
  volumeQuery,
} from './api'
import { DefinitionDrawer } from './definition-drawer'

const route = getRouteApi('/app/catalogue')
const TABS = [
  { name: 'events', title: 'Events' },
  { name: 'event', title: 'Event properties' },
  { name: 'person', title: 'Person properties' },
] as const
const STATES = [
  { value: '', label: 'All but hidden' },
  { value: 'verified', label: 'Verified' },
  { value: 'hidden', label: 'Hidden too' },
]

export function CataloguePage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { run } = useChanges()
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isTagging, setTagging] = useState(false)
  const [opened, setOpened] = useState<string | null>(null)
  const volume = useQuery({ ...volumeQuery(project.id), enabled: search.kind === 'events' })
  const set = (change: Partial<CatalogueSearch>) =>
    void navigate({ to: '/catalogue', search: { ...search, ...change } as never, replace: true })
  const query = useInfiniteQuery(catalogueQuery(project.id, search))
  useHotkeys({ '/': () => input.current?.focus() })
  /** With an undo that puts back what was there. */
  const change = (row: Definition, body: Parameters<typeof updateDefinition>[3], done: string) => {
    const before = { verified: row.verified, hidden: row.hidden, description: row.description }
    const kept = Object.fromEntries(
      Object.entries(before).filter(([name]) => name in body || (name !== 'description' && !('description' in body))),
    )
    void run(
      () => updateDefinition(project.id, search.kind, row.id, body),
      done,
      () => void run(() => updateDefinition(project.id, search.kind, row.id, kept)),
    )
  }
  const shown = query.data && rowsOf(query.data).find(({ id }) => id === opened)
  const isStored = (row: Definition) => !row.id.startsWith('$builtin')
  const columns: Column<Definition>[] = [
    {
      name: 'choose',
      title: <span className="sr-only">Choose</span>,
      width: '3rem',
      cell: (row) =>
        isStored(row) && (
          <input
            type="checkbox"
            aria-label={`Choose ${row.name}`}
            checked={chosen.has(row.id)}
            onChange={(event) => {
              const next = new Set(chosen)
              if (event.target.checked) next.add(row.id)
              else next.delete(row.id)
              setChosen(next)
            }}
          />
        ),
    },
    {
      name: 'name',
      title: 'Name',
      width: 'minmax(14rem, 2fr)',
      cell: (row) => {
        const label = search.kind === 'events' ? eventName(row.name) : propertyName(row.name)
        const text = (
          <>
            <span className="font-medium">{label}</span>
            {label !== row.name && <span className="text-[13px] text-muted"> {row.name}</span>}
          </>
        )
        return isStored(row) ? (
          <button
            type="button"
            title={row.name}
            onClick={() => setOpened(row.id)}
            className="max-w-full truncate text-left text-accent hover:underline"
          >
            {text}
          </button>
        ) : (
          <span title={row.name}>{text}</span>
        )
      },
    },
    {
      name: 'description',
      title: 'Description',
      width: 'minmax(14rem, 2fr)',
      cell: (row) =>
        isStored(row) ? (
          <TextCommit
            label={`Description of ${row.name}`}
            value={row.description ?? ''}
            placeholder="–"
            className="w-full border-transparent hover:border-line-strong"
            onCommit={(description) => change(row, { description }, 'Described')}
          />
        ) : (
          'computed'
        ),
    },
    ...(search.kind === 'events'
      ? [
          {
            name: 'volume',
            title: 'Last 30 days',
            width: '11rem',
            cell: ({ name }: Definition) =>
              volume.data ? (
                <Volume days={volume.data.get(name)} />
              ) : (
                volume.error && <span className="text-muted">not known</span>
              ),
          },
          {
            name: 'seen',
            title: 'Last seen',
            width: '9rem',
            cell: ({ last_seen_at: at }: Definition) => (at ? <TimeAgo iso={at} /> : '–'),
          },
        ]
      : [
          {
            name: 'type',
            title: 'Type',
            width: '8rem',
            cell: ({ property_type: type }: Definition) => type ?? '–',
          },
        ]),
    {
      name: 'tags',
      title: 'Tags',
      width: 'minmax(8rem, 1fr)',
      cell: (row) =>
        row.tags.map((tag) => (
          <span key={tag} className="mr-1 rounded bg-raised px-2 text-[13px]">
            {tag}
          </span>
        )),
    },
    {
      name: 'care',
      title: 'Verified, hidden',
      width: '9rem',
      cell: (row) =>
        isStored(row) && (
          <span className="flex gap-1">
            <button
              type="button"
              aria-pressed={row.verified}
              aria-label={`Verified: ${row.name}`}
              title="Verified: people may rely on it"
              onClick={() => change(row, { verified: !row.verified }, row.verified ? 'No longer verified' : 'Verified')}
              className="flex h-8 w-8 items-center justify-center rounded text-muted hover:bg-raised aria-pressed:text-accent"
            >
              <BadgeCheck size={17} aria-hidden />
            </button>
            <button
              type="button"
              aria-pressed={row.hidden === true}
              aria-label={`Hidden: ${row.name}`}
              title="Hidden: not offered any more"
              onClick={() => change(row, { hidden: !row.hidden }, row.hidden ? 'Shown again' : 'Hidden')}
              className="flex h-8 w-8 items-center justify-center rounded text-muted hover:bg-raised aria-pressed:text-danger"
            >
              <EyeOff size={17} aria-hidden />
            </button>
          </span>
        ),
    },
  ]
  return (
    <>
      <PageHeader title="Data catalogue">
        {chosen.size > 0 && (
          <>
            <Button onClick={() => setTagging(true)}>Tag {chosen.size}</Button>
            <Button look="bare" onClick={() => setChosen(new Set())}>
              Choose none
            </Button>
          </>
        )}
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <Tabs
          label="Kind"
          tabs={[...TABS]}
          value={search.kind}
          onChange={(kind: Kind) => {
            setChosen(new Set())
            set({ kind })
          }}
        >
          <div className="flex flex-col gap-3">
            <div className="flex flex-wrap items-end gap-3">
              <div className="w-full max-w-sm">
                <SearchField ref={input} label="Search by name" value={search.q} onChange={(q) => set({ q })} />
              </div>
              <Select
                label="Shown"
                value={search.state}
                onChange={(event) => set({ state: event.target.value })}
                options={STATES}
              />
            </div>
            <Loaded
              query={query}
              skeleton={<Skeleton rows={8} />}
              isBoxed
              isEmpty={(data) => rowsOf(data).length === 0}
              empty={
                <EmptyState title={search.q || search.state ? 'Nothing matches' : 'Nothing has arrived yet'}>
                  {(search.q || search.state) && (
                    <Button onClick={() => set({ q: '', state: '' })}>Clear the search</Button>
                  )}
                </EmptyState>
              }
            >
              {(data) => (
                <VirtualTable
                  label="Definitions"
                  columns={columns}
                  rows={rowsOf(data)}
                  rowKey={({ id }) => id}
                  count={data.pages[0]!.count}
                  {...moreOf(query)}
                />
              )}
            </Loaded>
            <CountLine query={query} one="name" many="names" />
            {volume.error && !volume.data && (
              <div className="flex gap-2 text-[13px]">
                How often events came is not known.
                <SmallError error={volume.error} onRetry={() => void volume.refetch()} />
              </div>
            )}
          </div>
        </Tabs>
      </div>
      {shown && <DefinitionDrawer kind={search.kind} definition={shown} onClose={() => setOpened(null)} />}
      {isTagging && (
        <TagDialog
          count={chosen.size}
          onClose={() => setTagging(false)}
          onTag={async (action, tags) => {
            const done = await run(() => tagMany(project.id, search.kind, [...chosen], action, tags), 'Tags changed')
            if (!done) return
            setTagging(false)
            setChosen(new Set())
          }}
        />
      )}
    </>
  )
}

function Volume({ days }: { days: number[] | undefined }) {
  // An event that the answer does not name had none.
  const total = days ? days.reduce((sum, count) => sum + count, 0) : 0
  return (
    <span className="inline-flex items-center gap-2" title={exactNumber(total)}>
      <span className="w-16 text-right tabular-nums">{compactNumber(total)}</span>
      {days && <Sparkline values={days} />}
    </span>
  )
}

function TagDialog({
  count,
  onClose,
  onTag,
}: {
  count: number
  onClose: () => void
  onTag: (action: 'add' | 'remove', tags: string[]) => Promise<void>
}) {
  const [action, setAction] = useState<'add' | 'remove'>('add')
  const [text, setText] = useState('')
  const tags = text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  return (
    <Dialog
      title={`Tag ${count}`}
      action={action === 'add' ? 'Add' : 'Remove'}
      isDisabled={tags.length === 0}
      onClose={onClose}
      onAction={() => void onTag(action, tags)}
    >
      <Select
        label="Do"
        value={action}
        onChange={(event) => setAction(event.target.value as 'add')}
        options={[
          { value: 'add', label: 'Add tags' },
          { value: 'remove', label: 'Remove tags' },
        ]}
      />
      <Field
        label="Tags"
        hint="Separated by commas."
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoFocus
      />
    </Dialog>
  )
}
