/** Lines that were hidden by hand. */

import type { ChartData } from '@hedgerow/shared/charts/trends-data'
import { useState } from 'react'

/** @returns the keys that are hidden, and what hides or shows one; alone: all others go, or all come back */
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
