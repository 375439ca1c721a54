import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'

export function SetUpPage() {
  usePageTitle(text.pages.account)
  return <h1 className="p-5 text-lg font-semibold">{text.pages.account}</h1>
}
