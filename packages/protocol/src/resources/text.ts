import { z } from 'zod'
import { CONTENT_MAX_BYTES } from '../content.ts'

const bytes = (text: string) => new TextEncoder().encode(text).length

const isWellFormed = [
  (text: string) => text.isWellFormed(),
  'expected well-formed Unicode, got a lone surrogate',
] as const

/**
 * A content that a shell can get as it is: not blank, well-formed, without NUL (where a process
 * argument ends).
 */
export const Content = z
  .string()
  .refine((text) => text.trim() !== '', 'expected text that is not blank')
  .refine((text) => !text.includes('\0'), 'expected text without NUL characters')
  .refine(...isWellFormed)
  // A string never has more characters than bytes: only a short one needs to be encoded.
  .refine(
    (text) => text.length <= CONTENT_MAX_BYTES && bytes(text) <= CONTENT_MAX_BYTES,
    `expected at most ${CONTENT_MAX_BYTES} bytes of UTF-8`,
  )

/** A name that a person gives: one line of 1 to 100 characters. */
export const Name = z
  .string()
  .trim()
  .min(1, 'expected a name that is not blank')
  .max(100, 'expected at most 100 characters')
  .regex(/^\P{Cc}*$/u, 'expected one line without control characters')
  .refine(...isWellFormed)

export const Feedback = z
  .string()
  .max(10_000, 'expected at most 10,000 characters')
  .refine(...isWellFormed)

/** ISO-8601, UTC, milliseconds: `2026-03-15T10:00:00.000Z`. */
export const Timestamp = z.iso.datetime({ precision: 3 })
