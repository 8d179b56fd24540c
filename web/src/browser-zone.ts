/** Time zone of this browser, for what belongs to no project. */
export const BROWSER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone
