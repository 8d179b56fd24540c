/** Request and response schemas of notebooks. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, flexibleInteger, textField } from '../../../platform/http/validation.ts'
import { basicUserAnswer } from '../../workspace/users/index.ts'

/** Maximum length of a title, in characters. */
const TITLE_MAX = 256
/** Maximum length of a notebook's text or Markdown, in characters. */
const TEXT_MAX = 5_000_000
const VERSION_MAX = 2 ** 31 - 1

const title = z.preprocess((value) => value, textField(TITLE_MAX).nullable()).optional()
const textContent = z.preprocess((value) => value, textField(TEXT_MAX).nullable()).optional()

export const newNotebookBody = z.object({
  title,
  content: z.any().optional(),
  text_content: textContent,
  short_id: z.any().optional(),
})
export type NewNotebookBody = z.output<typeof newNotebookBody>

export const notebookBody = z.object({
  title,
  content: z.any().optional(),
  text_content: textContent,
  deleted: flexibleBoolean.optional(),
  version: z.preprocess((value) => value, flexibleInteger(0, VERSION_MAX).nullable()).optional(),
})
export type NotebookBody = z.output<typeof notebookBody>

export const restoreBody = z.object({ version: flexibleInteger(0, VERSION_MAX).nullish() })
export const markdownBody = z.object({ markdown: z.string().max(TEXT_MAX) })

/** The fields that notebooks have in every response. */
export const notebookCore = z.object({
  id: z.string(),
  short_id: z.string(),
  title: z.string().nullable(),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  last_modified_at: z.string(),
  last_modified_by: basicUserAnswer.nullable(),
})

/** A notebook without its content, as in lists. */
export const rowAnswer = notebookCore.extend({ deleted: z.boolean(), user_access_level: z.string() })
nameSchema(rowAnswer, 'NotebookMinimal')

export const notebookAnswer = rowAnswer.extend({
  content: z.any(),
  text_content: z.string().nullable(),
  version: z.number(),
  parent_resource: z.object({ type: z.string(), id: z.string() }).nullable(),
})
nameSchema(notebookAnswer, 'Notebook')

export const versionAnswer = z.object({
  version: z.number(),
  title: z.string().nullable(),
  modified_at: z.string(),
  modified_by: basicUserAnswer.nullable(),
})
nameSchema(versionAnswer, 'NotebookVersion')
export const wholeVersionAnswer = versionAnswer.extend({ content: z.any(), text_content: z.string().nullable() })
