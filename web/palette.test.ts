/** Charts drawn by the server use the colors of the page. */
import fs from 'node:fs'
import { PALETTES } from '@hedgerow/shared/charts/palette'
import { expect, test } from 'vitest'

const css = fs.readFileSync(new URL('src/styles.css', import.meta.url), 'utf8')

test.each([
  ['light', /^:root \{([^}]*)\}/m],
  ['dark', /^\[data-theme="dark"\] \{([^}]*)\}/m],
] as const)('the %s palette matches the style sheet', (theme, block) => {
  const rules = block.exec(css)![1]!
  const colors = Object.fromEntries([...rules.matchAll(/--([\w-]+): (#\w+);/g)].map(([, name, color]) => [name, color]))
  const { series, ...own } = PALETTES[theme]
  expect(own).toEqual({
    surface: colors.surface,
    text: colors.text,
    muted: colors.muted,
    line: colors.line,
    danger: colors.danger,
  })
  expect(series).toEqual(Array.from({ length: 10 }, (_, index) => colors[`series-${index + 1}`]))
  expect(colors['series-11']).toBeUndefined()
})
