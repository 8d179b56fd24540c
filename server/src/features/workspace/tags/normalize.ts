/** Tags are names that all objects of a project share; they only exist on the objects that carry them. */
import { z } from 'zod'
import { nonBlankField } from '../../../platform/http/validation.ts'

export const TAG_CHARACTERS_MAX = 255
const TAGS_MAX = 100

/** The stored form: trimmed, in lower case, without duplicates, sorted. */
export function normalizeTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== ''))].toSorted()
}

/** Tags of a request body; a blank one is an error. */
export const tagList = z.array(nonBlankField(TAG_CHARACTERS_MAX)).max(TAGS_MAX)
