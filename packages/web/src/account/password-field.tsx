import { type ComponentProps, useState } from 'react'
import { text } from '../strings/index.ts'
import { IconButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'

/** A password that can be looked at while it is written. */
export function PasswordField(props: ComponentProps<typeof TextField>) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="off"
      trailing={
        <IconButton
          icon={shown ? 'eyeOff' : 'eye'}
          label={shown ? text.signIn.hide : text.signIn.show}
          className="size-6!"
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}
