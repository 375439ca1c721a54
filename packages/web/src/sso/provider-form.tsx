import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { PasswordField } from '../account/password-field.tsx'
import { Refusal } from '../account/refusal.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { CopyLine } from '../ui/copy-line.tsx'
import { TextField } from '../ui/field.tsx'
import { Switch } from '../ui/switch.tsx'
import { type Draft, wrongIn } from './draft.ts'
import { RoleRules } from './role-rules.tsx'

const words = text.sso

interface Props {
  first: Draft
  redirectUrl: string
  /** One is stored already. */
  hasSecret: boolean
  verb: string
  save: (draft: Draft) => Promise<unknown>
  onDone: () => void
}

export function ProviderForm({ first, redirectUrl, hasSecret, verb, save, onDone }: Props) {
  const queries = useQueryClient()
  const [draft, setDraft] = useState(first)
  const [checked, setChecked] = useState(false)
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }))
  const wrong = wrongIn(draft)
  const run = useMutation({
    mutationFn: () => save(draft),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['sso'] })
      onDone()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (Object.keys(wrong).length === 0 && !run.isPending) run.mutate()
  }
  const errorOf = (field: keyof typeof wrong) => {
    if (!checked || !wrong[field]) return undefined
    return wrong[field] === 'tenant' ? words.tenantWrong : words.missing
  }
  const texts = {
    secret: hasSecret ? words.fields.secretKept : words.fields.secretHint,
    autoJoin:
      (draft.preset === 'google' || draft.preset === 'github') && draft.roles.length === 0
        ? words.fields.autoJoinAnybody
        : words.fields.autoJoinHint,
  }
  return (
    <form noValidate onSubmit={submit} className="grid grid-cols-1 gap-3">
      <div className="grid gap-1">
        <p className="font-[550]">{words.redirect}</p>
        <CopyLine line={redirectUrl} wrap />
      </div>
      <Place draft={draft} onChange={change} error={errorOf('place')} />
      <TextField
        label={words.fields.clientId}
        autoComplete="off"
        value={draft.clientId}
        error={errorOf('clientId')}
        onChange={({ target }) => change({ clientId: target.value })}
      />
      <PasswordField
        label={words.fields.secret}
        hint={texts.secret}
        autoComplete="off"
        value={draft.secret}
        onChange={({ target }) => change({ secret: target.value })}
      />
      <TextField
        label={words.fields.name}
        hint={words.fields.nameHint}
        autoComplete="off"
        maxLength={60}
        value={draft.name}
        error={errorOf('name')}
        onChange={({ target }) => change({ name: target.value })}
      />
      <RoleRules
        rules={draft.roles}
        isGithub={draft.preset === 'github'}
        onChange={(roles) => change({ roles })}
      />
      <Switch
        label={words.fields.autoJoin}
        hint={texts.autoJoin}
        checked={draft.autoJoin}
        onCheckedChange={(autoJoin) => change({ autoJoin })}
      />
      {draft.preset !== 'github' && <Claims draft={draft} onChange={change} />}
      <Switch
        label={words.fields.enabled}
        hint={words.fields.enabledHint}
        checked={draft.enabled}
        onCheckedChange={(enabled) => change({ enabled })}
      />
      {run.error && <Refusal error={run.error} />}
      <div className="flex gap-2">
        <Button look="main" type="submit" disabled={run.isPending}>
          {verb}
        </Button>
        <Button onClick={onDone}>{words.cancel}</Button>
      </div>
    </form>
  )
}

interface PartProps {
  draft: Draft
  onChange: (some: Partial<Draft>) => void
}

/** Where the provider is, as far as its kind doesn't say it. */
function Place({ draft, onChange, error }: PartProps & { error: string | undefined }) {
  const { preset, place } = draft
  if (preset === 'google') return null
  const { fields } = words
  const [label, hint] = {
    microsoft: [fields.tenant, fields.tenantHint],
    github: [fields.server, undefined],
    oidc: [fields.issuer, fields.issuerHint],
  }[preset]
  return (
    <TextField
      label={label!}
      hint={hint}
      autoComplete="off"
      value={place}
      error={error}
      onChange={({ target }) => onChange({ place: target.value })}
    />
  )
}

/** What only few have to change. */
function Claims({ draft, onChange }: PartProps) {
  const { fields } = words
  return (
    <details className="rounded-lg border border-line bg-panel px-3 py-2">
      <summary className="cursor-default font-[550]">{fields.more}</summary>
      <div className="grid gap-3 pt-3">
        <Switch
          label={fields.trustEmail}
          hint={fields.trustEmailHint}
          checked={draft.trustEmail}
          onCheckedChange={(trustEmail) => onChange({ trustEmail })}
        />
        <TextField
          label={fields.scopes}
          autoComplete="off"
          value={draft.scopes}
          onChange={({ target }) => onChange({ scopes: target.value })}
        />
        <TextField
          label={fields.rolesClaim}
          autoComplete="off"
          value={draft.rolesClaim}
          onChange={({ target }) => onChange({ rolesClaim: target.value })}
        />
      </div>
    </details>
  )
}
