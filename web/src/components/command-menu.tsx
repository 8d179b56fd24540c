/** Ctrl K: every page and project, everything saved and persons by name, and what one can do. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import { api, dataOf } from '../api/client'
import { meQuery } from '../api/queries'
import { newNode } from '../features/insights/defaults'
import type { InsightKind } from '../features/queries/nodes'
import { SETTINGS } from '../features/settings/pages'
import { setTheme } from '../theme'
import { useSwitch } from './context-switcher'

const FOUND_MAX = '5'
const QUERY_CHARACTERS_MIN = 2

interface Page {
  to: string
  label: string
  keys: string
}

const NEW_QUESTIONS: { label: string; kind: InsightKind }[] = [
  { label: 'New trend', kind: 'TrendsQuery' },
  { label: 'New funnel', kind: 'FunnelsQuery' },
  { label: 'New retention', kind: 'RetentionQuery' },
  { label: 'New lifecycle', kind: 'LifecycleQuery' },
  { label: 'New stickiness', kind: 'StickinessQuery' },
  { label: 'New paths', kind: 'PathsQuery' },
]

const ITEM =
  'flex min-h-9 items-center justify-between gap-3 rounded-md px-3 aria-selected:bg-accent-soft cursor-pointer break-words'
const GROUP =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-[13px] [&_[cmdk-group-heading]]:text-muted'

export function CommandMenu({ pages, onClose }: { pages: readonly Page[]; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const { change } = useSwitch()
  const [search, setSearch] = useState('')
  const words = useDeferredValue(search.trim())
  const found = useFound(me?.team?.id, words)
  const [chosen, setChosen] = useState('')
  const first = found[0]?.key
  // What was found by name comes later than the rest, and is what one meant.
  useEffect(() => {
    if (first) setChosen(first)
  }, [first])
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const run = (work: () => unknown) => () => {
    dialog.current?.close()
    void work()
  }
  const go = (to: string) => run(() => navigate({ to: to as '/' }))
  const item = (key: string, onSelect: () => void, children: ReactNode, keywords: string[] = []) => (
    <Command.Item key={key} value={key} keywords={keywords} onSelect={onSelect} className={ITEM}>
      {children}
    </Command.Item>
  )
  const logOut = async () => {
    await api.POST('/logout', { redirect: 'manual' }).catch(() => {})
    queryClient.clear()
    location.assign('/login')
  }
  return (
    <dialog
      ref={dialog}
      aria-label="Command menu"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      onKeyDown={(event) => event.key === 'Escape' && dialog.current?.close()}
      className="mx-auto mt-[10vh] w-[min(36rem,94vw)] overflow-hidden rounded-lg border border-line bg-surface p-0 backdrop:bg-black/50"
    >
      <Command label="Command menu" value={chosen} onValueChange={setChosen} className="flex max-h-[70dvh] flex-col">
        <Command.Input
          autoFocus
          value={search}
          onValueChange={setSearch}
          placeholder="Go to a page, find something saved or a person, do something"
          className="min-h-12 w-full border-b border-line bg-surface px-4 outline-none"
        />
        <Command.List className="overflow-y-auto p-2" label="Commands">
          <Command.Empty className="px-3 py-6 text-center text-muted">Nothing like that.</Command.Empty>
          {found.length > 0 && (
            <Command.Group heading="Found" forceMount className={GROUP}>
              {found.map(({ key, to, label, kind }) => (
                <Command.Item key={key} value={key} forceMount onSelect={go(to)} className={ITEM}>
                  <span className="min-w-0 truncate">{label}</span>
                  <span className="text-[13px] text-muted">{kind}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          <Command.Group heading="Pages" className={GROUP}>
            {pages.map(({ to, label, keys }) =>
              item(
                label,
                go(to),
                <>
                  {label}
                  <kbd className="font-mono text-[13px] text-muted">{keys}</kbd>
                </>,
              ),
            )}
            {SETTINGS.flatMap(({ title, pages: own }) =>
              own.map(({ to, label }) => item(`Settings: ${title}, ${label}`, go(to), `Settings: ${title}, ${label}`)),
            )}
          </Command.Group>
          <Command.Group heading="Do" className={GROUP}>
            {NEW_QUESTIONS.map(({ label, kind }) =>
              item(
                label,
                run(() =>
                  navigate({ to: '/insights/$id', params: { id: 'new' }, search: { q: newNode(kind) } as never }),
                ),
                label,
                ['create', 'insight'],
              ),
            )}
            {item(
              'New dashboard',
              run(() => navigate({ to: '/dashboards', search: { new: true } as never })),
              'New dashboard',
              ['create'],
            )}
            {item('New SQL query', go('/sql'), 'New SQL query', ['create', 'insight'])}
            {item('New feature flag', go('/feature_flags/new'), 'New feature flag', ['create'])}
            {item('Early access features', go('/early_access'), 'Early access features', ['beta'])}
            {item('Invite people', go('/settings/members'), 'Invite people', ['member', 'user'])}
            {item('New API key', go('/settings/keys'), 'New API key', ['create', 'token'])}
            {item('New project', go('/settings/projects'), 'New project', ['create'])}
            {item(
              'Light theme',
              run(() => setTheme('light')),
              'Light theme',
              ['appearance'],
            )}
            {item(
              'Dark theme',
              run(() => setTheme('dark')),
              'Dark theme',
              ['appearance'],
            )}
            {item(
              'API reference',
              run(() => location.assign('/api/docs')),
              'API reference',
              ['documentation'],
            )}
            {item('Log out', run(logOut), 'Log out', ['exit'])}
          </Command.Group>
          <Command.Group heading="Switch" className={GROUP}>
            {(me?.organization?.teams ?? [])
              .filter(({ id }) => id !== me?.team?.id)
              .map(({ id, name }) =>
                item(
                  `Project ${name} ${id}`,
                  run(() => change({ set_current_team: id })),
                  `Project ${name}`,
                ),
              )}
            {(me?.organizations ?? [])
              .filter(({ id }) => id !== me?.organization?.id)
              .map(({ id, name }) =>
                item(
                  `Organization ${name} ${id}`,
                  run(() => change({ set_current_organization: id })),
                  `Organization ${name}`,
                ),
              )}
          </Command.Group>
        </Command.List>
      </Command>
    </dialog>
  )
}

interface Found {
  key: string
  to: string
  label: string
  kind: string
}

/** Saved things and persons that the words name. */
function useFound(projectId: number | undefined, words: string): Found[] {
  const path = { project_id: String(projectId) }
  const { data = [] } = useQuery({
    queryKey: ['command-menu', projectId, words],
    enabled: projectId !== undefined && words.length >= QUERY_CHARACTERS_MIN,
    queryFn: async ({ signal }): Promise<Found[]> => {
      const query = { search: words, limit: FOUND_MAX }
      const options = { params: { path, query }, signal }
      // What one may not see is left out; the rest is found all the same.
      const found = <T,>(answer: Promise<{ data?: T }>) => dataOf(answer).catch(() => null)
      const [dashboards, insights, cohorts, flags, persons] = await Promise.all([
        found(api.GET('/api/projects/{project_id}/dashboards', options)),
        found(
          api.GET('/api/projects/{project_id}/insights', {
            params: { path, query: { ...query, basic: 'true', order: '-last_modified_at' } },
            signal,
          }),
        ),
        found(api.GET('/api/projects/{project_id}/cohorts', options)),
        found(api.GET('/api/projects/{project_id}/feature_flags', options)),
        found(api.GET('/api/projects/{project_id}/persons', options)),
      ])
      const row = (kind: string, id: string | number, to: string, label: string): Found => ({
        key: `${kind} ${id}`,
        to,
        label,
        kind,
      })
      return [
        ...(dashboards?.results ?? []).map(({ id, name }) =>
          row('Dashboard', id, `/dashboards/${id}`, name || 'Untitled'),
        ),
        ...(insights?.results ?? []).map(({ short_id: id, name, derived_name: derived }) =>
          row('Insight', id, `/insights/${id}`, name || derived || 'Untitled'),
        ),
        ...(cohorts?.results ?? []).map(({ id, name }) => row('Cohort', id, `/cohorts/${id}`, name)),
        ...(flags?.results ?? []).map(({ id, key }) => row('Flag', id, `/feature_flags/${id}`, key)),
        ...(persons?.results ?? []).map(({ uuid, name }) =>
          row('Person', uuid ?? '', `/persons/${uuid}`, name || uuid || ''),
        ),
      ]
    },
    staleTime: 10_000,
  })
  return words.length >= QUERY_CHARACTERS_MIN ? data : []
}
