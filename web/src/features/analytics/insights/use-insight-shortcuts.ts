/** The keyboard shortcuts of an insight. */

import { intervalAfter } from '@hedgerow/shared/query/dates'
import type { InsightNode, QueryNode } from '@hedgerow/shared/query/nodes'
import { useEffect } from 'react'
import { isLayerOpen, useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import type { UseAnswer } from '../query/use-answer'
import { neighbor } from './range-picker'
import type { Editor } from './use-editor'
import type { InsightChanges } from './use-insight-changes'

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** @param question null for a question that the editor cannot show */
export function useInsightShortcuts(
  question: InsightNode | null,
  editor: Editor,
  asked: UseAnswer,
  { save, saveNew }: InsightChanges,
) {
  const { timezone } = useProject()
  const hasRange = question !== null && question.kind !== 'RetentionQuery'
  const set = (change: Partial<InsightNode>) => editor.set({ ...editor.node, ...change } as QueryNode)
  const shift = (step: -1 | 1) => {
    const dateRange = neighbor(asked.answered?.answer.resolved_date_range, timezone, step)
    if (dateRange && hasRange) set({ dateRange })
  }
  const range = (from: string) => {
    if (!hasRange) return
    const dateRange = { date_from: from, date_to: null }
    set({ dateRange, ...(question.interval !== undefined && { interval: intervalAfter(question, dateRange) }) })
  }
  useHotkeys({
    r: asked.refresh,
    s: () => void save(),
    S: () => void saveNew(),
    x: () =>
      question?.kind === 'TrendsQuery' &&
      set({ compareFilter: question.compareFilter?.compare ? null : { compare: true } }),
    ArrowLeft: () => shift(-1),
    ArrowRight: () => shift(1),
    t: () => range('dStart'),
    ...Object.fromEntries(
      DIGITS.flatMap((digit) => [
        [`w ${digit}`, () => range(`-${Number(digit) * 7}d`)],
        [`m ${digit}`, () => range(`-${digit}m`)],
        [`q ${digit}`, () => range(`-${Number(digit) * 3}m`)],
        [`y ${digit}`, () => range(`-${digit}y`)],
      ]),
    ),
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's' || isLayerOpen()) return
      event.preventDefault()
      void save()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
