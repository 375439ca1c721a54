import type { PermissionDecision, PermissionRule } from '@mission-control/protocol'
import { type SubmitEvent, useId, useState } from 'react'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'

const words = text.permissions

const DECISIONS = ['allow', 'ask', 'never'] as const satisfies PermissionDecision[]
/** The tools of the built-in agent, then the kinds of ACP. */
const TOOLS = [
  'shell',
  'read_file',
  'write_file',
  'edit_file',
  'list_files',
  'fetch_url',
  'execute',
  'edit',
  'read',
  'delete',
  'move',
  'search',
  'fetch',
]

export function NewRule({ onAdd }: { onAdd: (rule: PermissionRule) => Promise<unknown> }) {
  const tools = useId()
  const [tool, setTool] = useState('')
  const [pattern, setPattern] = useState('')
  const [decision, setDecision] = useState<PermissionDecision>('allow')
  const isMissing = tool.trim() === ''
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isMissing) return
    const rule = { tool: tool.trim(), decision }
    onAdd(pattern.trim() === '' ? rule : { ...rule, pattern: pattern.trim() }).then(
      () => {
        setTool('')
        setPattern('')
      },
      // The refusal was shown already, and what was typed stays.
      () => undefined,
    )
  }
  return (
    <form
      onSubmit={onSubmit}
      className="grid grid-cols-[110px_minmax(0,1fr)] items-start gap-2 sm:grid-cols-[110px_minmax(0,1fr)_minmax(0,2fr)_auto]"
    >
      <SelectField
        label={words.decisionLabel}
        value={decision}
        onChange={(event) => setDecision(event.target.value as PermissionDecision)}
      >
        {DECISIONS.map((each) => (
          <option key={each} value={each}>
            {words.decision[each]}
          </option>
        ))}
      </SelectField>
      <TextField
        label={words.toolLabel}
        placeholder="shell"
        list={tools}
        value={tool}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTool(event.target.value)}
      />
      <datalist id={tools}>
        {TOOLS.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <div className="max-sm:col-span-2">
        <TextField
          label={words.patternLabel}
          hint={words.patternHint}
          placeholder="git status*"
          value={pattern}
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-xs"
          onChange={(event) => setPattern(event.target.value)}
        />
      </div>
      <Button type="submit" disabled={isMissing} className="sm:mt-[23px] max-sm:justify-self-start">
        {words.add}
      </Button>
    </form>
  )
}
