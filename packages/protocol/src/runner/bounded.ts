import { LIMITS } from './limits.ts'

type Fields = Record<string, unknown>

/**
 * The message within its limits: texts for people are cut, an amount beyond its bound counts as the
 * bound. Runners send every message through this, and servers apply it to older runners. Whatever
 * it doesn't recognise it leaves as it is: the schema decides.
 */
export function bounded(message: unknown): unknown {
  if (!isFields(message)) return message
  switch (message.type) {
    case 'hello':
      return within(message, {
        runnerVersion: word,
        ipAddress: word,
        machine,
        metrics,
        clock: at,
        agent,
        upgrade,
        presets: (names) =>
          Array.isArray(names) ? names.slice(0, LIMITS.presets).map(word) : names,
      })
    case 'heartbeat':
      return within(message, { metrics, clock: at })
    case 'agent':
      return within(message, { agent })
    case 'agentTested':
      return within(message, { message: cut(LIMITS.words) })
    case 'started':
    case 'output':
      return within(message, { at })
    case 'permission':
      return question(message)
    case 'ended':
      return within(message, { at, end })
    default:
      return message
  }
}

type Bound = (value: unknown) => unknown

const cut =
  (most: number): Bound =>
  (value) =>
    typeof value === 'string' ? shortened(value, most) : value
const word = cut(LIMITS.word)
const amount =
  (most: number): Bound =>
  (value) =>
    typeof value === 'number' ? Math.min(Math.max(value, 0), most) : value
const at = amount(LIMITS.at)
const usage = fields({
  inputTokens: amount(LIMITS.count),
  outputTokens: amount(LIMITS.count),
  costUsd: amount(LIMITS.costUsd),
  steps: amount(LIMITS.count),
})
const share = amount(LIMITS.percent)
const size = fields({ used: amount(LIMITS.size), total: amount(LIMITS.size), percent: share })
const metrics = fields({ cpu: share, cores: amount(LIMITS.cores), memory: size, disk: size })
const machine = fields({
  system: word,
  workDir: cut(LIMITS.name),
  upSince: at,
  service: fields({ unit: word }),
})
const agent = fields({
  model: cut(LIMITS.name),
  problem: cut(LIMITS.words),
  asksPermissionReason: cut(LIMITS.words),
})
const upgrade = fields({
  obstacle: cut(LIMITS.words),
  failed: fields({ version: word, message: cut(LIMITS.words) }),
})
const end = fields({
  signal: word,
  message: cut(LIMITS.words),
  result: cut(LIMITS.result),
  usage,
})

/** The text, or its beginning and how much was left out, in `most` characters. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const mark = (left: number) => `\n… (${left} more characters were left out)`
  const kept = most - mark(text.length).length
  const beginning = text.slice(0, kept).toWellFormed()
  return beginning + mark(text.length - kept)
}

/** What a tool would be given. */
function input(value: unknown): unknown {
  if (isDeeper(value, LIMITS.inputDepth)) {
    return `… (left out: it is nested more than ${LIMITS.inputDepth} deep)`
  }
  const json = JSON.stringify(value) ?? ''
  return json.length > LIMITS.input ? shortened(json, LIMITS.input / 2) : value
}

/**
 * A question that nobody can see as a whole can only be denied. A subject that is too long is
 * matched by no rule and can't be remembered.
 */
function question(message: Fields): Fields {
  const { input: given, subject, options } = message
  const said = within(message, {
    at,
    tool: cut(LIMITS.name),
    title: cut(LIMITS.title),
    input,
    subject: subjectIn,
  })
  const allowed =
    said.input !== given ? ['no'] : said.subject !== subject ? ['once', 'no'] : undefined
  if (allowed === undefined || !Array.isArray(options)) return said
  return { ...said, options: options.filter((option) => allowed.includes(option)) }
}

function subjectIn(subject: unknown): unknown {
  const forms = isFields(subject) ? subject.forms : undefined
  if (!Array.isArray(forms) || !forms.every((form) => typeof form === 'string')) return subject
  const fits = forms.length <= LIMITS.forms && forms.every(({ length }) => length <= LIMITS.form)
  return fits ? subject : null
}

/** Without recursion, which a peer could make too deep. */
function isDeeper(value: unknown, most: number): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    )
  }
  return false
}

function fields(bounds: Record<string, Bound>): Bound {
  return (value) => (isFields(value) ? within(value, bounds) : value)
}

function within(value: Fields, bounds: Record<string, Bound>): Fields {
  const result = { ...value }
  for (const [name, bound] of Object.entries(bounds)) {
    if (Object.hasOwn(result, name)) result[name] = bound(result[name])
  }
  return result
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
