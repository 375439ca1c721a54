import type { Command, ParsedScript, Redirection, SyntaxNode } from 'unbash'

/** What may stand between the commands of a line that consists of commands only. */
const BETWEEN = /^[ \t\n;&|]*$/

/**
 * The commands as they stand in the line, if it is nothing but commands, one after the other or in a pipe: no
 * loop, function, group, negation, comment or here-document. Any other line gives none.
 */
export function plainCommands(script: ParsedScript, line: string): Map<Command, string> {
  const commands = script.errors?.length
    ? []
    : script.commands.flatMap(({ command }) => flat(command))
  const plain = new Map<Command, string>()
  let end = 0
  for (const command of commands) {
    if (command === null || !BETWEEN.test(line.slice(end, command.pos))) return new Map()
    plain.set(command, withoutHarmless(command, line))
    end = command.end
  }
  return BETWEEN.test(line.slice(end)) ? plain : new Map()
}

function flat(node: SyntaxNode): (Command | null)[] {
  if (node.type === 'Command') return [node]
  if (node.type === 'AndOr' || node.type === 'Pipeline') return node.commands.flatMap(flat)
  return [null]
}

function withoutHarmless({ pos, end, redirects }: Command, line: string): string {
  let text = ''
  let at = pos
  for (const redirect of redirects.filter(isHarmless)) {
    text += line.slice(at, redirect.pos)
    at = redirect.end
  }
  return (text + line.slice(at, end)).trim()
}

/** `2>&1`, and what goes to or comes from /dev/null: it reaches no file. */
function isHarmless(redirect: Redirection): boolean {
  if (redirect.type !== 'Redirect') return false
  const { operator, target } = redirect
  if (operator === '>&') return target?.text === '1' || target?.text === '2'
  return /^(<|>|>>)$/.test(operator) && target?.text === '/dev/null'
}
