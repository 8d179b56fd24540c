/** Everything that the page of an insight changes on the server. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { RequestError } from '../../../api/client'
import { useChanges } from '../../../changes'
import { useToasts } from '../../../components/toasts'
import { useProject } from '../../../project'
import { createInsight, duplicateInsight, type Insight, insightQuery, updateInsight } from './api'

type Body = Parameters<typeof updateInsight>[2]

/**
 * @param insight null for one that is not saved yet
 * @param fields what saving writes: name, question and what describes it
 * @param dashboard that a new insight is added to
 */
export function useInsightChanges(insight: Insight | null, fields: Body, dashboard: number | undefined) {
  const project = useProject()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const { run, isBusy } = useChanges()
  /** Someone else saved the insight since it was loaded. */
  const [hasConflict, setConflict] = useState(false)
  const show = (id: string, replace: boolean) => navigate({ to: '/insights/$id', params: { id }, search: {}, replace })

  const saveNew = async (dashboards?: number[]) => {
    const made = await run(() => createInsight(project.id, { ...fields, ...(dashboards && { dashboards }) }), 'Saved')
    if (made) await show(made.short_id, true)
  }
  const save = async (isForced = false) => {
    if (!insight) return saveNew(dashboard ? [dashboard] : undefined)
    try {
      const next = await updateInsight(project.id, insight.id, fields, isForced ? undefined : insight.last_modified_at)
      queryClient.setQueryData(insightQuery(project.id, insight.short_id).queryKey, next)
      setConflict(false)
      await show(insight.short_id, true)
      toasts.done('Saved')
    } catch (problem) {
      if (problem instanceof RequestError && problem.status === 409) setConflict(true)
      else toasts.problem((problem as Error).message)
    }
  }
  const remove = async () => {
    if (!insight) return
    const set = (deleted: boolean) => updateInsight(project.id, insight.id, { deleted })
    // A deleted insight cannot be read again, so leave its page first.
    await navigate({ to: '/insights' })
    await run(
      () => set(true),
      'Insight deleted',
      () => void run(() => set(false), 'Insight restored'),
    )
  }
  return {
    isBusy,
    hasConflict,
    dismissConflict: () => setConflict(false),
    save,
    saveNew: () => saveNew(),
    remove,
    /** Saves some fields at once, without what else is being edited. */
    update: (body: Body, done?: string) =>
      insight ? void run(() => updateInsight(project.id, insight.id, body), done) : undefined,
    duplicate: async () => {
      if (!insight) return
      const made = await run(() => duplicateInsight(project.id, insight.id), 'Insight duplicated')
      if (made) await show(made.short_id, false)
    },
  }
}

export type InsightChanges = ReturnType<typeof useInsightChanges>
