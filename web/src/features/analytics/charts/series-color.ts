/** Color of a series as CSS; the style sheet has one for each theme. */
export const seriesColor = (color: number) => `var(--series-${color})`
