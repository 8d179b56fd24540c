/** Formats numbers and times for display. */

const whole = new Intl.NumberFormat('en')

/** `1,234`, `12.3 k`, `4.5 M`; put the exact value in a title. */
export function compactNumber(value: number): string {
  if (Math.abs(value) < 10_000) return whole.format(value)
  if (Math.abs(value) < 999_950) return `${(value / 1_000).toFixed(1)} k`
  if (Math.abs(value) < 999_950_000) return `${(value / 1_000_000).toFixed(1)} M`
  return `${(value / 1_000_000_000).toFixed(1)} B`
}

export function exactNumber(value: number): string {
  return whole.format(value)
}

/** `1 row`, `2 rows`, `1,234 rows`. */
export function counted(count: number, noun: string): string {
  return `${exactNumber(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `0.4 s`, `12 s`, `3 m 12 s`, `2 h 5 m`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${Math.round(seconds % 60)} s`
  return `${Math.floor(seconds / 3_600)} h ${Math.round((seconds % 3_600) / 60)} m`
}

export function bytes(value: number): string {
  if (value < 1_024) return `${value} B`
  if (value < 1_048_576) return `${(value / 1_024).toFixed(1)} KiB`
  if (value < 1_073_741_824) return `${(value / 1_048_576).toFixed(1)} MiB`
  return `${(value / 1_073_741_824).toFixed(1)} GiB`
}

/** Clock time if it is today, otherwise date and clock time, in a time zone. */
export function eventTime(iso: string, timeZone: string, now = new Date()): string {
  const date = new Date(iso)
  const day = (value: Date) => value.toLocaleDateString('en-CA', { timeZone })
  const clock = date.toLocaleTimeString('en-GB', { timeZone, hour12: false })
  return day(date) === day(now) ? clock : `${day(date)} ${clock}`
}
