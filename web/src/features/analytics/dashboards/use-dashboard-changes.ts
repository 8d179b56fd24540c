/** Everything that the page of a dashboard changes on the server, except where its tiles are. */
import { useNavigate } from '@tanstack/react-router'
import { useChanges } from '../../../changes'
import { useProject } from '../../../project'
import { duplicateInsight, updateInsight } from '../insights/api'
import { createDashboard, moveTile, type Tile, updateDashboard } from './api'

type Body = Parameters<typeof updateDashboard>[2]

export function useDashboardChanges(id: number) {
  const project = useProject()
  const navigate = useNavigate()
  const { run } = useChanges()
  /** @param undo what to write to undo it */
  const update = (body: Body, done?: string, undo?: Body) =>
    run(
      () => updateDashboard(project.id, id, body),
      done,
      undo && (() => void run(() => updateDashboard(project.id, id, undo), 'Undone')),
    )
  return {
    update,
    remove: async () => {
      // A deleted dashboard cannot be read again, so leave its page first.
      await navigate({ to: '/dashboards' })
      await update({ deleted: true }, 'Dashboard deleted', { deleted: false })
    },
    duplicate: async (withInsights: boolean) => {
      const made = await run(
        () => createDashboard(project.id, { use_dashboard: id, duplicate_tiles: withInsights }),
        'Dashboard duplicated',
      )
      if (made) await navigate({ to: '/dashboards/$id', params: { id: String(made.id) } })
    },
    removeTile: (tile: Tile) =>
      void update({ tiles: [{ id: tile.id, deleted: true }] }, 'Tile removed', {
        tiles: [{ id: tile.id, deleted: false }],
      }),
    duplicateTile: (tile: Tile) =>
      void run(async () => {
        const copy = await duplicateInsight(project.id, tile.insight!.id)
        await updateInsight(project.id, copy.id, { dashboards: [id] })
      }, 'Duplicated'),
    moveTile: (tile: Tile, to: number) =>
      void run(
        () => moveTile(project.id, id, tile.id, to),
        'Tile moved',
        () => void run(() => moveTile(project.id, to, tile.id, id), 'Tile moved back'),
      ),
    /** @param tile null for a new one @returns whether it was saved */
    saveText: async (tile: Tile | null, body: string): Promise<boolean> => {
      const saved = tile
        ? await update({ tiles: [{ id: tile.id, text: { body } }] }, 'Text changed', {
            tiles: [{ id: tile.id, text: { body: tile.text?.body ?? '' } }],
          })
        : await update({ tiles: [{ text: { body } }] }, 'Text added')
      return saved !== undefined
    },
  }
}

export type DashboardChanges = ReturnType<typeof useDashboardChanges>
