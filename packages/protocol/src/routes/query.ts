import { z } from 'zod'

/** A number in a query: digits and nothing else; `Number` alone would take '' for 0. */
const whole = (schema: z.ZodInt) =>
  z
    .preprocess(
      (text) => (typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : text),
      schema,
    )
    .optional()
export const limit = (most: number) => whole(z.int().min(1).max(most))
export const cursor = whole(z.int().nonnegative())
/** How far back, up to now. */
export const minutes = whole(z.int().min(1).max(1440))
export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()
