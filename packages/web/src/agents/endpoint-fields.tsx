import { KNOWN_PROVIDERS, PROVIDERS, type Provider } from '@mission-control/protocol'
import { PasswordField } from '../account/password-field.tsx'
import { text } from '../strings/index.ts'
import { SelectField, TextField } from '../ui/field.tsx'
import type { FieldsProps } from './fields-props.ts'

const words = text.agents

interface Props extends FieldsProps {
  /** The last four characters of the stored key; null: there is none. */
  last4: string | null
}

/** Where the model is, and the key for it. */
export function EndpointFields({ draft, change, refusal, last4 }: Props) {
  const { kind, provider, baseUrl, apiKey, model } = draft
  const isBuiltin = kind === 'builtin'
  const known = isBuiltin && provider !== 'compatible' ? KNOWN_PROVIDERS[provider] : null
  const address = (
    <TextField
      label={known ? words.baseUrlOptional : words.baseUrl}
      hint={known ? undefined : words.baseUrlHint}
      error={refusal.of('baseUrl')}
      placeholder={known?.baseUrl}
      value={baseUrl}
      inputMode="url"
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => change({ baseUrl: event.target.value })}
    />
  )
  return (
    <>
      {isBuiltin && (
        <SelectField
          label={words.provider}
          error={refusal.of('provider')}
          value={provider}
          onChange={(event) => change({ provider: event.target.value as Provider })}
        >
          {PROVIDERS.map((each) => (
            <option key={each} value={each}>
              {words.providers[each]}
            </option>
          ))}
        </SelectField>
      )}
      {!known && address}
      <PasswordField
        label={known ? words.key : words.keyOptional}
        hint={last4 === null ? words.keyHint : words.keyStored(last4)}
        error={refusal.of('apiKey')}
        placeholder={last4 === null ? undefined : words.keyPlaceholder(last4)}
        value={apiKey}
        // Browsers offer to keep passwords, and this key isn't the person's password.
        autoComplete="new-password"
        onChange={(event) => change({ apiKey: event.target.value })}
      />
      <TextField
        label={words.model}
        hint={known ? words.modelUsual(known.model) : words.modelListed}
        error={refusal.of('model')}
        value={model}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change({ model: event.target.value })}
      />
      {known && address}
    </>
  )
}
