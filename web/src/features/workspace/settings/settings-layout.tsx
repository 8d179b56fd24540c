/** Settings of a person, an organization and a project, with their list beside them. */
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { meQuery } from '../../../api/queries'
import { PageHeader } from '../../../components/shell'
import { SETTINGS } from './pages'

const LINK =
  'flex min-h-9 items-center rounded-md px-3 whitespace-nowrap text-muted hover:bg-raised hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-text'

export function SettingsLayout() {
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const names: Record<string, string | undefined> = { Organization: me?.organization?.name, Project: me?.team?.name }
  return (
    <>
      <PageHeader title="Settings" />
      <div className="flex flex-col gap-5 px-4 pb-10 md:px-6 lg:flex-row">
        <select
          aria-label="Settings page"
          className="min-h-10 rounded-md border border-line-strong bg-surface px-2 lg:hidden"
          value={path.replace(/\/$/, '')}
          onChange={(event) => void navigate({ to: event.target.value as '/settings/profile' })}
        >
          {SETTINGS.map(({ title, pages }) => (
            <optgroup key={title} label={names[title] ? `${title}: ${names[title]}` : title}>
              {pages.map(({ to, label }) => (
                <option key={to} value={to}>
                  {label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <nav aria-label="Settings" className="hidden w-48 shrink-0 flex-col gap-4 lg:flex">
          {SETTINGS.map(({ title, pages }) => (
            <div key={title} className="flex flex-col">
              <h2 className="px-3 pb-1 text-[13px] font-medium text-muted">{title}</h2>
              {names[title] && (
                <p className="max-w-44 truncate px-3 pb-1 text-[13px]" title={names[title]}>
                  {names[title]}
                </p>
              )}
              <ul className="flex flex-col gap-0.5">
                {pages.map(({ to, label }) => (
                  <li key={to}>
                    <Link to={to} className={LINK}>
                      {label}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <div className="flex min-w-0 max-w-3xl flex-1 flex-col gap-5">
          <Outlet />
        </div>
      </div>
    </>
  )
}
