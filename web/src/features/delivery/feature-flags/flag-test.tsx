/** Evaluates a flag for one person. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, Field } from '../../../components/controls'
import { Section } from '../../../components/form'
import { SmallError } from '../../../components/states'
import { useProject } from '../../../project'
import { type Flag, reasonsQuery } from './api'

const REASONS: Record<string, string> = {
  condition_match: 'matches set',
  no_condition_match: 'no condition set matches',
  out_of_rollout_bound: 'matches, but is outside the rollout',
  no_group_type: 'the flag is for groups, and no group is known',
  super_condition_value: 'opted in or out through early access',
  holdout_condition_value: 'is in a holdout',
  disabled: 'the flag is off',
}

export function TryIt({ flag }: { flag: Flag }) {
  const project = useProject()
  const [typed, setTyped] = useState('')
  const [distinctId, setDistinctId] = useState('')
  const { data, error, isFetching, refetch } = useQuery(reasonsQuery(project.id, distinctId))
  const result = data?.[flag.key]
  return (
    <Section title="Test the flag" lead="Evaluates it with the person’s current stored properties.">
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          setDistinctId(typed.trim())
        }}
      >
        <div className="w-full max-w-sm">
          <Field label="Distinct ID" value={typed} onChange={(event) => setTyped(event.target.value)} required />
        </div>
        <Button type="submit" look="primary" disabled={isFetching}>
          Try
        </Button>
      </form>
      <div aria-live="polite">
        {error && <SmallError error={error} onRetry={() => void refetch()} />}
        {result && !error && (
          <p>
            For <span className="font-medium break-all">{distinctId}</span> it is{' '}
            <code className="rounded bg-code px-1.5 py-0.5 font-mono">{String(result.value)}</code>:{' '}
            {REASONS[result.evaluation.reason] ?? result.evaluation.reason}
            {result.evaluation.reason === 'condition_match' && ` ${(result.evaluation.condition_index ?? 0) + 1}`}.
          </p>
        )}
      </div>
    </Section>
  )
}
