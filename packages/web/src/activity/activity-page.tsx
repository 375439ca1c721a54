import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'

export function ActivityPage() {
  usePageTitle(text.pages.activity)
  return <h1 className="p-5 text-lg font-semibold">{text.pages.activity}</h1>
}
