/** Early access: features that users can switch on for themselves before everyone gets them. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button, Field, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { ConfirmByName, TextArea } from '../../../components/form'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { type EarlyAccessFeature, earlyAccessQuery } from './api'

const STAGES = [
  { value: 'draft', label: 'Draft' },
  { value: 'concept', label: 'Concept' },
  { value: 'alpha', label: 'Alpha' },
  { value: 'beta', label: 'Beta' },
  { value: 'general-availability', label: 'For everyone' },
  { value: 'archived', label: 'Archived' },
]

export function EarlyAccessPage() {
  const project = useProject()
  const query = useQuery(earlyAccessQuery(project.id))
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <PageHeader title="Early access">
        <Button look="primary" onClick={() => setCreating(true)}>
          <Plus size={16} aria-hidden /> New feature
        </Button>
      </PageHeader>
      <div className="flex max-w-4xl flex-col gap-3 px-4 pb-10 md:px-6">
        <p className="max-w-prose text-muted">
          While a feature is a concept, in alpha or in beta, your users can opt in to it through the SDK. Their choice
          overrides the conditions of its flag.
        </p>
        <Loaded
          query={query}
          skeleton={<Skeleton rows={3} />}
          isEmpty={(data) => data.results.length === 0}
          empty={
            <div className="rounded-lg border border-line bg-surface">
              <EmptyState title="No early access features yet">
                <p>Create one, and offer it to users who like to try new things.</p>
              </EmptyState>
            </div>
          }
        >
          {(data) => (
            <ul
              aria-label="Early access features"
              className="divide-y divide-line rounded-lg border border-line bg-surface"
            >
              {data.results.map((feature) => (
                <FeatureRow key={feature.id} feature={feature} />
              ))}
            </ul>
          )}
        </Loaded>
      </div>
      {isCreating && <CreateDialog onClose={() => setCreating(false)} />}
    </>
  )
}

function FeatureRow({ feature }: { feature: EarlyAccessFeature }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const [isDeleting, setDeleting] = useState(false)
  const params = { path: { project_id: String(project.id), id: feature.id } }
  const setStage = (stage: string, isUndo = false): void =>
    void run(
      () => api.PATCH('/api/projects/{project_id}/early_access_feature/{id}', { params, body: { stage } as never }),
      `${feature.name}: saved.`,
      isUndo ? undefined : () => setStage(feature.stage, true),
    )
  return (
    <li className="flex flex-wrap items-center gap-3 px-3 py-2.5">
      <span className="min-w-0 flex-1 basis-60">
        <span className="font-medium break-words">{feature.name}</span>
        {feature.description && <span className="block text-[13px] break-words text-muted">{feature.description}</span>}
        {feature.feature_flag && (
          <Link
            to="/feature_flags/$id"
            params={{ id: String(feature.feature_flag.id) }}
            className="text-[13px] break-words text-accent underline"
          >
            {feature.feature_flag.key}
          </Link>
        )}
      </span>
      <select
        aria-label={`Stage of ${feature.name}`}
        className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
        value={feature.stage}
        disabled={isBusy}
        onChange={(event) => setStage(event.target.value)}
      >
        {STAGES.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Button onClick={() => setDeleting(true)} aria-label={`Delete ${feature.name}`}>
        Delete
      </Button>
      {isDeleting && (
        <ConfirmByName
          title="Delete feature"
          name={feature.name}
          action="Delete feature"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await run(
              () => api.DELETE('/api/projects/{project_id}/early_access_feature/{id}', { params }),
              `Deleted ${feature.name}. Its flag stays.`,
            )
            setDeleting(false)
          }}
        >
          <p>What users chose no longer counts. Its flag stays, with its conditions.</p>
        </ConfirmByName>
      )}
    </li>
  )
}

function CreateDialog({ onClose }: { onClose: () => void }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [stage, setStage] = useState('draft')
  const create = async () => {
    const done = await run(
      () =>
        api.POST('/api/projects/{project_id}/early_access_feature', {
          params: { path: { project_id: String(project.id) } },
          body: { name, description, stage } as never,
        }),
      `Created ${name} and its flag.`,
    )
    if (done) onClose()
  }
  return (
    <Dialog
      title="New early access feature"
      action="Create"
      isBusy={isBusy}
      isDisabled={name.trim() === ''}
      onClose={onClose}
      onAction={() => void create()}
    >
      <Field label="Name" value={name} maxLength={200} onChange={(event) => setName(event.target.value)} autoFocus />
      <TextArea
        label="Description"
        value={description}
        maxLength={10000}
        hint="Users read it when they choose."
        onChange={(event) => setDescription(event.target.value)}
      />
      <Select label="Stage" value={stage} options={STAGES} onChange={(event) => setStage(event.target.value)} />
    </Dialog>
  )
}
