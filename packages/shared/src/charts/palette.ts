/**
 * Chart colors, matching the web UI's style sheet. The lines of a chart take them in turn; a line keeps its color when
 * others are hidden.
 */

/** Number of colors that lines cycle through, numbered from 1. */
export const COLORS = 10

interface Palette {
  surface: string
  text: string
  muted: string
  /** Color of axes and grids. */
  line: string
  /** Color of limits. */
  danger: string
  series: readonly string[]
}

export const PALETTES: Record<'light' | 'dark', Palette> = {
  light: {
    surface: '#ffffff',
    text: '#1a201a',
    muted: '#566053',
    line: '#dfe3da',
    danger: '#b01c1c',
    series: [
      '#1f6feb',
      '#c2410c',
      '#15803d',
      '#9333ea',
      '#be185d',
      '#0e7490',
      '#a16207',
      '#4f46e5',
      '#b91c1c',
      '#57606a',
    ],
  },
  dark: {
    surface: '#171c18',
    text: '#e8ece6',
    muted: '#a3ada0',
    line: '#2c352d',
    danger: '#ff8f8a',
    series: [
      '#6ea8fe',
      '#ff9e64',
      '#63d68b',
      '#c9a0ff',
      '#ff8fc0',
      '#5fd0e3',
      '#e5c05c',
      '#a5a8ff',
      '#ff8f8a',
      '#a8b3bd',
    ],
  },
}
