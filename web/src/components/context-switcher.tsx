/** Shows the current project and organization, and switches to another one. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client'
import { meQuery } from '../api/queries'
import { useToasts } from './toasts'

// The browser's own selects, for the reasons that `Select` gives.
const SELECT =
  'min-h-8 w-full truncate rounded-md border border-transparent bg-surface px-2 hover:border-line disabled:opacity-60'

/** Switches to another project or organization, and drops everything cached about the old one. */
export function useSwitch() {
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const [isBusy, setBusy] = useState(false)
  const change = async (body: { set_current_team?: number; set_current_organization?: string }) => {
    setBusy(true)
    try {
      await api.PATCH('/api/users/{user_uuid}', { params: { path: { user_uuid: '@me' } }, body })
      queryClient.clear()
      // The current URL may name an object of the old project.
      location.assign('/')
    } catch (error) {
      toasts.problem((error as Error).message)
    } finally {
      setBusy(false)
    }
  }
  return { change, isBusy }
}

export function ContextSwitcher() {
  const { data: me } = useQuery(meQuery)
  const { change, isBusy } = useSwitch()
  if (!me?.organization) return null
  const projects = me.organization.teams
  return (
    <div className="flex flex-col px-1">
      {me.team ? (
        <select
          aria-label="Project"
          className={`${SELECT} font-medium`}
          value={String(me.team.id)}
          disabled={isBusy}
          title={me.team.name}
          onChange={(event) => void change({ set_current_team: Number(event.target.value) })}
        >
          {projects.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <Link to="/settings/projects" className="px-2 text-accent underline">
          Create a project
        </Link>
      )}
      {me.organizations.length > 1 ? (
        <select
          aria-label="Organization"
          className={`${SELECT} text-[13px] text-muted`}
          value={me.organization.id}
          disabled={isBusy}
          title={me.organization.name}
          onChange={(event) => void change({ set_current_organization: event.target.value })}
        >
          {me.organizations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <p className="truncate px-2 text-[13px] text-muted" title={me.organization.name}>
          {me.organization.name}
        </p>
      )}
    </div>
  )
}
