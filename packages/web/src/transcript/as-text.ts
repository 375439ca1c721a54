import { plainText } from '../log/sgr.ts'
import { text as words } from '../strings/index.ts'
import type { Entry } from './entry.ts'
import type { Transcript } from './transcript.ts'

/** The whole transcript as Markdown, for use elsewhere. */
export function asText(transcript: Transcript): string {
  const parts: string[] = []
  for (let index = 0; index < transcript.count; index++) {
    parts.push(partOf(transcript.entry(index)))
  }
  return `${parts.join('\n\n')}\n`
}

function partOf(entry: Entry): string {
  switch (entry.kind) {
    case 'message':
    case 'result':
      return entry.text.trim()
    case 'thought':
      return entry.text.trim().replace(/^/gm, '> ')
    case 'tool': {
      const { title, result } = entry
      const code = result?.exitCode ?? null
      const head = `$ ${title}${code === null ? '' : ` (${words.task.exit(code)})`}`
      const output = plainText(result?.output ?? '').trimEnd()
      return fenced(output === '' ? head : `${head}\n${output}`)
    }
    case 'changes':
      return entry.files.map(({ path, change }) => `- ${change} ${path}`).join('\n')
    case 'permission':
      return [`- ${words.transcript.permission[entry.state]}: ${entry.title}`, entry.feedback]
        .filter(Boolean)
        .join('. ')
    case 'error':
      return entry.message
    case 'printed':
      return fenced(entry.text.trimEnd())
  }
}

/** A fence that nothing in the text can end. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}
