/** Says that links do not work at the moment, and where that was decided. */
import { Link } from '@tanstack/react-router'
import type { Sharing } from './api'

const WHERE = {
  organization: { to: '/settings/organization', label: 'Organization settings' },
  project: { to: '/settings/project', label: 'Project settings' },
} as const

/** @param by whose setting forbids public links; null draws nothing */
export function LinksBlocked({ by }: { by: Sharing['blocked_by'] }) {
  if (by === null) return null
  const { to, label } = WHERE[by]
  return (
    <p role="status" className="rounded-md bg-warning-soft px-3 py-2 text-warning">
      This {by} does not allow public links, so none of them works. An administrator can change this in{' '}
      <Link to={to} className="font-medium underline">
        {label}
      </Link>
      .
    </p>
  )
}
