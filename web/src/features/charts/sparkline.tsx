/** A line without axes, beside the number that it belongs to. */
const WIDTH = 80
const HEIGHT = 28

export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return null
  const highest = Math.max(1, ...values)
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * (WIDTH - 4) + 2
    return `${x.toFixed(1)},${(HEIGHT - 3 - (value / highest) * (HEIGHT - 6)).toFixed(1)}`
  })
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden className="min-w-0 shrink" viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <polyline points={points.join(' ')} fill="none" stroke="var(--series-1)" strokeWidth={1.5} />
    </svg>
  )
}
