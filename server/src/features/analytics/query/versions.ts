/** Property filter operators that compare semantic versions. */
import { errors } from '../../../platform/http/errors.ts'
import { and, call, compare, constant, type Expr, exprTemplate } from '../hogql/index.ts'

const VERSION = /^[vV=]?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[-+].*)?$/

/**
 * Compares versions part by part. Caret and tilde work as in npm; `1.2.*` means at least 1.2.0 and below 1.3.0.
 * @throws ApiError 400
 */
export function versionCondition(text: Expr, operator: string, wanted: string): Expr {
  const isWildcard = operator === 'wildcard'
  const parts = VERSION.exec(isWildcard ? wanted.trim().replace(/(\.[*xX])+$/, '') : wanted.trim())
  if (!parts) throw errors.invalid(`"${wanted.slice(0, 100)}" is not a version.`, 'properties')
  const given = parts.slice(1).filter((part) => part !== undefined).length
  const [major, minor, patch] = [1, 2, 3].map((index) => Number(parts[index] ?? 0)) as [number, number, number]
  const own = exprTemplate(
    `if(match({text}, '^[vV=]?[0-9]{1,18}([.][0-9]{1,18}){0,2}([-+].*)?$'),
       arrayMap(part -> _toUInt64(part), arrayResize(splitByChar('.', replaceRegexpAll({text}, '^[vV=]|[-+].*$', '')), 3, '0')), [])`,
    { text: call('trim', call('ifNull', text, constant(''))) },
  )
  const version = (...numbers: number[]): Expr => ({
    node: 'Array',
    exprs: numbers.map((number) => call('_toUInt64', constant(number))),
  })
  const isOne = call('notEmpty', own)
  const from = (operatorText: string, ...numbers: number[]) => compare(operatorText, own, version(...numbers))
  const between = (upper: [number, number, number]) => and(from('>=', major, minor, patch), from('<', ...upper))
  switch (operator) {
    case 'eq':
      return and(isOne, from('==', major, minor, patch))
    case 'neq':
      return and(isOne, from('!=', major, minor, patch))
    case 'gt':
      return and(isOne, from('>', major, minor, patch))
    case 'gte':
      return and(isOne, from('>=', major, minor, patch))
    case 'lt':
      return and(isOne, from('<', major, minor, patch))
    case 'lte':
      return and(isOne, from('<=', major, minor, patch))
    case 'tilde':
      return and(isOne, between(given === 1 ? [major + 1, 0, 0] : [major, minor + 1, 0]))
    case 'caret':
      return and(
        isOne,
        between(
          major > 0 || given === 1
            ? [major + 1, 0, 0]
            : minor > 0 || given === 2
              ? [0, minor + 1, 0]
              : [0, 0, patch + 1],
        ),
      )
    case 'wildcard':
      return and(
        isOne,
        between(given === 1 ? [major + 1, 0, 0] : given === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1]),
      )
    default:
      throw errors.invalid(`The operator 'semver_${operator.slice(0, 50)}' is not known.`, 'properties')
  }
}
