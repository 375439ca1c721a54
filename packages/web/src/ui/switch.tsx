import { Switch as Radix } from 'radix-ui'
import { useId } from 'react'

interface Props {
  label: string
  hint?: string
  checked: boolean
  disabled?: boolean
  onCheckedChange: (checked: boolean) => void
}

export function Switch({ label, hint, ...rest }: Props) {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <Radix.Root
        id={id}
        aria-describedby={`${id}-about`}
        {...rest}
        className="mt-0.5 h-[18px] w-8 flex-none rounded-full border border-line-strong bg-sunk disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="block size-3 translate-x-[2px] rounded-full bg-faint transition-transform duration-100 data-[state=checked]:translate-x-[16px] data-[state=checked]:bg-accent-ink" />
      </Radix.Root>
      <div className="grid gap-0.5">
        <label htmlFor={id} className="font-[550]">
          {label}
        </label>
        {hint && (
          <p id={`${id}-about`} className="text-xs text-dim">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
