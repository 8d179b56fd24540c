/** What a kind of object must offer so that links can share it. Features declare it; `roles/web.ts` lists them. */
import type { Box } from '@hedgerow/shared/charts/svg/elements'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { SharedKind, SharePrincipal } from '../../../platform/http/access.ts'
import type { Kind } from '../../workspace/kinds/index.ts'
import type { ProjectContext } from '../../workspace/objects/index.ts'
import type { Team } from '../../workspace/organizations/index.ts'

/** An object that a caller may see. */
export interface SharedObject {
  /** As in access rules and the activity log. */
  id: string
  name: string | null
  shortId: string | null
  mayEdit: boolean
}

/** A project, the caller, and the object that the request is about. */
export interface FoundObject extends ProjectContext {
  object: SharedObject
}

/** What the page of a shared object shows. */
export interface SharedContent {
  title: string
  description: string | null
  /** The data of the page; the name of the kind is a key of it. No authors, and only IDs of what the link opens. */
  data: Record<string, unknown>
  /** Texts and numbers for the preview picture. */
  preview: SharePreview
}

export interface SharePreview {
  /** `Insight`, `Dashboard`. */
  kind: string
  title: string
  /** Draws its chart as SVG elements in a box of pixels; null if there is none. */
  draw: ((box: Box) => string) | null
}

export interface Shareable {
  resource: SharedKind
  /** `You don't have edit permissions for this <noun>.` */
  noun: string
  /** Path of one object in the API: `/api/projects/:project_id/insights/:id`. */
  path: string
  params: z.ZodObject
  /** The kind under which changes and guesses are logged; null if they are not. */
  kind: Kind | null
  /**
   * Finds the object of a request.
   * @throws ApiError 404 when there is none, 403 when the caller may not see it
   */
  find(request: FastifyRequest): Promise<FoundObject>
  /** The objects with these IDs that the caller may see, by ID. Deleted ones are left out. */
  describe(context: ProjectContext, ids: readonly string[]): Promise<Map<string, SharedObject>>
  /** Whether the object exists and is not deleted. */
  exists(teamId: number, objectId: string): Promise<boolean>
  /** What a visitor sees; null when the object does not exist. */
  present(team: Team, share: Pick<SharePrincipal, 'objectId' | 'sharedById'>): Promise<SharedContent | null>
}
