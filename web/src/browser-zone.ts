/** Time zone of this browser, for times that belong to no project. */
export const BROWSER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone
