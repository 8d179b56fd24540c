/** Who gets a flag: sets of conditions with their rollout, variants and payloads. Nothing is sent until it is saved. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ArrowDown, ArrowUp, Copy, Plus, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api, dataOf, type RequestError } from '../../../api/client'
import { Button, Field, Select } from '../../../components/controls'
import { Section, Switch } from '../../../components/form'
import { SmallError } from '../../../components/states'
import { exactNumber } from '../../../format'
import { useProject } from '../../../project'
import type { PropertyFilter } from '../../people/persons/filter-schema'
import { FilterChips } from '../../people/persons/filters'
import {
  type ConditionSet,
  type Flag,
  type FlagFilters,
  type FlagProperty,
  filtersOf,
  groupTypesQuery,
  reachQuery,
} from './api'

interface Draft {
  key: string
  name: string
  tags: string
  keepsAnswer: boolean
  runtime: string
  filters: FlagFilters
}

const EVERYBODY: ConditionSet = { properties: [], rollout_percentage: 100 }
/** A set that is added releases the flag to nobody until it is filled in. */
const ADDED: ConditionSet = { properties: [], rollout_percentage: 0 }
const RUNTIMES = [
  { value: 'all', label: 'Everywhere' },
  { value: 'client', label: 'Only in browsers and apps' },
  { value: 'server', label: 'Only on servers' },
]

function toDraft(flag: Flag | null): Draft {
  return {
    key: flag?.key ?? '',
    name: flag?.name ?? '',
    tags: flag?.tags.join(', ') ?? '',
    keepsAnswer: flag?.ensure_experience_continuity ?? false,
    runtime: flag?.evaluation_runtime ?? 'all',
    filters: flag
      ? filtersOf(flag)
      : { groups: [EVERYBODY], multivariate: null, payloads: {}, aggregation_group_type_index: null },
  }
}

