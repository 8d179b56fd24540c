/** The variants of a flag: their keys, shares and payloads. */
import { Plus, Trash2 } from 'lucide-react'
import { Button, Field } from '../../../components/controls'
import { Section } from '../../../components/form'
import type { FlagFilters } from './api'
import { Payload, withPayload } from './payload-field'

type Variant = NonNullable<FlagFilters['multivariate']>['variants'][number]
/** Shares are decimal numbers, so their sum is only about this exact. */
const SUM_TOLERANCE_PERCENT = 0.01

interface Props {
  filters: FlagFilters
  onChange: (next: Partial<FlagFilters>) => void
}

export function FlagVariants({ filters, onChange }: Props) {
  const variants = filters.multivariate?.variants ?? []
  const sum = variants.reduce((total, { rollout_percentage: share }) => total + share, 0)
  const setVariants = (next: Variant[]) => onChange({ multivariate: { variants: next } })
  return (
    <Section title="Variants" lead="Everyone who gets the flag gets one of these, and always the same one.">
      <ul className="flex flex-col gap-3">
        {variants.map((variant, position) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: keys are being typed
            key={position}
            className="flex flex-wrap items-end gap-2"
          >
            <VariantFields
              variant={variant}
              position={position}
              variants={variants}
              filters={filters}
              onChange={onChange}
            />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          onClick={() => setVariants([...variants, { key: `variant-${variants.length + 1}`, rollout_percentage: 0 }])}
        >
          <Plus size={16} aria-hidden /> Add variant
        </Button>
        <Button onClick={() => setVariants(evenly(variants))}>Split evenly</Button>
        {Math.abs(sum - 100) > SUM_TOLERANCE_PERCENT && (
          <span role="alert" className="text-danger">
            The shares add up to {Math.round(sum * 100) / 100}%. They must add up to 100%.
          </span>
        )}
      </div>
    </Section>
  )
}

interface FieldsProps extends Props {
  variant: Variant
  position: number
  variants: Variant[]
}

function VariantFields({ variant, position, variants, filters, onChange }: FieldsProps) {
  const replaced = (next: Partial<Variant>) => ({
    variants: variants.map((each, index) => (index === position ? { ...each, ...next } : each)),
  })
  /** Sets of conditions that name this variant, with another name for it. */
  const groupsNaming = (key: string | null) =>
    filters.groups.map((set) => (set.variant === variant.key ? { ...set, variant: key } : set))
  const rename = (key: string) => {
    const { [variant.key]: payload, ...others } = filters.payloads ?? {}
    onChange({
      multivariate: replaced({ key }),
      payloads: payload === undefined ? others : { ...others, [key]: payload },
      groups: groupsNaming(key),
    })
  }
  return (
    <>
      <div className="min-w-0 flex-1 basis-40">
        <Field
          label={`Key of variant ${position + 1}`}
          value={variant.key}
          required
          onChange={(event) => rename(event.target.value)}
        />
      </div>
      <div className="w-28">
        <Field
          label="Percent"
          type="number"
          min={0}
          max={100}
          step="any"
          value={variant.rollout_percentage}
          onChange={(event) => onChange({ multivariate: replaced({ rollout_percentage: Number(event.target.value) }) })}
        />
      </div>
      <div className="min-w-0 flex-1 basis-48">
        <Payload
          label="Payload (JSON)"
          value={filters.payloads?.[variant.key] ?? ''}
          onChange={(payload) => onChange({ payloads: withPayload(filters.payloads, variant.key, payload) })}
        />
      </div>
      <Button
        aria-label={`Remove variant ${variant.key}`}
        disabled={variants.length < 2}
        onClick={() =>
          onChange({
            multivariate: { variants: variants.toSpliced(position, 1) },
            payloads: withPayload(filters.payloads, variant.key, ''),
            groups: groupsNaming(null),
          })
        }
      >
        <Trash2 size={16} aria-hidden />
      </Button>
    </>
  )
}

/** Whole percentages; the remainder goes to the first variants. */
function evenly(variants: Variant[]): Variant[] {
  const share = Math.floor(100 / variants.length)
  const rest = 100 - share * variants.length
  return variants.map((variant, index) => ({ ...variant, rollout_percentage: share + (index < rest ? 1 : 0) }))
}
