/** A project has two URLs, below its organization and on its own, with the same routes under both. */
import { z } from 'zod'

const nestedParam = z.object({ organization_id: z.string().optional() })
const nestedProjectParams = z.object({ organization_id: z.string().optional(), project_id: z.string() })

export interface ProjectFamily {
  /** Path of the list. */
  path: string
  /** Path of one project. */
  one: string
  /** The API document of each family only names the parameters of its own path. */
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