export function FlagEditor({ flag }: { flag: Flag | null }) {
  const project = useProject()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(() => toDraft(flag))
  const [past, setPast] = useState<Draft[]>([])
  const [error, setError] = useState<RequestError | null>(null)
  const [isBusy, setBusy] = useState(false)
  const typesQuery = useQuery(groupTypesQuery(project.id))
  const groupTypes = typesQuery.data
  const isLocked = flag !== null && (!flag.can_edit || flag.deleted)
  const isDirty = JSON.stringify(draft) !== JSON.stringify(toDraft(flag))
  const { filters } = draft
  const variants = filters.multivariate?.variants ?? []
  const sum = variants.reduce((total, { rollout_percentage: share }) => total + share, 0)
  const groupIndex = filters.aggregation_group_type_index ?? null

  const change = (next: Partial<Draft>) => {
    setPast([...past.slice(-49), draft])
    setDraft({ ...draft, ...next })
  }
  const changeFilters = (next: Partial<FlagFilters>) => change({ filters: { ...filters, ...next } })
  const changeSet = (position: number, next: Partial<ConditionSet>) =>
    changeFilters({ groups: filters.groups.map((set, index) => (index === position ? { ...set, ...next } : set)) })
  const move = (position: number, step: number) => {
    const groups = [...filters.groups]
    const [moved] = groups.splice(position, 1)
    groups.splice(position + step, 0, moved!)
    changeFilters({ groups })
  }
  const undo = () => {
    const before = past.at(-1)
    if (!before) return
    setPast(past.slice(0, -1))
    setDraft(before)
  }
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])

  const save = async () => {
    setBusy(true)
    setError(null)
    const path = { project_id: String(project.id) }
    const body = {
      key: draft.key,
      name: draft.name,
      tags: draft.tags
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
      ensure_experience_continuity: draft.keepsAnswer,
      evaluation_runtime: draft.runtime,
      filters,
    }
    try {
      const saved = await (flag
        ? dataOf(
            api.PATCH('/api/projects/{project_id}/feature_flags/{id}', {
              params: { path: { ...path, id: String(flag.id) } },
              body: { ...body, version: flag.version } as never,
            }),
          )
        : dataOf(api.POST('/api/projects/{project_id}/feature_flags', { params: { path }, body: body as never })))
      await queryClient.invalidateQueries()
      if (!flag && saved) await navigate({ to: '/feature_flags/$id', params: { id: String(saved.id) } })
    } catch (problem) {
      setError(problem as RequestError)
    } finally {
      setBusy(false)
    }
  }

  const setKind = (kind: string) =>
    changeFilters(
      kind === 'variants'
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
  const errorOf = (attr: string) => (error?.body?.attr === attr ? error.message : undefined)

  return (
    <form
      className="flex max-w-4xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key === 's') {
          event.preventDefault()
          if (isDirty && !isLocked) void save()
        }
      }}
    >
      <fieldset disabled={isLocked} className="flex min-w-0 flex-col gap-4">
        <Section title="Flag">
          <Field
            label="Key"
            value={draft.key}
            required
            maxLength={400}
            pattern="[a-zA-Z0-9_\-]+"
            hint="What code asks for. Letters, digits, hyphens and underscores."
            error={errorOf('key')}
            onChange={(event) => change({ key: event.target.value })}
            autoFocus={!flag}
          />
          <Field
            label="Description"
            value={draft.name}
            maxLength={10000}
            onChange={(event) => change({ name: event.target.value })}
          />
          <Field
            label="Tags"
            value={draft.tags}
            hint="Separated by commas."
            onChange={(event) => change({ tags: event.target.value })}
          />
          <div className="flex flex-wrap gap-4">
            <Select
              label="Answers"
              value={variants.length > 0 ? 'variants' : 'boolean'}
              onChange={(event) => setKind(event.target.value)}
              options={[
                { value: 'boolean', label: 'On or off' },
                { value: 'variants', label: 'One of several variants' },
              ]}
            />
            <Select
              label="Decides for"
              value={groupIndex === null ? '' : String(groupIndex)}
              onChange={(event) =>
                changeFilters({
                  aggregation_group_type_index: event.target.value === '' ? null : Number(event.target.value),
                  // Conditions on persons mean nothing to groups, and the reverse.
                  groups: filters.groups.map((set) => ({ ...set, properties: [] })),
                })
              }
              options={[
                { value: '', label: 'Each person' },
                ...(groupTypes
                  ? groupTypes.map(({ group_type, group_type_index }) => ({
                      value: String(group_type_index),
                      label: `Each ${group_type}`,
                    }))
                  : // What was chosen stays chosen, though its name is not known yet.
                    groupIndex === null
                    ? []
                    : [{ value: String(groupIndex), label: 'Each group' }]),
              ]}
            />
            {typesQuery.error && !groupTypes && (
              <SmallError error={typesQuery.error} onRetry={() => void typesQuery.refetch()} />
            )}
            <Select
              label="Evaluated"
              value={draft.runtime}
              options={RUNTIMES}
              onChange={(event) => change({ runtime: event.target.value })}
            />
          </div>
          <Switch
            label="Stays the same after log-in"
            hint="Who was asked for while anonymous keeps the answer. SDKs cannot evaluate such a flag by themselves."
            checked={draft.keepsAnswer}
            disabled={isLocked}
            onChange={(keepsAnswer) => change({ keepsAnswer })}
          />
        </Section>

        {variants.length > 0 && (
          <Section title="Variants" lead="Who gets the flag gets one of these, always the same.">
            <ul className="flex flex-col gap-3">
              {variants.map((variant, position) => (
                <li
                  // biome-ignore lint/suspicious/noArrayIndexKey: keys are being typed
                  key={position}
                  className="flex flex-wrap items-end gap-2"
                >
                  <div className="min-w-0 flex-1 basis-40">
                    <Field
                      label={`Key of variant ${position + 1}`}
                      value={variant.key}
                      required
                      onChange={(event) => {
                        const { [variant.key]: payload, ...others } = filters.payloads ?? {}
                        const key = event.target.value
                        changeFilters({
                          multivariate: {
                            variants: variants.map((each, index) => (index === position ? { ...each, key } : each)),
                          },
                          payloads: payload === undefined ? others : { ...others, [key]: payload },
                          groups: filters.groups.map((set) =>
                            set.variant === variant.key ? { ...set, variant: key } : set,
                          ),
                        })
                      }}
                    />
                  </div>
                  <div className="w-28">
                    <Field
                      label="Percent"
                      type="number"
                      min={0}
                      max={100}
                      step="any"
                      value={variant.rollout_percentage}
                      onChange={(event) =>
                        changeFilters({
                          multivariate: {
                            variants: variants.map((each, index) =>
                              index === position ? { ...each, rollout_percentage: Number(event.target.value) } : each,
                            ),
                          },
                        })
                      }
                    />
                  </div>
                  <div className="min-w-0 flex-1 basis-48">
                    <Payload
                      label="Payload (JSON)"
                      value={filters.payloads?.[variant.key] ?? ''}
                      onChange={(payload) =>
                        changeFilters({ payloads: withPayload(filters.payloads, variant.key, payload) })
                      }
                    />
                  </div>
                  <Button
                    aria-label={`Remove variant ${variant.key}`}
                    disabled={variants.length < 2}
                    onClick={() =>
                      changeFilters({
                        multivariate: { variants: variants.filter((_each, index) => index !== position) },
                        payloads: withPayload(filters.payloads, variant.key, ''),
                        groups: filters.groups.map((set) =>
                          set.variant === variant.key ? { ...set, variant: null } : set,
                        ),
                      })
                    }
                  >
                    <Trash2 size={16} aria-hidden />
                  </Button>
                </li>
              ))}
            </ul>
            <div className="flex flex-wrap items-center gap-2">
              <Button
                onClick={() =>
                  changeFilters({
                    multivariate: {
                      variants: [...variants, { key: `variant-${variants.length + 1}`, rollout_percentage: 0 }],
                    },
                  })
                }
              >
                <Plus size={16} aria-hidden /> Variant
              </Button>
              <Button onClick={() => changeFilters({ multivariate: { variants: evenly(variants) } })}>
                Divide evenly
              </Button>
              {Math.abs(sum - 100) > 0.01 && (
                <span role="alert" className="text-danger">
                  Together they are {Math.round(sum * 100) / 100} %, and have to be 100.
                </span>
              )}
            </div>
          </Section>
        )}

        <Section
          title="Who gets it"
          lead="Sets are tried in order; the first whose conditions hold and whose rollout includes somebody decides."
        >
          <ol className="flex flex-col gap-3">
            {filters.groups.map((set, position) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: sets have no identity of their own
                key={position}
                className="flex flex-col gap-3 rounded-md border border-line p-3"
              >
                <ConditionEditor
                  set={set}
                  position={position}
                  groupIndex={groupIndex}
                  variants={variants.map(({ key }) => key)}
                  onChange={(next) => changeSet(position, next)}
                />
                <div className="flex flex-wrap gap-1">
                  <Button
                    look="bare"
                    aria-label={`Move set ${position + 1} up`}
                    disabled={position === 0}
                    onClick={() => move(position, -1)}
                  >
                    <ArrowUp size={16} aria-hidden />
                  </Button>
                  <Button
                    look="bare"
                    aria-label={`Move set ${position + 1} down`}
                    disabled={position === filters.groups.length - 1}
                    onClick={() => move(position, 1)}
                  >
                    <ArrowDown size={16} aria-hidden />
                  </Button>
                  <Button
                    look="bare"
                    aria-label={`Copy set ${position + 1}`}
                    onClick={() => changeFilters({ groups: filters.groups.toSpliced(position + 1, 0, set) })}
                  >
                    <Copy size={16} aria-hidden />
                  </Button>
                  <Button
                    look="bare"
                    aria-label={`Remove set ${position + 1}`}
                    onClick={() => changeFilters({ groups: filters.groups.toSpliced(position, 1) })}
                  >
                    <Trash2 size={16} aria-hidden />
                  </Button>
                </div>
              </li>
            ))}
          </ol>
          {filters.groups.length === 0 && <p className="text-muted">Nobody: there is no set of conditions.</p>}
          <Button className="self-start" onClick={() => changeFilters({ groups: [...filters.groups, ADDED] })}>
            <Plus size={16} aria-hidden /> Set of conditions
          </Button>
          {filters.super_groups && filters.super_groups.length > 0 && (
            <p className="rounded-md bg-accent-soft p-3">
              An early access feature uses this flag: what people chose for themselves outranks the sets above.
            </p>
          )}
        </Section>

        {variants.length === 0 && (
          <Section title="Payload" lead="Any JSON that code gets along with the flag when it is on.">
            <Payload
              label="Payload (JSON)"
              value={filters.payloads?.true ?? ''}
              onChange={(payload) => changeFilters({ payloads: withPayload(filters.payloads, 'true', payload) })}
            />
          </Section>
        )}
      </fieldset>

      <div role="alert">
        {error && error.body?.attr !== 'key' && (
          <div className="flex flex-wrap items-center gap-3 rounded-md bg-danger-soft p-3 text-danger">
            <span className="min-w-0 flex-1">
              {error.message}
              {error.status === 409 && ' Your changes are still here; load theirs to go on from there.'}
            </span>
            {error.status === 409 && <Button onClick={() => void queryClient.invalidateQueries()}>Load theirs</Button>}
          </div>
        )}
      </div>
      {!isLocked && (isDirty || !flag) && (
        <div className="sticky bottom-0 flex flex-wrap items-center gap-2 border-t border-line bg-page py-3">
          <Button type="submit" look="primary" disabled={isBusy || draft.key.trim() === ''} title="Save (Ctrl S)">
            {isBusy ? 'Saving…' : flag ? 'Save' : 'Create flag'}
          </Button>
          <Button onClick={undo} disabled={past.length === 0}>
            Undo
          </Button>
          {flag && (
            <Button
              onClick={() => {
                setPast([...past, draft])
                setDraft(toDraft(flag))
              }}
            >
              Discard
            </Button>
          )}
          <span className="text-[13px] text-muted">Not saved yet.</span>
        </div>
      )}
    </form>
  )
}

