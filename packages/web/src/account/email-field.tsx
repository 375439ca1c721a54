import type { ComponentProps } from 'react'
import { text } from '../strings/index.ts'
import { TextField } from '../ui/field.tsx'
import { looksLikeEmail } from './email.ts'

interface Props extends Omit<ComponentProps<typeof TextField>, 'label' | 'error'> {
  value: string
  /** Whether somebody has tried to send it, so that it says what is wrong. */
  checked: boolean
}

/** The e-mail address of an account. */
export function EmailField({ checked, value, ...rest }: Props) {
  return (
    <TextField
      label={text.signIn.email}
      type="email"
      name="email"
      autoComplete="username"
      value={value}
      error={checked && !looksLikeEmail(value) ? text.signIn.emailMissing : undefined}
      {...rest}
    />
  )
}
