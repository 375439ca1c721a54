import type { ComponentProps } from 'react'
import { PASSWORD_EXPECTED, passwordProblem } from './new-password.ts'
import { PasswordField } from './password-field.tsx'

interface Props extends Omit<ComponentProps<typeof PasswordField>, 'hint' | 'error'> {
  value: string
  /** Whether somebody has tried to send it, so that it says what is wrong. */
  checked: boolean
}

/** A password that is being chosen. */
export function NewPasswordField({ checked, value, ...rest }: Props) {
  return (
    <PasswordField
      autoComplete="new-password"
      hint={PASSWORD_EXPECTED}
      value={value}
      error={checked ? passwordProblem(value) : undefined}
      {...rest}
    />
  )
}
