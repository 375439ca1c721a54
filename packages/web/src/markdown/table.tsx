import type { Tokens } from 'marked'
import { Inline } from './inline.tsx'

const ALIGN = { left: 'text-left', center: 'text-center', right: 'text-right' }

export function Table({ table: { header, align, rows } }: { table: Tokens.Table }) {
  const look = (column: number) => `border border-line px-2 py-1 ${ALIGN[align[column] ?? 'left']}`
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="border-collapse text-sm">
        <thead>
          <tr>
            {header.map(({ tokens }, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have nothing else.
              <th key={column} scope="col" className={`${look(column)} bg-sunk font-[550]`}>
                <Inline tokens={tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else.
            <tr key={row}>
              {cells.map(({ tokens }, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same.
                <td key={column} className={look(column)}>
                  <Inline tokens={tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