function withPayload(payloads: Record<string, string> | undefined, key: string, text: string): Record<string, string> {
  const { [key]: _before, ...others } = payloads ?? {}
  return text === '' ? others : { ...others, [key]: text }
}

/** Whole percents; what is left over goes to the first ones. */
function evenly<Item extends { rollout_percentage: number }>(variants: Item[]): Item[] {
  const share = Math.floor(100 / variants.length)
  const rest = 100 - share * variants.length
  return variants.map((variant, index) => ({ ...variant, rollout_percentage: share + (index < rest ? 1 : 0) }))
}

function Payload({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  let problem: string | undefined
  try {
    if (value !== '') JSON.parse(value)
  } catch {
    problem = 'This is not JSON. Text stands in double quotes.'
  }
  return (
    <Field
      label={label}
      value={value}
      error={problem}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      placeholder='{"colour": "green"}'
    />
  )
}

const toChip = ({ key, operator = 'exact', value }: FlagProperty): PropertyFilter => ({
  key,
  operator,
  value: Array.isArray(value) ? value.map(String) : value === undefined || value === null ? '' : String(value),
})
const LISTS = new Set(['exact', 'is_not'])

interface ConditionEditorProps {
  set: ConditionSet
  position: number
  groupIndex: number | null
  variants: string[]
  onChange: (next: Partial<ConditionSet>) => void
}

function ConditionEditor({ set, position, groupIndex, variants, onChange }: ConditionEditorProps) {
  const project = useProject()
  const [editing, setEditing] = useState<number | null>(null)
  // Conditions on other flags are kept as they are; they are written through the API.
  const others = set.properties.filter(({ type }) => type === 'flag')
  const shown = set.properties.filter(({ type }) => type !== 'flag')
  const toProperty = (chip: PropertyFilter): FlagProperty => ({
    key: chip.key,
    type: groupIndex === null ? 'person' : 'group',
    operator: chip.operator,
    ...(groupIndex === null ? {} : { group_type_index: groupIndex }),
    ...(chip.operator.startsWith('is_') && chip.operator.endsWith('set')
      ? {}
      : {
          value:
            LISTS.has(chip.operator) && !Array.isArray(chip.value)
              ? chip.value.split(',').map((each) => each.trim())
              : chip.value,
        }),
  })
  const percent = set.rollout_percentage ?? 100
  return (
    <>
      <h3 className="font-medium">Set {position + 1}</h3>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-muted">{set.properties.length === 0 ? 'Everybody' : 'All of'}</span>
        {others.map((property) => (
          <span key={property.key} className="rounded-md border border-line px-3 py-1.5">
            flag {property.key} is {String(property.value)}
          </span>
        ))}
        <FilterChips
          projectId={project.id}
          filters={shown.map(toChip)}
          onChange={(chips) => onChange({ properties: [...others, ...chips.map(toProperty)] })}
          editing={editing}
          onEdit={setEditing}
        />
      </div>
      <div className="flex flex-wrap items-end gap-4">
        <label className="flex min-w-0 flex-1 basis-60 flex-col gap-1">
          <span className="font-medium">Rollout of set {position + 1}</span>
          <input
            type="range"
            min={0}
            max={100}
            value={percent}
            className="min-h-8 w-full accent-accent"
            onChange={(event) => onChange({ rollout_percentage: Number(event.target.value) })}
          />
        </label>
        <div className="w-24">
          <Field
            label="Percent"
            type="number"
            min={0}
            max={100}
            step="any"
            value={percent}
            onChange={(event) =>
              onChange({ rollout_percentage: Math.min(100, Math.max(0, Number(event.target.value))) })
            }
          />
        </div>
        {variants.length > 0 && (
          <Select
            label="Variant"
            value={set.variant ?? ''}
            onChange={(event) => onChange({ variant: event.target.value || null })}
            options={[{ value: '', label: 'By share' }, ...variants.map((key) => ({ value: key, label: key }))]}
          />
        )}
      </div>
      <Reach set={set} groupIndex={groupIndex} />
    </>
  )
}

const hasValue = ({ operator, value }: FlagProperty) =>
  operator === 'is_set' || operator === 'is_not_set' || (Array.isArray(value) ? value.length > 0 : value != null)

/** How many would get it, as they are stored now. */
function Reach({ set, groupIndex }: { set: ConditionSet; groupIndex: number | null }) {
  const project = useProject()
  const isFinished = set.properties.every(hasValue)
  const query = useQuery({
    ...reachQuery(project.id, set.properties, groupIndex),
    enabled: isFinished,
    placeholderData: keepPreviousData,
  })
  const who = groupIndex === null ? 'persons' : 'groups'
  const { data, error } = query
  if (!isFinished) return <p className="text-[13px] text-muted">Finish the conditions to see who matches.</p>
  // How many match is not known then; an older number would be that of other conditions.
  if (error) return <SmallError error={error} onRetry={() => void query.refetch()} />
  if (!data) return <p className="text-[13px] text-muted">Counting who matches…</p>
  const share = (set.rollout_percentage ?? 100) / 100
  return (
    <p className="text-[13px] text-muted" aria-live="polite">
      {exactNumber(data.affected)} of {exactNumber(data.total)} {who} match
      {share < 1 && `, about ${exactNumber(Math.round(data.affected * share))} get it`}.
    </p>
  )
}
