/** Times within a recording, as text: `0:07`, `12:05`, `1:02:09`. */

const two = (value: number) => String(value).padStart(2, '0')

/** @param ms milliseconds since the start of the recording */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}
