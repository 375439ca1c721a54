/**
 * Every word that the dashboard says, in English. A page loads only the
 * files whose words it names (`text.agents.none`): taking `text` apart would load them all.
 */
export * as text from './en/index.ts'
