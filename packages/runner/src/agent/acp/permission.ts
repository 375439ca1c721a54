import type {
  PermissionOption as AcpOption,
  RequestPermissionRequest,
  RequestPermissionResponse,
  ToolCallUpdate,
} from '@agentclientprotocol/sdk'
import type { PermissionOption, PermissionSubject } from '@mission-control/protocol'
import { commandSubject } from '../permissions/command-subject.ts'
import type { Gate, Verdict } from '../permissions/gate.ts'
import { addressSubject, fieldsOf, pathSubject } from '../permissions/subject.ts'

/** What is known about a call, from earlier updates and from the request. */
export interface KnownCall {
  tool: string
  title: string | null
  input: unknown
}

/** Passes a program's request on to the gate, and its verdict back in the words of the protocol. */
export async function decideOn(
  { options, toolCall }: RequestPermissionRequest,
  known: KnownCall,
  gate: Gate,
  workDir: string,
  signal: AbortSignal,
): Promise<RequestPermissionResponse> {
  const subject = subjectOf(toolCall, known, workDir)
  const { tool, title, input } = known
  const wish = { call: toolCall.toolCallId, tool, title: title ?? tool, input, subject }
  const verdict = await gate.decide(wish, { otherwise: 'ask', options: toAsk(options) }, signal)
  return { outcome: chosen(options, verdict) }
}

/**
 * The command, path or address in the call's input, under the names that programs have for it; else
 * the title, which is the program's own word for what it is about to do.
 */
function subjectOf(
  call: ToolCallUpdate,
  known: KnownCall,
  workDir: string,
): PermissionSubject | null {
  const input = fieldsOf(known.input)
  const command = input.command ?? input.cmd
  if (command !== undefined) return commandSubject(command, input.args)
  const path = ['file_path', 'filePath', 'path', 'abs_path', 'absolute_path']
    .map((name) => input[name])
    .find((value) => typeof value === 'string')
  const [place, ...others] = call.locations ?? []
  if (typeof path === 'string') return pathSubject(path, workDir)
  if (typeof input.url === 'string') return addressSubject(input.url)
  if (place && others.length === 0) return pathSubject(place.path, workDir)
  return known.title === null ? null : { kind: 'text', forms: [known.title] }
}

/** `always` works by our own rule, so the program's "once" is enough for it. */
function toAsk(options: readonly AcpOption[]): PermissionOption[] {
  const has = (kind: AcpOption['kind']) => options.some((option) => option.kind === kind)
  if (has('allow_once')) return ['once', 'always', 'no']
  return has('allow_always') ? ['always', 'no'] : ['no']
}

/** Never grants more than the person did: picks the program's "always" only if it has no "once". */
function chosen(
  options: readonly AcpOption[],
  { allowed, always }: Verdict,
): RequestPermissionResponse['outcome'] {
  const kinds = allowed
    ? (['allow_once', ...(always ? ['allow_always'] : [])] as const)
    : (['reject_once', ...(always ? ['reject_always'] : [])] as const)
  const option = kinds.map((kind) => options.find((each) => each.kind === kind)).find(Boolean)
  return option ? { outcome: 'selected', optionId: option.optionId } : { outcome: 'cancelled' }
}
