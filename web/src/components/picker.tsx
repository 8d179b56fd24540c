/** Choosing one of many by typing a part of its name. */
import { Command } from 'cmdk'
import { type ReactNode, useEffect, useState } from 'react'
import { Popover } from './popover'
import type { Question } from './refresh-note'
import { SmallError } from './states'

export interface Choice {
  value: string
  label: string
  hint?: string
}
export interface ChoiceGroup {
  title?: string
  choices: readonly Choice[]
}

export const PICKER_BUTTON =
  'inline-flex min-h-9 max-w-full min-w-0 items-center gap-2 rounded-md border border-line-strong bg-surface px-3 text-left hover:bg-raised'
const ITEM =
  'flex min-h-9 cursor-pointer items-center justify-between gap-3 rounded-md px-3 break-words aria-selected:bg-accent-soft'
const GROUP =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-[13px] [&_[cmdk-group-heading]]:text-muted'

/** The results of a query so far. For pickers that list the query in `queries`, and so show its state. */
export function resultsSoFar<Row>({ data }: { data: { results: readonly Row[] } | undefined }): readonly Row[] {
  return data ? data.results : []
}

interface ListProps {
  label: string
  groups: readonly ChoiceGroup[]
  onChoose: (value: string) => void
  /** If given, the parent does the searching. */
  onSearch?: (text: string) => void
  /** The queries that the choices come from. Until all have succeeded, an empty list does not mean that nothing matches. */
  queries?: readonly Question<unknown>[]
  /** If given, the typed text itself can be chosen. */
  onFree?: (text: string) => void
  freeLabel?: string
  tabs?: ReactNode
}

const itemValue = (title: string | undefined, { value, label }: Choice) => `${title ?? ''} ${value} ${label}`.trim()

export function ChoiceList({
  label,
  groups: all,
  onChoose,
  onSearch,
  queries = [],
  onFree,
  freeLabel = 'Use',
  tabs,
}: ListProps) {
  const [text, setText] = useState('')
  // Earlier results stay until new ones arrive, as far as they match the current text.
  const words = text.toLowerCase().split(/\s+/)
  const fits = ({ value, label: name, hint = '' }: Choice) => {
    const own = `${value} ${name} ${hint}`.toLowerCase()
    return words.every((word) => own.includes(word))
  }
  const groups = onSearch ? all.map(({ title, choices }) => ({ title, choices: choices.filter(fits) })) : all
  const first = groups.find(({ choices }) => choices.length > 0)
  const firstValue = first ? itemValue(first.title, first.choices[0]!) : ''
  const [chosen, setChosen] = useState(firstValue)
  // Results arrive after the typing; select the first, so that Enter takes it.
  useEffect(() => {
    if (firstValue) setChosen(firstValue)
  }, [firstValue])
  const isLoading = queries.some(({ data, isFetching }) => data === undefined && isFetching)
  const failed = queries.filter(({ error }) => error)
  const isKnown = groups.some(({ choices }) =>
    choices.some(({ value, label: name }) => value === text || name === text),
  )
  return (
    <Command
      label={label}
      shouldFilter={!onSearch}
      {...(onSearch && { value: chosen, onValueChange: setChosen })}
      // In a popover with less room it becomes lower, and its list scrolls, not the popover.
      className="flex max-h-[60dvh] min-h-0 w-96 max-w-full flex-col"
    >
      <Command.Input
        data-autofocus
        value={text}
        onValueChange={(value) => {
          setText(value)
          onSearch?.(value)
        }}
        placeholder={label}
        aria-label={label}
        className="min-h-11 w-full border-b border-line bg-surface px-4 outline-none placeholder:text-muted"
      />
      {tabs}
      <Command.List className="overflow-y-auto p-1" label={label}>
        {failed[0] && (
          <div className="px-3 py-2">
            Some choices could not be loaded.{' '}
            <SmallError error={failed[0].error!} onRetry={() => failed.map(({ refetch }) => refetch())} />
          </div>
        )}
        {isLoading ? (
          <Command.Loading className="px-3 py-4 text-muted">Loading…</Command.Loading>
        ) : failed[0] ? null : (
          <Command.Empty className="px-3 py-4 text-muted">Nothing matches.</Command.Empty>
        )}
        {groups.map(({ title, choices }) =>
          choices.length === 0 ? null : (
            <Command.Group key={title ?? ''} heading={title} className={GROUP}>
              {choices.map((choice) => (
                <Command.Item
                  key={choice.value}
                  value={itemValue(title, choice)}
                  onSelect={() => onChoose(choice.value)}
                  className={ITEM}
                >
                  <span className="line-clamp-2 min-w-0 break-all">{choice.label}</span>
                  {choice.hint && <span className="shrink-0 text-[13px] text-muted">{choice.hint}</span>}
                </Command.Item>
              ))}
            </Command.Group>
          ),
        )}
        {onFree && text.trim() !== '' && !isKnown && (
          <Command.Item forceMount value={`free ${text}`} onSelect={() => onFree(text)} className={ITEM}>
            <span className="min-w-0 break-all">
              {freeLabel} “{text}”
            </span>
          </Command.Item>
        )}
      </Command.List>
    </Command>
  )
}

interface PickerProps extends Omit<ListProps, 'onChoose' | 'onFree'> {
  trigger: ReactNode
  title?: string
  className?: string
  disabled?: boolean
  onChoose: (value: string) => void
  onFree?: (text: string) => void
}

/** A button that opens the list. */
export function Picker({
  trigger,
  title,
  className = PICKER_BUTTON,
  disabled,
  onChoose,
  onFree,
  ...list
}: PickerProps) {
  return (
    <Popover label={list.label} trigger={trigger} className={className} title={title} disabled={disabled}>
      {(close) => (
        <ChoiceList
          {...list}
          onChoose={(value) => {
            close()
            onChoose(value)
          }}
          onFree={
            onFree &&
            ((text) => {
              close()
              onFree(text)
            })
          }
        />
      )}
    </Popover>
  )
}
