/** Creates a first useful dashboard from the events that arrive. */
import { useNavigate } from '@tanstack/react-router'
import { Sparkles } from 'lucide-react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { createDashboard } from './api'

export function FromEventsButton({
  projectId,
  className,
  look,
}: {
  projectId: number
  className?: string
  look?: 'primary'
}) {
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const make = async () => {
    const made = await run(
      () => createDashboard(projectId, { use_template: 'FROM_EVENTS', pinned: true }),
      'Dashboard created from your events',
    )
    if (made) await navigate({ to: '/dashboards/$id', params: { id: String(made.id) } })
  }
  return (
    <Button look={look} onClick={() => void make()} disabled={isBusy} className={className}>
      <Sparkles size={16} aria-hidden /> {isBusy ? 'Looking at your events…' : 'Create a dashboard from your events'}
    </Button>
  )
}
