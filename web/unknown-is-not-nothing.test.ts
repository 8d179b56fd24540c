/** Pages leave it to `Loaded` to show the state of a query: a page that reads it by hand shows a failed one as empty. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const SOURCE = path.join(import.meta.dirname, './src')

/** Files that read the state of a query by hand, and why that shows nothing false. */
const ALLOWED: Record<string, string> = {
  'components/connection-banner.tsx': 'only reports failures',
  'features/workspace/authentication/recovery-pages.tsx': 'forms outside of any project, each with its own error',
  'features/data/events/events-page.tsx': 'optional event columns from the settings',
  'features/delivery/feature-flags/flag-test.tsx': 'shows the error instead of the result',
  'features/analytics/home/home-page.tsx': 'says that the event status is unknown',
  'features/customers/notebooks/notebook-editor.tsx': 'keeps the text being edited, whatever is refetched',
}

/** All but the query for the current user: without its answer there is no page. */
const QUESTION = /const (?:\{([^}]*)\}|(\w+)) =\s*(?:asQuestion\()?use(?:Infinite)?Quer(?:y|ies)\((?!meQuery)/g
const EMPTINESS = String.raw`\s*\?\?\s*(?:\[\]|\{\}|0\b|''|new )`

/** The places where a source reads the state of a query by hand. */
function findFlaws(source: string): string[] {
  const flaws: string[] = []
  for (const [, destructured, whole] of source.matchAll(QUESTION)) {
    const fields = (destructured ?? '').split(',').map((field) => field.trim())
    for (const field of fields) {
      if (/^(error|isPending|isLoading|isError|status)\b/.test(field)) flaws.push(`reads ${field} of a query`)
      if (/=/.test(field)) flaws.push(`gives an unanswered query a value: ${field}`)
    }
    const data = fields.find((field) => /^data\b/.test(field))
    const name = whole
      ? String.raw`${whole}\.data`
      : data
          ?.split(/[:=]/)
          .at(data.includes(':') ? 1 : 0)
          ?.trim()
    if (!name) continue
    const path = String.raw`(?:\??\.\w+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?|\??\.?\[\d+\])*`
    const found = source.match(new RegExp(String.raw`(?<![\w.])${name}(?=\?\.|\s*\?\?)${path}\)?${EMPTINESS}`, 'g'))
    for (const each of found ?? []) flaws.push(`treats an unanswered query as an empty one: ${each}`)
  }
  return flaws
}

const files = fs
  .readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => file.endsWith('.tsx') && (file.startsWith('features/') || file.startsWith('components/')))

test.each([
  ['const { data, error } = useQuery(a)', 1],
  ['const { data: rows = [] } = useQuery(a)', 1],
  ['const { data } = useInfiniteQuery(a)\nconst rows = data?.pages.flatMap((page) => page.results) ?? []', 1],
  ['const { data: people } = useQuery(a)\n(people?.results ?? []).map(x)', 1],
  ['const list = useQuery(a)\nconst count = list.data?.count ?? 0', 1],
  ['const list = useQuery(a)\nconst count = list.data?.pages[0]?.count ?? 0', 1],
  ['const list = useQuery(a)\n<Loaded query={list}>{(data) => data.name ?? []}</Loaded>', 0],
  ['const { data } = useQuery(a)\nif (!data) return null', 0],
])('the check itself: %s', (source, count) => {
  expect(findFlaws(source)).toHaveLength(count)
})

test('no page treats unknown data as empty', () => {
  expect(files.length).toBeGreaterThan(100)
  const found = files.flatMap((file) => {
    const flaws = findFlaws(fs.readFileSync(path.join(SOURCE, file), 'utf8'))
    return file in ALLOWED ? [] : flaws.map((flaw) => `${file}: ${flaw}`)
  })
  expect(found).toEqual([])
})

test('every exception is needed', () => {
  const idle = Object.keys(ALLOWED).filter(
    (file) => findFlaws(fs.readFileSync(path.join(SOURCE, file), 'utf8')).length === 0,
  )
  expect(idle).toEqual([])
})
