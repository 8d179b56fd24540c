/** Formats the numbers in charts. */
import { compactNumber } from '../format.ts'

const precise = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** Up to two decimals where they matter. */
export const exact = (value: number) => precise.format(value)
export const compact = (value: number) =>
  Number.isInteger(value)
    ? compactNumber(value)
    : Math.abs(value) < 1_000
      ? precise.format(value)
      : compactNumber(Math.round(value))
/** `12.3 %`; `share` is from 0 to 1. */
export const percent = (share: number) => `${(share * 100).toFixed(1)} %`
/** `+12.3 %`, `−4.0 %`. */
export const signed = (share: number) => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)} %`
