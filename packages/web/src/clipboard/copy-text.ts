/**
 * Puts a text into the clipboard. Without encryption browsers give no `navigator.clipboard`, unless the
 * page is local; `execCommand` still works there.
 */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return await navigator.clipboard.writeText(text)
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  document.addEventListener('copy', onCopy, { capture: true })
  try {
    if (!document.execCommand('copy')) throw new Error('the browser gave no clipboard')
  } finally {
    document.removeEventListener('copy', onCopy, { capture: true })
  }
}
