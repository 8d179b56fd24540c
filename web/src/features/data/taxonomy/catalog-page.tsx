/** The data catalog: the events and properties of the project, to describe, verify, hide and tag. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, Select } from '../../../components/controls'
import { CountLine, moreOf, rowsOf } from '../../../components/paging'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, Skeleton, SmallError } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { VirtualTable } from '../../../components/virtual-table'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import {
  type CatalogSearch,
  catalogQuery,
  type Definition,
  type Kind,
  tagMany,
  updateDefinition,
  volumeQuery,
} from './api'
import { catalogColumns } from './catalog-columns'
import { DefinitionDrawer } from './definition-drawer'
import { TagDialog } from './tag-dialog'

const route = getRouteApi('/app/catalog')
const TABS = [
  { name: 'events', title: 'Events' },
  { name: 'event', title: 'Event properties' },
  { name: 'person', title: 'Person properties' },
] as const
const STATES = [
  { value: '', label: 'All except hidden' },
  { value: 'verified', label: 'Verified' },
  { value: 'hidden', label: 'Including hidden' },
]

export function CatalogPage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { run } = useChanges()
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isTagging, setTagging] = useState(false)
  const [opened, setOpened] = useState<string | null>(null)
  const volume = useQuery({ ...volumeQuery(project.id), enabled: search.kind === 'events' })
  const set = (change: Partial<CatalogSearch>) =>
    void navigate({ to: '/catalog', search: { ...search, ...change } as never, replace: true })
  const query = useInfiniteQuery(catalogQuery(project.id, search))
  useHotkeys({ '/': () => input.current?.focus() })
  /** Saves a change, with an undo that restores the old values. */
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
  const columns = catalogColumns({
    kind: search.kind,
    chosen,
    volume: volume.data,
    hasVolumeFailed: volume.error !== null,
    onToggle: (id) => {
      const next = new Set(chosen)
      if (!next.delete(id)) next.add(id)
      setChosen(next)
    },
    onOpen: setOpened,
    onChange: change,
  })
  return (
    <>
      <PageHeader title="Data catalog">
        {chosen.size > 0 && (
          <>
            <Button onClick={() => setTagging(true)}>Tag {chosen.size}</Button>
            <Button look="bare" onClick={() => setChosen(new Set())}>
              Clear selection
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
                    <Button onClick={() => set({ q: '', state: '' })}>Clear search</Button>
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
                Event counts could not be loaded.
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
