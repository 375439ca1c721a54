/** How a program differs from what others do, by the name with which it introduces itself. */
interface Peculiarity {
  name: RegExp
  /** The session mode in which it asks, where its usual one lets it decide by itself. */
  asksIn?: string
  /** The session modes in which it asks for nothing. */
  asksNothingIn?: readonly string[]
  /** What decides when it asks, where no mode does. */
  asksBy?: string
  /** Its answer tells the tokens of the last request to the model only. */
  tellsLastCallOnly?: true
  /**
   * It tells a loaded session again after it has said that it is loaded, among what is new. So none is
   * loaded: it is told what was said.
   */
  retellsLate?: true
  /** The names in its list of models are the models' own; the ids are private to the program. */
  namesModels?: true
  /** The beginning of its warnings, which arrive like an answer. */
  warning?: RegExp
}

const PECULIARITIES: readonly Peculiarity[] = [
  {
    name: /claude-(agent|code)-acp$/,
    asksIn: 'default',
    asksNothingIn: ['bypassPermissions'],
  },
  {
    name: /codex-acp$/,
    asksIn: 'read-only',
    asksNothingIn: ['agent-full-access', 'full-access'],
    warning: /^(?:Config w|W)arning: /,
  },
  { name: /^qwen-code$/, asksIn: 'default', asksNothingIn: ['yolo'], namesModels: true },
  { name: /^gemini-cli$/, asksIn: 'default', asksNothingIn: ['yolo'], retellsLate: true },
  {
    name: /^opencode$/i,
    asksBy: 'It asks for what `permission` in its own configuration names, and for nothing else.',
    tellsLastCallOnly: true,
  },
]

export type Known = Omit<Peculiarity, 'name'>

/** What is known of the program of this name; nothing is known of most. */
export function peculiarityOf(name = ''): Known {
  return PECULIARITIES.find((each) => each.name.test(name)) ?? {}
}
