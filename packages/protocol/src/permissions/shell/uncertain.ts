import type { ParsedScript, SyntaxNode } from 'unbash'

/**
 * Whether there may be a command that the tree doesn't show, because the line has an error or is
 * valid in bash only.
 */
export function isUncertain(node: SyntaxNode, source: string): boolean {
  switch (node.type) {
    case 'Script':
      return (node as ParsedScript).errors !== undefined
    // For another shell `((` are two subshells, `[[` is a command that ends at `&&`, `|` and `)`, …
    case 'ArithmeticCommand':
    case 'ArithmeticFor':
    case 'ExtendedGlob':
    case 'AnsiCQuoted':
    case 'LocaleString':
      return true
    case 'TestCommand':
      return /[&|<>()\n]/.test(source.slice(node.pos, node.end))
    // … and `a &> f b` puts `a` into the background and runs `b`.
    case 'Command': {
      const last = node.redirects.at(-1)
      return node.redirects.some(
        (redirect) =>
          redirect.type === 'Redirect' &&
          redirect.operator.startsWith('&') &&
          (redirect !== last || redirect.end !== node.end),
      )
    }
    // What is substituted is read on its own; where it isn't, it can't be.
    case 'CommandExpansion':
    case 'ProcessSubstitution':
    case 'ArithmeticCommandExpansion':
      return node.script === undefined
    default:
      return false
  }
}
