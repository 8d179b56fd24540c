/** Lists what features add to projects; see `ProjectExtension`. */
import { dashboardsInProjects } from '../features/analytics/dashboards/index.ts'
import { answersInProjects } from '../features/analytics/query/index.ts'
import { accountsInProjects } from '../features/customers/customer-accounts/index.ts'
import { demoInProjects } from '../features/data/demo/index.ts'
import { groupsInProjects } from '../features/people/groups/index.ts'
import type { ProjectExtension } from '../features/workspace/organizations/index.ts'

/** In the order in which they are called. */
export const projectExtensions: readonly ProjectExtension[] = [
  dashboardsInProjects,
  accountsInProjects,
  groupsInProjects,
  answersInProjects,
  demoInProjects,
]
