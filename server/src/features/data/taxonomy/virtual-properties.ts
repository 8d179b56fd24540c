/** Computed properties of persons, listed besides the captured ones. */
import type { z } from 'zod'
import type { propertyAnswer } from './definitions.ts'
import { VIRTUAL_PROPERTIES } from './labels.ts'
import { isFalse, isNamed, isTrue } from './search.ts'

/**
 * The computed properties that match a search.
 * @param words of the name
 * @param only null for all
 */
export function virtualProperties(
  query: { is_numerical?: string; is_feature_flag?: string; verified?: string },
  words: readonly string[],
  only: readonly string[] | null,
  excluded: readonly string[],
): z.infer<typeof propertyAnswer>[] {
  if (isTrue(query.is_feature_flag) || isTrue(query.verified)) return []
  return VIRTUAL_PROPERTIES.filter(
    ({ name, type }) =>
      (!only || only.includes(name)) &&
      !excluded.includes(name) &&
      (!isTrue(query.is_numerical) || type === 'Numeric') &&
      (!isFalse(query.is_numerical) || type !== 'Numeric') &&
      (isNamed(name, words) || isNamed(name.replace('$virt_', '').replaceAll('_', ' '), words)),
  ).map(({ name, type }) => ({
    id: `$builtin_${name}`,
    name,
    is_numerical: type === 'Numeric',
    property_type: type,
    tags: [],
    virtual: true,
    description: null,
    updated_at: null,
    updated_by: null,
    verified: false,
    verified_at: null,
    verified_by: null,
    hidden: null,
    is_seen_on_filtered_events: null,
  }))
}
