import { spoken } from '../spoken.ts'

/** What agents have used. */
export const usage = spoken({
  steps: (count: string, one: boolean) => (one ? '1 step' : `${count} steps`),
  tokens: (count: string) => `${count} tokens`,
  inAndOut: (input: string, output: string) => `${input} tokens in, ${output} out`,
  cost: (dollars: string) => `$${dollars}`,
  none: 'unknown',
})
