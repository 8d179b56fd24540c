import type { ProjectExtension } from '../../workspace/organizations/index.ts'

/** Adds the group types, sorted by index, to the API's project object. */
export const groupsInProjects: ProjectExtension = {
  async describe(pool, teamId) {
    const { rows } = await pool.query<{ group_type: string; group_type_index: number }>(
      'SELECT name AS group_type, type_index AS group_type_index FROM group_types WHERE team_id = $1 ORDER BY type_index',
      [teamId],
    )
    return {
      has_group_types: rows.length > 0,
      group_types: rows.map((type) => ({
        ...type,
        name_singular: null,
        name_plural: null,
        default_columns: null,
        detail_dashboard: null,
        created_at: null,
      })),
    }
  },
}
