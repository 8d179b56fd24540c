/** A project has two addresses, below its organization and on its own, and the same routes at both. */
import { z } from 'zod'

const nestedParam = z.object({ organization_id: z.string().optional() })
const nestedProjectParams = z.object({ organization_id: z.string().optional(), project_id: z.string() })

export interface ProjectFamily {
  /** Of the list. */
  path: string
  /** Of one project. */
  one: string
  /** The document of each family names just what stands in its paths. */
  params: typeof nestedParam
  projectParams: typeof nestedProjectParams
}

export const PROJECT_FAMILIES: readonly ProjectFamily[] = [
  {
    path: '/api/organizations/:organization_id/projects',
    one: '/api/organizations/:organization_id/projects/:project_id',
    params: nestedParam,
    projectParams: nestedProjectParams,
  },
  {
    path: '/api/projects',
    one: '/api/projects/:project_id',
    params: z.object({}) as typeof nestedParam,
    projectParams: nestedProjectParams.pick({ project_id: true }) as unknown as typeof nestedProjectParams,
  },
]
