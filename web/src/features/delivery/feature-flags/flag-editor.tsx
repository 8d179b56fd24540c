/** The form of a flag: its basics, variants, conditions and payload. Nothing is sent until it is saved. */
import { useQueryClient } from '@tanstack/react-query'
import { Button } from '../../../components/controls'
import { Section } from '../../../components/form'
import type { Flag } from './api'
import { ConditionSets } from './condition-sets'
import { FlagBasics } from './flag-basics'
import { FlagVariants } from './flag-variants'
import { Payload, withPayload } from './payload-field'
import { useFlagDraft } from './use-flag-draft'

export function FlagEditor({ flag }: { flag: Flag | null }) {
  const editor = useFlagDraft(flag)
  const { draft, isDirty, error, change, changeFilters } = editor
  const { filters } = draft
  const isLocked = flag !== null && (!flag.can_edit || flag.deleted)
  const hasVariants = (filters.multivariate?.variants ?? []).length > 0
  const isKeyRefused = error?.body?.attr === 'key'
  return (
    <form
      className="flex max-w-4xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void editor.save()
      }}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key === 's') {
          event.preventDefault()
          if (isDirty && !isLocked) void editor.save()
        }
      }}
    >
      <fieldset disabled={isLocked} className="flex min-w-0 flex-col gap-4">
        <FlagBasics
          draft={draft}
          isNew={!flag}
          isLocked={isLocked}
          keyError={isKeyRefused ? error.message : undefined}
          onChange={change}
          onChangeFilters={changeFilters}
        />
        {hasVariants && <FlagVariants filters={filters} onChange={changeFilters} />}
        <ConditionSets filters={filters} onChange={(groups) => changeFilters({ groups })} />
        {!hasVariants && (
          <Section title="Payload" lead="JSON that your code receives with the flag when it is on.">
            <Payload
              label="Payload (JSON)"
              value={filters.payloads?.true ?? ''}
              onChange={(payload) => changeFilters({ payloads: withPayload(filters.payloads, 'true', payload) })}
            />
          </Section>
        )}
      </fieldset>
      <div role="alert">{error && !isKeyRefused && <SaveError error={error} />}</div>
      {!isLocked && (isDirty || !flag) && <SaveBar editor={editor} isNew={!flag} />}
    </form>
  )
}

function SaveError({ error }: { error: NonNullable<ReturnType<typeof useFlagDraft>['error']> }) {
  const queryClient = useQueryClient()
  const isConflict = error.status === 409
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md bg-danger-soft p-3 text-danger">
      <span className="min-w-0 flex-1">
        {error.message}
        {isConflict && ' Your changes are still here. Load the saved version to continue from it.'}
      </span>
      {isConflict && <Button onClick={() => void queryClient.invalidateQueries()}>Load saved version</Button>}
    </div>
  )
}

function SaveBar({ editor, isNew }: { editor: ReturnType<typeof useFlagDraft>; isNew: boolean }) {
  const isNameless = editor.draft.key.trim() === ''
  return (
    <div className="sticky bottom-0 flex flex-wrap items-center gap-2 border-t border-line bg-page py-3">
      <Button type="submit" look="primary" disabled={editor.isBusy || isNameless} title="Save (Ctrl S)">
        {editor.isBusy ? 'Saving…' : isNew ? 'Create flag' : 'Save'}
      </Button>
      <Button onClick={editor.undo} disabled={!editor.canUndo}>
        Undo
      </Button>
      {!isNew && <Button onClick={editor.discard}>Discard</Button>}
      <span className="text-[13px] text-muted">Unsaved changes</span>
    </div>
  )
}
