/** The frame around every page of a project: navigation, theme, account, shortcuts. */
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import {
  Activity,
  Bell,
  BookOpen,
  Building2,
  ChartLine,
  Database,
  Film,
  Flag,
  Handshake,
  HeartPulse,
  History,
  House,
  Keyboard,
  LayoutDashboard,
  LibraryBig,
  Mail,
  Menu,
  MessageSquareText,
  NotebookPen,
  Plug,
  Search,
  Settings,
  Users,
  UsersRound,
  X,
} from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { meQuery } from '../api/queries'
import { COMMAND_KEY, isCommandKey, type Typed, takeEarly } from '../command-keys'
import { useHotkeys } from '../hotkeys'
import { hasOwnTheme, setTheme, type Theme } from '../theme'
import { Account, ThemeSwitch } from './account-menu'
import { CommandDialog } from './command-dialog'
import { ConnectionBanner } from './connection-banner'
import { ContextSwitcher } from './context-switcher'
import { Button } from './controls'
import { ReauthenticationProvider } from './reauthentication'
import { ShortcutSheet } from './shortcut-sheet'
import { ToastProvider } from './toasts'

const PAGES = [
  { to: '/', label: 'Home', icon: House, keys: 'g h' },
  { to: '/dashboards', label: 'Dashboards', icon: LayoutDashboard, keys: 'g d' },
  { to: '/insights', label: 'Insights', icon: ChartLine, keys: 'g i' },
  { to: '/sql', label: 'SQL', icon: Database, keys: 'g s' },
  { to: '/events', label: 'Live events', icon: Activity, keys: 'g e' },
  { to: '/replay', label: 'Session replay', icon: Film, keys: 'g r' },
  { to: '/persons', label: 'Persons', icon: Users, keys: 'g p' },
  { to: '/cohorts', label: 'Cohorts', icon: UsersRound, keys: 'g c' },
  { to: '/groups', label: 'Groups', icon: Building2, keys: 'g o' },
  { to: '/accounts', label: 'Accounts', icon: Handshake, keys: 'g m' },
  { to: '/notebooks', label: 'Notebooks', icon: NotebookPen, keys: 'g n' },
  { to: '/feature_flags', label: 'Feature flags', icon: Flag, keys: 'g f' },
  { to: '/alerts', label: 'Alerts', icon: Bell, keys: 'g l' },
  { to: '/subscriptions', label: 'Subscriptions', icon: Mail, keys: 'g b' },
  { to: '/annotations', label: 'Annotations', icon: MessageSquareText, keys: 'g t' },
  { to: '/catalog', label: 'Data catalog', icon: LibraryBig, keys: 'g y' },
  { to: '/activity', label: 'Activity log', icon: History, keys: 'g a' },
  { to: '/health', label: 'Where are my events', icon: HeartPulse, keys: 'g w' },
  { to: '/setup', label: 'Setup', icon: Plug, keys: 'g u' },
  { to: '/settings', label: 'Settings', icon: Settings, keys: 'g ,' },
] as const

const LINK =
  'flex min-h-8 shrink-0 items-center gap-3 rounded-md px-3 text-muted hover:bg-raised hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-text'

/** The sidebar reports problems too, so toasts are provided around everything. */
export function Shell() {
  return (
    <ToastProvider>
      <Frame />
    </ToastProvider>
  )
}

