/** A line without axes, beside the number that it belongs to. */
const WIDTH = 80
const HEIGHT = 28

/** @param isWide fills the width of its container */
export function Sparkline({ values, isWide = false }: { values: readonly number[]; isWide?: boolean }) {
  if (values.length < 2) return null
  const [lowest, highest] = [Math.min(0, ...values), Math.max(0, ...values)]
  const range = highest - lowest || 1
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * (WIDTH - 4) + 2
    return `${x.toFixed(1)},${(HEIGHT - 3 - ((value - lowest) / range) * (HEIGHT - 6)).toFixed(1)}`
  })
  return (
    <svg
      width={isWide ? '100%' : WIDTH}
      height={HEIGHT}
      aria-hidden
      className="min-w-0 shrink"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio={isWide ? 'none' : undefined}
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--series-1)"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
