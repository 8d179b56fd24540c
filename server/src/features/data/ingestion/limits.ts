/** Maximum length of a distinct ID or group key, in characters. Events with longer ones are dropped. */
export const KEY_CHARACTERS_MAX = 400
export const EVENT_NAME_CHARACTERS_MAX = 200
export const GROUP_TYPES_MAX = 5
/**
 * Maximum number of leaves in one event's properties. Each becomes a path of the JSON column; a million would slow everybody
 * down.
 */
export const EVENT_PROPERTIES_MAX = 10_000
export const EVENT_BYTES_MAX = 8 * 1024 * 1024
/** How much of a dead letter's text is kept. */
export const DEAD_LETTER_BYTES_MAX = 64 * 1024
