/** Names and their values, in two columns. */

interface Props {
  label: string
  rows: readonly (readonly [name: string, value: string])[]
  /** The values are code, such as properties of events. */
  isCode?: boolean
}

export function FactsTable({ label, rows, isCode = false }: Props) {
  return (
    <table className="w-full table-fixed border-collapse text-[13px]">
      <caption className="pb-1 text-left font-medium">{label}</caption>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name} className="border-t border-line align-top">
            <th
              scope="row"
              className={`w-2/5 py-1.5 pr-3 text-left font-normal break-words text-muted ${isCode ? 'md:w-64' : ''}`}
            >
              {name}
            </th>
            <td className={`py-1.5 break-words whitespace-pre-wrap ${isCode ? 'font-mono' : ''}`}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
