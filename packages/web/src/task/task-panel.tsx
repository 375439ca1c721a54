import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'

export function TaskPanel() {
  usePageTitle(text.pages.board)
  return <h1 className="p-5 text-lg font-semibold">{text.pages.board}</h1>
}
