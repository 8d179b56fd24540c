/** Settings of a person, an organisation and a project, with their list beside them. */
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { meQuery } from '../../api/queries'
import { PageHeader } from '../../components/shell'

/** Every settings page, by what it is about. */
export const SETTINGS = [
  {
    title: 'You',
    pages: [
      { to: '/settings/profile', label: 'Profile' },
      { to: '/settings/security', label: 'Security' },
      { to: '/settings/keys', label: 'API keys' },
      { to: '/settings/notifications', label: 'Notifications' },
    ],
  },
  {
    title: 'Organization',
    pages: [
      { to: '/settings/organization', label: 'General' },
      { to: '/settings/members', label: 'Members' },
      { to: '/settings/roles', label: 'Roles' },
      { to: '/settings/projects', label: 'Projects' },
    ],
  },
  {
    title: 'Project',
    pages: [
      { to: '/settings/project', label: 'General' },
      { to: '/settings/access', label: 'Access' },
    ],
  },
] as const

const LINK =
  'flex min-h-9 items-center rounded-md px-3 whitespace-nowrap text-muted hover:bg-raised hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-text'

export function SettingsLayout() {
  const { data: me } = useQuery(meQuery)
  const names: Record<string, string | undefined> = { Organization: me?.organization?.name, Project: me?.team?.name }
  return (
    <>
      <PageHeader title="Settings" />
      <div className="flex flex-col gap-5 px-4 pb-10 md:px-6 lg:flex-row">
        <nav aria-label="Settings" className="flex shrink-0 gap-4 overflow-x-auto pb-1 lg:w-48 lg:flex-col">
          {SETTINGS.map(({ title, pages }) => (
            <div key={title} className="flex flex-col">
              <h2 className="px-3 pb-1 text-[13px] font-medium text-muted">{title}</h2>
              {names[title] && (
                <p className="max-w-44 truncate px-3 pb-1 text-[13px]" title={names[title]}>
                  {names[title]}
                </p>
              )}
              <ul className="flex gap-0.5 lg:flex-col">
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
