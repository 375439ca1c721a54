import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Asked } from './requests.ts'

/** The request as a line for a shell; a body that such a line can't hold is written to a file. */
export function curlLine(
  url: string,
  { method, path, headers, body }: Asked,
  name: string,
): string {
  const named = Object.entries(headers).map(
    ([header, value]) => `-H ${quoted(value ? `${header}: ${value}` : `${header};`)}`,
  )
  const how = method === 'HEAD' ? '--head' : `-X ${method}`
  return ['curl -i --path-as-is', how, ...named, ...bodyOf(body, name), quoted(url + path)].join(
    ' ',
  )
}

function bodyOf(body: Buffer | undefined, name: string): string[] {
  if (body === undefined) return []
  const text = body.toString()
  if (
    body.length <= 2000 &&
    /^[\P{Cc}]*$/u.test(text) &&
    !text.startsWith('@') &&
    Buffer.from(text).equals(body)
  ) {
    return [`--data-binary ${quoted(text)}`]
  }
  const file = join(tmpdir(), `${name}.body`)
  writeFileSync(file, body)
  return [`--data-binary @${quoted(file)}`]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
