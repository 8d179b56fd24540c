/** The basics of a flag: its key, what it returns, and whom it decides for. */
import { useQuery } from '@tanstack/react-query'
import { Field, Select } from '../../../components/controls'
import { Section, Switch } from '../../../components/form'
import { SmallError } from '../../../components/states'
import { useProject } from '../../../project'
import { type FlagFilters, groupTypesQuery } from './api'
import type { FlagDraft } from './use-flag-draft'

const RUNTIMES = [
  { value: 'all', label: 'Everywhere' },
  { value: 'client', label: 'Only in browsers and apps' },
  { value: 'server', label: 'Only on servers' },
]
const ANSWERS = [
  { value: 'boolean', label: 'On or off' },
  { value: 'variants', label: 'One of several variants' },
]

interface Props {
  draft: FlagDraft
  isNew: boolean
  isLocked: boolean
  /** Why the server refused the key, if it did. */
  keyError?: string
  onChange: (next: Partial<FlagDraft>) => void
  onChangeFilters: (next: Partial<FlagFilters>) => void
}

export function FlagBasics({ draft, isNew, isLocked, keyError, onChange, onChangeFilters }: Props) {
  return (
    <Section title="Flag">
      <Field
        label="Key"
        value={draft.key}
        required
        maxLength={400}
        pattern="[a-zA-Z0-9_\-]+"
        hint="The name that your code uses. Letters, digits, hyphens and underscores."
        error={keyError}
        onChange={(event) => onChange({ key: event.target.value })}
        autoFocus={isNew}
      />
      <Field
        label="Description"
        value={draft.name}
        maxLength={10000}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <Field
        label="Tags"
        value={draft.tags}
        hint="Separated by commas."
        onChange={(event) => onChange({ tags: event.target.value })}
      />
      <div className="flex flex-wrap gap-4">
        <AnswerSelect filters={draft.filters} onChange={onChangeFilters} />
        <SubjectSelect filters={draft.filters} onChange={onChangeFilters} />
        <Select
          label="Evaluated"
          value={draft.runtime}
          options={RUNTIMES}
          onChange={(event) => onChange({ runtime: event.target.value })}
        />
      </div>
      <Switch
        label="Stays the same after login"
        hint="A person who got an answer while anonymous keeps it. SDKs cannot evaluate such a flag locally."
        checked={draft.keepsAnswer}
        disabled={isLocked}
        onChange={(keepsAnswer) => onChange({ keepsAnswer })}
      />
    </Section>
  )
}

interface FiltersProps {
  filters: FlagFilters
  onChange: (next: Partial<FlagFilters>) => void
}

function AnswerSelect({ filters, onChange }: FiltersProps) {
  return (
    <Select
      label="Returns"
      value={(filters.multivariate?.variants ?? []).length > 0 ? 'variants' : 'boolean'}
      onChange={(event) =>
        onChange(
          event.target.value === 'variants'
            ? {
                multivariate: {
                  variants: [
                    { key: 'control', rollout_percentage: 50 },
                    { key: 'test', rollout_percentage: 50 },
                  ],
                },
                payloads: {},
              }
            : { multivariate: null, payloads: {}, groups: filters.groups.map((set) => ({ ...set, variant: null })) },
        )
      }
      options={ANSWERS}
    />
  )
}

/** Persons, or one of the project's group types. */
function SubjectSelect({ filters, onChange }: FiltersProps) {
  const project = useProject()
  const query = useQuery(groupTypesQuery(project.id))
  const types = query.data
  const index = filters.aggregation_group_type_index ?? null
  return (
    <>
      <Select
        label="Decides for"
        value={index === null ? '' : String(index)}
        onChange={(event) =>
          onChange({
            aggregation_group_type_index: event.target.value === '' ? null : Number(event.target.value),
            // Conditions on persons do not apply to groups, and vice versa.
            groups: filters.groups.map((set) => ({ ...set, properties: [] })),
          })
        }
        options={[
          { value: '', label: 'Each person' },
          ...(types
            ? types.map(({ group_type, group_type_index }) => ({
                value: String(group_type_index),
                label: `Each ${group_type}`,
              }))
            : // Keep the selection, even though its name is not loaded yet.
              index === null
              ? []
              : [{ value: String(index), label: 'Each group' }]),
        ]}
      />
      {query.error && !types && <SmallError error={query.error} onRetry={() => void query.refetch()} />}
    </>
  )
}
