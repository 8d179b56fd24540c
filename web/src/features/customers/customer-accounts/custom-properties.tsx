/** Custom properties of an account: edited in place, with their history; and what properties there are. */
import { useQuery } from '@tanstack/react-query'
import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/controls'
import { Loaded, Skeleton, together } from '../../../components/states'
import { type Account, type Definition, definitionsQuery, setValue, valuesQuery } from './api'
import { DefinitionDialog } from './definition-dialog'
import { ValueHistory } from './value-history'
import { ValueInput } from './value-input'
import type { Value } from './values'

interface Props {
  projectId: number
  account: Account
  currency: string
  nameOf: (userId: number | null) => string
  /** Runs a change, and says so if the account is gone. */
  onChange: <T>(work: () => Promise<T>, done: string, undo?: () => void) => void
}

export function CustomProperties({ projectId, account, currency, nameOf, onChange }: Props) {
  const query = together(useQuery(definitionsQuery(projectId)), useQuery(valuesQuery(projectId, account.id)))
  const [edited, setEdited] = useState<Definition | 'new' | null>(null)
  const currentValue = (definition: Definition) =>
    query.data?.[1].find((value) => value.definition_id === definition.id)?.value as Value
  const set = (definition: Definition, value: unknown) => {
    const before = currentValue(definition)
    const put = (given: unknown) => setValue(projectId, account.id, definition.id, given)
    onChange(
      () => put(value),
      `${definition.name} set`,
      before === null || before === undefined
        ? undefined
        : () => onChange(() => put(before), `${definition.name} restored`),
    )
  }
  return (
    <>
      <Loaded
        query={query}
        skeleton={<Skeleton rows={2} />}
        className="flex flex-col gap-2"
        isEmpty={([definitions]) => definitions.results.length === 0}
        empty={<p className="text-muted">Track anything else about your accounts: seats, stage, renewal date.</p>}
      >
        {([definitions]) =>
          definitions.results.map((definition) => (
            <div key={definition.id} className="grid grid-cols-[9rem_1fr] items-center gap-2">
              <span className="flex min-w-0 items-center gap-0.5 text-muted">
                <button
                  type="button"
                  className="group flex min-h-8 min-w-0 items-center gap-1 text-left hover:text-text"
                  title={definition.description || `Edit the property ${definition.name}`}
                  onClick={() => setEdited(definition)}
                >
                  <span className="truncate">{definition.name}</span>
                  <Pencil size={12} aria-hidden className="shrink-0 opacity-0 group-hover:opacity-100" />
                </button>
                <ValueHistory
                  projectId={projectId}
                  account={account}
                  definition={definition}
                  currency={currency}
                  nameOf={nameOf}
                />
              </span>
              <ValueInput
                definition={definition}
                value={currentValue(definition)}
                onSet={(value) => set(definition, value)}
              />
            </div>
          ))
        }
      </Loaded>
      <div>
        <Button look="bare" onClick={() => setEdited('new')}>
          <Plus size={14} aria-hidden /> Property
        </Button>
      </div>
      {edited && (
        <DefinitionDialog
          projectId={projectId}
          definition={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  )
}
