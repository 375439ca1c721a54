import type { Ended } from './command-line.ts'

/** What a document is known by: a field that the API gets anew is no change of the command line. */
const CORE =
  /^(id|taskId|name|type|kind|status|code|title|detail|url|ready|message|labels|stream|data|event|at|task|hits|setup|tasks|desktops|columns|board|overview|current|exitCode)$/

/** The JSON of a document, or of its lines, by what is at its core. */
function core(text: string): string {
  if (text === '') return ''
  const documents = text.startsWith('{"') ? text.trimEnd().split('\n') : [text]
  const shown = documents.map((each) =>
    JSON.stringify(JSON.parse(each), (name, value) =>
      name === '' || /^\d+$/.test(name) || CORE.test(name) ? value : undefined,
    ),
  )
  return `${shown.join('\n')}\n`
}

const LINES_MAX = 60
const NUMBERS =
  /("(?:\w*Ms|\w*Ms24h|cpu|memory|disk|cores|used|total|percent|id|completionRate24h)"): ?-?[\d.]+/g

/** What a command has printed, without what differs from run to run; `url`: the server's. */
export function snapshotOf(ended: Ended, url: string, asJson: boolean): string {
  const stdout = asJson ? core(ended.stdout) : ended.stdout
  const stderr = asJson ? core(ended.stderr) : ended.stderr
  const told = stderr === '' ? stdout : `${stdout}--- standard error\n${stderr}`
  return (
    told
      .replaceAll(url, 'URL')
      .replace(
        /\b(task|desktop|approval|key|user|run|jointoken|invitation|workspace)_[0-9a-z]{26}\b/g,
        '$1_ID',
      )
      .replace(/\b[0-9a-f]{64}\b/g, 'HASH')
      .replace(/"end":\d+/g, '"end":N')
      .replace(/mc_[\w-]{30,}/g, 'mc_KEY')
      .replace(/mcj_[\w-]{30,}/g, 'mcj_TOKEN')
      .replace(/mci_[\w-]{30,}/g, 'mci_TOKEN')
      .replace(/"last4": "[^"]*"/g, '"last4": "LAST"')
      .replace(/\d{4}-\d\d-\d\d[T ][\d:.]+Z?/g, 'TIME')
      .replace(/just now|\d+ (s|min) ago/g, 'AGO')
      .replace(/\b[\d.]+ (ms|s|min)\b/g, 'DURATION')
      .replace(/\d+ % of \d+ (MiB|cores)/g, 'SHARE')
      .replace(/[\d.]+ GiB \(\d+ %\) are free for the server, at [^\s"]+/, 'ROOM')
      .replace(/\d+ %/g, 'PERCENT')
      .replace(NUMBERS, '$1:N')
      .replace(/"ipAddress": "[^"]*"/g, '"ipAddress": "ADDRESS"')
      .replace(/^Address .*$/m, 'Address  ADDRESS')
      .replace(/^Service .*$/m, 'Service  SERVICE')
      .replace(/ {2,}/g, '  ')
      .replace(/ {2}\S{4}(?= {2}AGO {2}(AGO|never))/g, '  LAST')
      .replace(/ {2}\S{4}(?= {2}\d+ of \d+ {2})/g, '  LAST')
      .replace(/[ \t]+$/gm, '')
      // A desktop's load may be on record for one minute or for two.
      .replace(/(^TIME.*PERCENT\n)\1/m, '$1')
      .replace('{"at":"TIME"},{"at":"TIME"}', '{"at":"TIME"}')
      .split('\n')
      .slice(0, LINES_MAX)
      .join('\n')
  )
}
