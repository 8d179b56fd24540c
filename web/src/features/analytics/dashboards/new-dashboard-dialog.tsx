/** Creates a dashboard: empty, or from a template. The first template uses the events that arrive. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Loaded, Skeleton } from '../../../components/states'
import { createDashboard, templatesQuery } from './api'

export function NewDashboardDialog({ projectId, onClose }: { projectId: number; onClose: () => void }) {
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const [name, setName] = useState('')
  const [template, setTemplate] = useState('')
  const query = useQuery(templatesQuery(projectId))
  const make = async () => {
    const made = await run(() =>
      createDashboard(projectId, {
        ...(name.trim() && { name: name.trim() }),
        ...(template && { use_template: template }),
      }),
    )
    if (made) await navigate({ to: '/dashboards/$id', params: { id: String(made.id) } })
  }
  const choicesOf = ({ results }: NonNullable<typeof query.data>) => [
    { id: '', title: 'Empty', lead: 'Start from scratch.', tiles: 0 },
    ...results.map(({ id, template_name, dashboard_description, tiles }) => ({
      id,
      title: template_name,
      lead: String(dashboard_description ?? ''),
      tiles: tiles.length,
    })),
  ]
  return (
    <Dialog title="New dashboard" action="Create" isBusy={isBusy} onClose={onClose} onAction={() => void make()}>
      <Field
        label="Name"
        value={name}
        placeholder={query.data?.results.find(({ id }) => id === template)?.template_name ?? 'Untitled'}
        maxLength={400}
        onChange={(event) => setName(event.target.value)}
        autoFocus
      />
      <Loaded query={query} skeleton={<Skeleton rows={3} />}>
        {(data) => (
          <fieldset className="flex flex-col gap-2">
            <legend className="font-medium">Start with</legend>
            {choicesOf(data).map(({ id, title, lead, tiles }) => (
              <label
                key={id}
                className="flex cursor-pointer items-start gap-3 rounded-md border border-line p-3 hover:bg-raised has-checked:border-accent has-checked:bg-accent-soft"
              >
                <input
                  type="radio"
                  name="template"
                  className="mt-1"
                  checked={template === id}
                  onChange={() => setTemplate(id)}
                />
                <span className="min-w-0">
                  <span className="block font-medium">{title}</span>
                  <span className="block text-[13px] text-muted">
                    {lead}
                    {tiles > 0 ? ` ${tiles} tiles.` : ''}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </Loaded>
    </Dialog>
  )
}
