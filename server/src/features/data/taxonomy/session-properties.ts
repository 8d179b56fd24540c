/** What is known about every session, computed from its events. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { isNamed, wordsOf } from './search.ts'

const TYPES = {
  $start_timestamp: 'DateTime',
  $end_timestamp: 'DateTime',
  $session_duration: 'Duration',
  $entry_current_url: 'String',
  $entry_pathname: 'String',
  $end_current_url: 'String',
  $end_pathname: 'String',
  $exit_current_url: 'String',
  $exit_pathname: 'String',
  $entry_referring_domain: 'String',
  $entry_utm_source: 'String',
  $entry_utm_medium: 'String',
  $entry_utm_campaign: 'String',
  $entry_utm_content: 'String',
  $entry_utm_term: 'String',
  $pageview_count: 'Numeric',
  $screen_count: 'Numeric',
  $autocapture_count: 'Numeric',
  $num_uniq_urls: 'Numeric',
  $channel_type: 'String',
  $is_bounce: 'Boolean',
} as const

export const sessionPropertyAnswer = z.object({
  id: z.string(),
  name: z.string(),
  is_numerical: z.boolean(),
  property_type: z.string(),
  tags: z.array(z.string()),
  is_seen_on_filtered_events: z.null(),
})
nameSchema(sessionPropertyAnswer, 'SessionPropertyDefinition')

/** The properties whose names contain every word of a search. */
export function sessionProperties(search: string | undefined): z.infer<typeof sessionPropertyAnswer>[] {
  const words = wordsOf(search)
  return Object.entries(TYPES)
    .filter(([name]) => isNamed(name, words))
    .map(([name, type]) => ({
      id: name,
      name,
      is_numerical: type === 'Numeric' || type === 'Duration',
      property_type: type,
      tags: [],
      is_seen_on_filtered_events: null,
    }))
}