function Frame() {
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  const [isMenuOpen, setMenuOpen] = useState(false)
  /** The initial state of the command menu; null while it is closed. */
  const [commands, setCommands] = useState<Typed | null>(null)
  const [isSheetOpen, setSheetOpen] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const main = useRef<HTMLElement>(null)
  const isFirst = useRef(true)

  useEffect(() => {
    const page = PAGES.find(({ to }) => (to === '/' ? path === to : path.startsWith(to)))
    document.title = page ? `${page.label} · Hedgerow` : 'Hedgerow'
    setMenuOpen(false)
    setSheetOpen(false)
    // Screen readers start reading the new page; not on the first load, where the browser does that itself.
    if (!isFirst.current) main.current?.focus()
    isFirst.current = false
  }, [path])

  useLayoutEffect(() => {
    const early = takeEarly()
    if (early) setCommands(early)
    const onKey = (event: KeyboardEvent) => {
      if (!isCommandKey(event)) return
      event.preventDefault()
      setCommands((open) => open ?? { text: '', isEntered: false })
    }
    // In the capture phase: elements on the page may stop the propagation of their keys.
    addEventListener('keydown', onKey, true)
    return () => removeEventListener('keydown', onKey, true)
  }, [])
  // A browser without a stored theme takes the one that the user chose elsewhere.
  useEffect(() => {
    if (me?.theme_mode && !hasOwnTheme()) setTheme(me.theme_mode as Theme)
  }, [me?.theme_mode])
  const closeMenu = () => setMenuOpen(false)
  useHotkeys({
    ...Object.fromEntries(PAGES.map(({ keys, to }) => [keys, () => void navigate({ to })])),
    '?': () => setSheetOpen(true),
    Escape: closeMenu,
  })

  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-surface focus:p-2">
        Skip to content
      </a>
      <header className="flex items-center justify-between border-b border-line bg-surface px-3 py-2 md:hidden print:hidden">
        <Brand />
        <Button
          look="bare"
          aria-expanded={isMenuOpen}
          aria-controls="sidebar"
          aria-label={isMenuOpen ? 'Close menu' : 'Open menu'}
          onClick={() => setMenuOpen(!isMenuOpen)}
        >
          {isMenuOpen ? <X size={20} aria-hidden /> : <Menu size={20} aria-hidden />}
        </Button>
      </header>
      <div
        id="sidebar"
        className={`${isMenuOpen ? 'flex' : 'hidden'} flex-col gap-4 border-line bg-surface p-3 max-md:border-b md:sticky md:top-0 md:flex md:h-dvh md:w-60 md:shrink-0 md:border-r print:hidden!`}
      >
        <div className="hidden px-3 py-1 md:block">
          <Brand />
        </div>
        <ContextSwitcher />
        <Button
          className="justify-between text-muted"
          onClick={() => setCommands({ text: '', isEntered: false })}
          title={`Command menu (${COMMAND_KEY})`}
        >
          <span className="inline-flex items-center gap-2">
            <Search size={16} aria-hidden /> Search…
          </span>
          <kbd className="shrink-0 whitespace-nowrap rounded border border-line-strong px-1.5 font-mono text-[13px]">
            {COMMAND_KEY}
          </kbd>
        </Button>
        <nav aria-label="Pages" className="flex min-h-0 flex-col gap-0.5 md:flex-1 md:overflow-y-auto">
          {PAGES.map(({ to, label, icon: Icon, keys }) => (
            <Link key={to} to={to} activeOptions={{ exact: to === '/' }} className={LINK} title={`${label} (${keys})`}>
              <Icon size={18} aria-hidden className="shrink-0" />
              {label}
            </Link>
          ))}
          <a href="/api/docs" className={LINK}>
            <BookOpen size={18} aria-hidden className="shrink-0" />
            API reference
          </a>
        </nav>
        <div className="mt-auto flex flex-col gap-2">
          <ThemeSwitch />
          <Button
            look="bare"
            className="justify-start"
            onClick={() => setSheetOpen(true)}
            title="Keyboard shortcuts (?)"
          >
            <Keyboard size={18} aria-hidden /> Shortcuts
          </Button>
          <Account email={me?.email} />
        </div>
      </div>
      <main id="main" ref={main} tabIndex={-1} className="min-w-0 flex-1 outline-none">
        <ConnectionBanner />
        <ReauthenticationProvider>
          <Outlet />
        </ReauthenticationProvider>
      </main>
      {isSheetOpen && (
        <ShortcutSheet
          pages={[
            { keys: COMMAND_KEY, action: 'Open the command menu' },
            ...PAGES.map(({ keys, label }) => ({ keys, action: `Go to ${label}` })),
          ]}
          path={path}
          onClose={() => setSheetOpen(false)}
        />
      )}
      {commands && <CommandDialog pages={PAGES} typed={commands} onClose={() => setCommands(null)} />}
    </div>
  )
}

function Brand() {
  return (
    <Link to="/" className="flex items-center gap-2 text-base font-semibold">
      <img src="/favicon.svg" alt="" width={24} height={24} />
      Hedgerow
    </Link>
  )
}

/** The heading of a page, with its controls beside it. */
export function PageHeader({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 px-4 pt-5 pb-4 md:px-6">
      <h1 className="min-w-0 text-xl font-semibold wrap-anywhere">{title}</h1>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </div>
  )
}
