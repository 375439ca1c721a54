import { ACP_PRESET_NAMES, ACP_PRESETS, type AcpPresetName } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { SelectField, TextField } from '../ui/field.tsx'
import type { FieldsProps } from './fields-props.ts'

const words = text.agents

/** Which program of the machine is the agent; installed ones come first. */
export function ProgramFields({ draft, change, presets, refusal }: FieldsProps) {
  const { program, command } = draft
  const isThere = (name: AcpPresetName) => presets.includes(name)
  const found = ACP_PRESET_NAMES.filter(isThere)
  const others = ACP_PRESET_NAMES.filter((name) => !isThere(name))
  const isMissing = program !== 'other' && !isThere(program)
  return (
    <>
      <SelectField
        label={words.program}
        hint={isMissing ? words.install(ACP_PRESETS[program].install) : undefined}
        error={refusal.of('preset')}
        value={program}
        onChange={(event) => change({ program: event.target.value as AcpPresetName | 'other' })}
      >
        {found.length > 0 && (
          <optgroup label={words.found}>
            {found.map((name) => (
              <option key={name} value={name}>
                {ACP_PRESETS[name].title}
              </option>
            ))}
          </optgroup>
        )}
        <option value="other">{words.other}</option>
        {others.map((name) => (
          <option key={name} value={name}>
            {words.notFound(ACP_PRESETS[name].title)}
          </option>
        ))}
      </SelectField>
      {program === 'other' && (
        <TextField
          label={words.command}
          hint={words.commandHint}
          error={refusal.of('command')}
          value={command}
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-xs"
          onChange={(event) => change({ command: event.target.value })}
        />
      )}
    </>
  )
}
