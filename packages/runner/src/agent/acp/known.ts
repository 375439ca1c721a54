/** How a program differs from what others do, by the name with which it introduces itself. */
interface Peculiarity {
  name: RegExp
  /** The session mode in which it asks, where its usual one lets it decide by itself. */
  asksIn?: string
  /** Its answer tells the tokens of the last request to the model only. */
  tellsLastCallOnly?: true
  /** What it warns of is told like an answer, and begins like this. */
  warning?: RegExp
}

const PECULIARITIES: readonly Peculiarity[] = [
  { name: /claude-(agent|code)-acp$/, asksIn: 'default' },
  { name: /codex-acp$/, asksIn: 'read-only', warning: /^(?:Config w|W)arning: / },
  { name: /^qwen-code$/, asksIn: 'default' },
  { name: /^gemini-cli$/, asksIn: 'default' },
  { name: /^opencode$/i, tellsLastCallOnly: true },
]

/** What is known of the program of this name; nothing is known of most. */
export function peculiarityOf(name = ''): Omit<Peculiarity, 'name'> {
  return PECULIARITIES.find((each) => each.name.test(name)) ?? {}
}
