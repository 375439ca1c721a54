import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'

export function ApprovalsPage() {
  usePageTitle(text.pages.approvals)
  return <h1 className="p-5 text-lg font-semibold">{text.pages.approvals}</h1>
}
