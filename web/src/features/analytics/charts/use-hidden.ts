/** Lines that the user has hidden. */

import type { ChartData } from '@hedgerow/shared/charts/trends-data'
import { useState } from 'react'

/** @returns the hidden keys, and a function that toggles one; with `isAlone` it hides all others, or shows all again */
export function useHidden({ series }: ChartData): [ReadonlySet<string>, (key: string, isAlone: boolean) => void] {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const toggle = (key: string, isAlone: boolean) =>
    setHidden((before) => {
      if (isAlone) {
        const others = series.map((each) => each.key).filter((each) => each !== key)
        const wasAlone = !before.has(key) && others.every((each) => before.has(each))
        return new Set(wasAlone ? [] : others)
      }
      const next = new Set(before)
      if (!next.delete(key)) next.add(key)
      return next
    })
  return [hidden, toggle]
}
