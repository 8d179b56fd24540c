/** Values of custom properties and usage metrics, formatted by type. */

import { compactNumber, exactNumber } from '@hedgerow/shared/format'
import { Sparkline } from '../../analytics/charts/sparkline'
import type { Definition } from './api'

type Shown = Pick<Definition, 'display_type' | 'is_big_number' | 'options'>
export type Value = string | number | boolean | null | undefined

const money = (value: number, currency: string, isBig: boolean) =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    maximumFractionDigits: 2,
    minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
    ...(isBig && Math.abs(value) >= 10_000 && { notation: 'compact', maximumFractionDigits: 1 }),
  }).format(value)

const number = (value: number) => new Intl.NumberFormat('en', { maximumFractionDigits: 10 }).format(value)

/** @param currency ISO 4217, the project's */
export function valueLabel(
  { display_type: type, is_big_number: isBig }: Shown,
  value: Value,
  currency: string,
): string {
  if (value === null || value === undefined) return '–'
  switch (type) {
    case 'boolean':
      return value ? 'yes' : 'no'
    case 'currency':
      return money(Number(value), currency, isBig)
    case 'percent':
      return `${number(Number(value) * 100)} %`
    case 'number':
      return isBig ? compactNumber(Number(value)) : number(Number(value))
    case 'date':
      return String(value).slice(0, 10)
    case 'datetime':
      return String(value).slice(0, 16).replace('T', ' ')
    default:
      return String(value)
  }
}

const NUMERIC = new Set(['number', 'currency', 'percent'])
export const isNumeric = ({ display_type: type }: Shown) => NUMERIC.has(type)

export function ValueText({ definition, value, currency }: { definition: Shown; value: Value; currency: string }) {
  const text = valueLabel(definition, value, currency)
  if (definition.display_type !== 'select' || value === null || value === undefined)
    return (
      <span className={text === '–' ? 'text-muted' : ''} title={text}>
        {text}
      </span>
    )
  const color = definition.options?.find(({ label }) => label === value)?.color
  return (
    <span className="inline-flex max-w-full items-center gap-1.5" title={text}>
      <span
        aria-hidden
        className="h-2.5 w-2.5 shrink-0 rounded-full"
        style={{ background: `var(--series-${(((Number(color?.slice(7)) || 1) - 1) % 10) + 1})` }}
      />
      <span className="truncate">{text}</span>
    </span>
  )
}

export function UsageText({
  usage,
  metric,
  currency,
}: {
  usage: { value: number; previous: number; days: number[] }
  metric: { format: string; display: string; interval: number }
  currency: string
}) {
  const text = metric.format === 'currency' ? money(usage.value, currency, true) : compactNumber(usage.value)
  const { value, previous } = usage
  const change = previous === 0 ? null : Math.round(((value - previous) / previous) * 100)
  return (
    <span
      className="inline-flex items-center gap-2"
      title={`${exactNumber(value)} in the last ${metric.interval} days, ${exactNumber(previous)} in the ${metric.interval} before`}
    >
      <span className="tabular-nums">{text}</span>
      {change !== null && change !== 0 && (
        <span className={`text-[13px] tabular-nums ${change > 0 ? 'text-accent' : 'text-danger'}`}>
          {change > 0 ? '+' : '−'}
          {Math.abs(change)} %
        </span>
      )}
      {metric.display === 'sparkline' && <Sparkline values={usage.days} />}
    </span>
  )
}
