import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PasswordField } from '../account/password-field.tsx'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { TextField } from '../ui/field.tsx'

const words = text.settings.account.twoFactor

/** That it is really the person who asks: the password, and a code where they have two factors. */
export function useProof() {
  const { client } = useCore()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const totp = useQuery({ queryKey: ['totp'], queryFn: () => client.account.totp() })
  const asksCode = totp.data?.enabled === true
  return {
    value: { password, ...(asksCode && { code }) },
    isFilled: password !== '' && (!asksCode || code.trim() !== ''),
    asksCode,
    password,
    setPassword,
    code,
    setCode,
  }
}

export function ProofFields({ proof }: { proof: ReturnType<typeof useProof> }) {
  return (
    <>
      <PasswordField
        label={words.password}
        autoComplete="current-password"
        autoFocus
        value={proof.password}
        onChange={(event) => proof.setPassword(event.target.value)}
      />
      {proof.asksCode && (
        <TextField
          label={words.code}
          hint={text.signIn.codeHint}
          autoComplete="one-time-code"
          value={proof.code}
          onChange={(event) => proof.setCode(event.target.value)}
        />
      )}
    </>
  )
}
