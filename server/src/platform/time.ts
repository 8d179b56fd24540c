/** Times as the API writes them: ISO 8601 in UTC, with microseconds if there are any, otherwise without a fraction. */

/** @param text a time in UTC as PostgreSQL or ClickHouse print it, `YYYY-MM-DD hh:mm:ss[.ffffff]` */
export function formatTime(text: string): string {
  const [date, time = ''] = text
    .replace('T', ' ')
    .replace(/(?:\+00(?::00)?|Z)$/, '')
    .split(' ')
  const [seconds, fraction = ''] = time.split('.')
  return `${date}T${seconds}${/[1-9]/.test(fraction) ? `.${fraction.padEnd(6, '0')}` : ''}Z`
}

export function formatDate(date: Date): string {
  return formatTime(date.toISOString())
}
