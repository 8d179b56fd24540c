/** Paths as a table. */
import { exact } from '@hedgerow/shared/charts/format'
import { shortItem, splitItem } from '@hedgerow/shared/charts/paths-data'
import { pathPoint } from '@hedgerow/shared/charts/points'
import type { Props } from './paths-chart'

/** The data of the chart as a table. */
export function PathsTable({ node, results, onOpen }: Props) {
  return (
    <section
      aria-label="Paths as a table"
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full text-left">
        <thead>
          <tr className="sticky top-0 border-b border-line bg-raised text-[13px] text-muted">
            <th scope="col" className="px-3 py-2 font-medium">
              Step
            </th>
            <th scope="col" className="px-3 font-medium">
              From
            </th>
            <th scope="col" className="px-3 font-medium">
              To
            </th>
            <th scope="col" className="px-3 text-right font-medium">
              Count
            </th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ source, target, value }) => (
            <tr key={`${source}-${target}`} className="h-9 border-b border-line last:border-0">
              <td className="px-3">{splitItem(source).step}</td>
              <td className="max-w-72 truncate px-3" title={splitItem(source).name}>
                {splitItem(source).name}
              </td>
              <td className="max-w-72 truncate px-3" title={splitItem(target).name}>
                {splitItem(target).name}
              </td>
              <td className="px-3 text-right">
                {onOpen ? (
                  <button
                    type="button"
                    className="min-h-7 rounded px-1 hover:underline"
                    onClick={() =>
                      onOpen(
                        pathPoint(
                          node,
                          { pathStartKey: source, pathEndKey: target },
                          `${shortItem(splitItem(source).name)} → ${shortItem(splitItem(target).name)}`,
                        ),
                      )
                    }
                  >
                    {exact(value)}
                  </button>
                ) : (
                  exact(value)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
