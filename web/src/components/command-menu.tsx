/** The list of the command menu: pages, projects, saved objects and persons by name, and actions. */

import type { InsightKind } from '@hedgerow/shared/query/nodes'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command, useCommandState } from 'cmdk'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { meQuery } from '../api/queries'
import { logOut } from '../api/session'
import { newNode } from '../features/analytics/insights/defaults'
import { SETTINGS } from '../features/workspace/settings/pages'
import { setTheme } from '../theme'
import { COMMAND_INPUT, COMMAND_PLACEHOLDER, type CommandMenuProps } from './command-field'
import { type Found, type Search, useFound } from './command-finders'
import { useSwitch } from './context-switcher'
import { Button } from './controls'

const SEARCH_PAUSE_MS = 120
const QUERY_CHARACTERS_MIN = 2

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
const CHOSEN = '[cmdk-item][aria-selected=true]'
/** Keys that move the selection. */
const MOVES = new Set(['ArrowDown', 'ArrowUp', 'Home', 'End'])

/** The text, debounced. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), SEARCH_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

export function CommandMenu({ pages, text, isEntered, onText, onEnter, input, onClose }: CommandMenuProps) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const { change } = useSwitch()
  const typed = text.trim().length >= QUERY_CHARACTERS_MIN ? text.trim() : ''
  const words = usePaused(typed)
  const answer = useFound(me?.team?.id, words)
  // Results for an earlier text do not count.
  const search: Search = words === typed ? answer : { ...answer, found: [], failed: [], isSearching: true }
  const [chosen, setChosen] = useState('')
  const hasMoved = useRef(false)
  const first = search.found[0]?.key
  // Results by name arrive later and are the likely target, so select the first, unless the user has moved the selection.
  useEffect(() => {
    if (first && !hasMoved.current) setChosen(first)
  }, [first])
  const run = (work: () => unknown) => () => {
    onClose()
    void work()
  }
  const go = (to: string, search: Record<string, unknown> = {}) =>
    run(() => navigate({ to: to as '/', search: search as never }))
  const item = (key: string, onSelect: () => void, children: ReactNode, keywords: string[] = []) => (
    <Command.Item key={key} value={key} keywords={keywords} onSelect={onSelect} className={ITEM}>
      {children}
    </Command.Item>
  )
  return (
    <Command
      label="Command menu"
      value={chosen}
      onValueChange={setChosen}
      onKeyDown={(event) => {
        if (MOVES.has(event.key)) hasMoved.current = true
        // Nothing found yet: take the first result that arrives.
        if (event.key === 'Enter' && !event.currentTarget.querySelector(CHOSEN)) onEnter(true)
      }}
      onPointerMove={() => {
        hasMoved.current = true
      }}
      className="flex max-h-[70dvh] flex-col"
    >
      <Command.Input
        ref={input}
        value={text}
        onValueChange={(next) => {
          hasMoved.current = false
          onText(next)
        }}
        placeholder={COMMAND_PLACEHOLDER}
        aria-label="Command menu"
        className={COMMAND_INPUT}
      />
      <Entered isEntered={isEntered} isSearching={search.isSearching} onEnter={onEnter} />
      <Command.List className="overflow-y-auto p-2" label="Commands">
        <Outcome search={search} text={text.trim()} />
        {search.found.length > 0 && (
          <Command.Group heading="Results" forceMount className={GROUP}>
            {search.found.map((each) => (
              <FoundItem key={each.key} found={each} onSelect={go(each.to, each.search)} />
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
        <Command.Group heading="Actions" className={GROUP}>
          {NEW_QUESTIONS.map(({ label, kind }) =>
            item(label, go('/insights/new', { q: newNode(kind) }), label, ['create', 'insight']),
          )}
          {item('New dashboard', go('/dashboards', { new: true }), 'New dashboard', ['create'])}
          {item('New SQL query', go('/sql'), 'New SQL query', ['create', 'insight'])}
          {item('New feature flag', go('/feature_flags/new'), 'New feature flag', ['create'])}
          {item('Early access features', go('/early_access'), 'Early access features', ['beta'])}
          {item('Invite people', go('/settings/members'), 'Invite people', ['member', 'user'])}
          {item('New API key', go('/settings/keys'), 'New API key', ['create', 'token'])}
          {item('New project', go('/settings/projects'), 'New project', ['create'])}
          {(['light', 'dark'] as const).map((theme) => {
            const label = `${theme === 'light' ? 'Light' : 'Dark'} theme`
            return item(
              label,
              run(() => setTheme(theme)),
              label,
              ['appearance'],
            )
          })}
          {item(
            'API reference',
            run(() => location.assign('/api/docs')),
            'API reference',
            ['documentation'],
          )}
          {item(
            'Log out',
            run(() => logOut(queryClient)),
            'Log out',
            ['exit'],
          )}
        </Command.Group>
        <Command.Group heading="Switch to" className={GROUP}>
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
  )
}

function FoundItem({ found, onSelect }: { found: Found; onSelect: () => void }) {
  return (
    <Command.Item value={found.key} forceMount onSelect={onSelect} className={ITEM}>
      <span className="min-w-0 truncate" title={found.label}>
        {found.label}
      </span>
      <span className="shrink-0 text-[13px] text-muted">{found.kind}</span>
    </Command.Item>
  )
}

/** The state of the search. It says “No results” only if every search succeeded. */
function Outcome({ search, text }: { search: Search; text: string }) {
  const matching = useCommandState((state) => state.filtered.count)
  if (search.failed.length > 0)
    return (
      <div
        role="alert"
        className="flex flex-wrap items-center justify-between gap-2 rounded-md bg-danger-soft px-3 py-2"
      >
        <span>Could not search {new Intl.ListFormat('en').format(search.failed)}.</span>
        <Button onClick={search.retry}>Try again</Button>
      </div>
    )
  if (search.isSearching && text.length >= QUERY_CHARACTERS_MIN)
    return (
      <p role="status" className="px-3 py-2 text-muted">
        Searching…
      </p>
    )
  if (matching > 0 || search.found.length > 0) return null
  return (
    <p role="status" className="px-3 py-6 text-center break-words text-muted">
      No results for “{text}”.
    </p>
  )
}

/** If Enter was pressed early, runs the selected item as soon as there is one. */
function Entered({
  isEntered,
  isSearching,
  onEnter,
}: Pick<CommandMenuProps, 'isEntered' | 'onEnter'> & { isSearching: boolean }) {
  const chosen = useCommandState((state) => state.value)
  const count = useCommandState((state) => state.filtered.count)
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!isEntered) return
    const item = place.current?.closest('[cmdk-root]')?.querySelector<HTMLElement>(CHOSEN)
    if (item) item.click()
    else if (isSearching) return
    onEnter(false)
  })
  return <span ref={place} hidden data-chosen={chosen} data-count={count} />
}
