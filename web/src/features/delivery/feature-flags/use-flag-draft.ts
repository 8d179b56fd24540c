/** The state of the flag editor: a draft with undo, and saving it. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api, dataOf, type RequestError } from '../../../api/client'
import { useProject } from '../../../project'
import { type ConditionSet, type Flag, type FlagFilters, filtersOf } from './api'

const UNDO_STEPS_MAX = 50
const EVERYBODY: ConditionSet = { properties: [], rollout_percentage: 100 }

/** What is being edited of a flag. */
export interface FlagDraft {
  key: string
  name: string
  /** Separated by commas. */
  tags: string
  keepsAnswer: boolean
  runtime: string
  filters: FlagFilters
}

function toDraft(flag: Flag | null): FlagDraft {
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

function toBody({ key, name, tags, keepsAnswer, runtime, filters }: FlagDraft) {
  return {
    key,
    name,
    tags: tags
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    ensure_experience_continuity: keepsAnswer,
    evaluation_runtime: runtime,
    filters,
  }
}

/** Warns before the browser leaves a page with changes that are not saved. */
function useLeaveWarning(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
}

/** Creates the flag, or updates it if no one else has changed it since. Goes to the page of a new flag. */
function useSave(flag: Flag | null) {
  const project = useProject()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [error, setError] = useState<RequestError | null>(null)
  const [isBusy, setBusy] = useState(false)
  const save = async (draft: FlagDraft) => {
    setBusy(true)
    setError(null)
    const path = { project_id: String(project.id) }
    const body = toBody(draft)
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
  return { save, error, isBusy }
}

/** The draft of `flag`, or of a new one. Nothing is sent until `save`. */
export function useFlagDraft(flag: Flag | null) {
  const [draft, setDraft] = useState(() => toDraft(flag))
  const [past, setPast] = useState<FlagDraft[]>([])
  const { save, error, isBusy } = useSave(flag)
  const isDirty = JSON.stringify(draft) !== JSON.stringify(toDraft(flag))
  useLeaveWarning(isDirty)
  const replace = (next: FlagDraft) => {
    setPast([...past.slice(1 - UNDO_STEPS_MAX), draft])
    setDraft(next)
  }
  return {
    draft,
    isDirty,
    isBusy,
    error,
    change: (next: Partial<FlagDraft>) => replace({ ...draft, ...next }),
    changeFilters: (next: Partial<FlagFilters>) => replace({ ...draft, filters: { ...draft.filters, ...next } }),
    canUndo: past.length > 0,
    undo: () => {
      const before = past.at(-1)
      if (!before) return
      setPast(past.slice(0, -1))
      setDraft(before)
    },
    discard: () => replace(toDraft(flag)),
    save: () => save(draft),
  }
}
