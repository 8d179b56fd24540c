/** The formulas of a trend, whichever of the three fields holds them. */
import type { TrendsQuery } from './schemas.ts'

export interface NamedFormula {
  text: string
  name: string | null
}

type Fields = Partial<Pick<NonNullable<TrendsQuery['trendsFilter']>, 'formulaNodes' | 'formulas' | 'formula'>>

/** The formulas in the order of their lines; none if the series themselves are shown. */
export function formulasOf(filter: Fields | null | undefined): NamedFormula[] {
  const { formulaNodes, formulas, formula } = filter ?? {}
  if (formulaNodes?.length) return formulaNodes.map((each) => ({ text: each.formula, name: each.custom_name ?? null }))
  const texts = formulas?.length ? formulas : formula ? [formula] : []
  return texts.filter((text) => text.trim() !== '').map((text) => ({ text, name: null }))
}

/** The name of a formula's line. */
export const formulaName = ({ text, name }: NamedFormula): string => name || `Formula (${text})`
