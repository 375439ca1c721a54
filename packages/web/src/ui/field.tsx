import { type ComponentProps, type ReactNode, useId } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { classNames } from './class-names.ts'

const BOX =
  'w-full rounded-[7px] border border-line-strong bg-panel px-2.5 text-text placeholder:text-faint aria-invalid:border-failed'

interface Described {
  label: string
  hint?: ReactNode
  /** What is wrong with it, in words. */
  error?: string | undefined
}

/** A labelled control with its hint and its error, tied together for screen readers. */
function Field({
  label,
  hint,
  error,
  children,
}: Described & {
  children: (control: {
    id: string
    'aria-describedby': string
    'aria-invalid': boolean
  }) => ReactNode
}) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-[550]">
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-about`, 'aria-invalid': Boolean(error) })}
      <p
        id={`${id}-about`}
        aria-live="polite"
        className={classNames('text-xs', error ? 'text-failed' : 'text-dim')}
      >
        {error === undefined ? hint : <VisibleText text={error} />}
      </p>
    </div>
  )
}

interface TextFieldProps extends Described, ComponentProps<'input'> {
  /** A small button inside the box, at its end. */
  trailing?: ReactNode
}

export function TextField({ label, hint, error, trailing, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => {
        const look = classNames(BOX, 'h-[30px]', trailing ? 'pr-8' : '', className)
        const input = <input {...control} {...rest} className={look} />
        if (!trailing) return input
        return (
          <div className="relative">
            {input}
            <span className="absolute inset-y-0 right-[3px] flex items-center">{trailing}</span>
          </div>
        )
      }}
    </Field>
  )
}

export function TextArea({
  label,
  hint,
  error,
  className,
  ...rest
}: Described & ComponentProps<'textarea'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <textarea
          {...control}
          {...rest}
          className={classNames(BOX, 'resize-y py-1.5', className)}
        />
      )}
    </Field>
  )
}

export function SelectField({
  label,
  hint,
  error,
  className,
  ...rest
}: Described & ComponentProps<'select'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select {...control} {...rest} className={classNames(BOX, 'h-[30px]', className)} />
      )}
    </Field>
  )
}
