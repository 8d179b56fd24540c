/** Annotations in API format. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, flexibleInteger, nullable, text } from '../../../platform/http/validation.ts'
import { basicUserAnswer } from '../../workspace/users/index.ts'

const CONTENT_MAX = 8192
export const ANNOTATION_SCOPES = ['dashboard_item', 'dashboard', 'project', 'organization'] as const

const moment = z.iso.datetime({ offset: true, local: true, error: 'A date and time in ISO 8601 is expected.' })
export const annotationBody = z.object({
  content: nullable(text(CONTENT_MAX)).optional(),
  date_marker: nullable(moment).optional(),
  creation_type: z.enum(['USR', 'GIT']).optional(),
  scope: z.enum(ANNOTATION_SCOPES).optional(),
  dashboard_item: nullable(flexibleInteger(1, 2 ** 31 - 1)).optional(),
  dashboard_id: nullable(flexibleInteger(1, 2 ** 31 - 1)).optional(),
  deleted: flexibleBoolean.optional(),
})
nameSchema(annotationBody, 'AnnotationFields')

export type AnnotationBody = z.output<typeof annotationBody>

export const annotationAnswer = z.object({
  id: z.number(),
  content: z.string().nullable(),
  date_marker: z.string().nullable(),
  creation_type: z.string(),
  dashboard_item: z.number().nullable(),
  dashboard_id: z.number().nullable(),
  dashboard_name: z.string().nullable(),
  insight_short_id: z.string().nullable(),
  insight_name: z.string().nullable(),
  insight_derived_name: z.string().nullable(),
  created_by: basicUserAnswer.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  deleted: z.boolean(),
  scope: z.string(),
})
nameSchema(annotationAnswer, 'Annotation')
