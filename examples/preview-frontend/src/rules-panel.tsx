/** The draft: sliders for its numbers, its JSON beneath, what lint finds. */

import { useMemo, useState } from 'preact/hooks'
import { sentence } from 'tierwise/messages'
import { type LadderDefinition, lintTiers } from 'tierwise/tiers'
import type { Base } from './base'
import type { Editor } from './editor'
import { MEASURE_IDS, type MeasureId, type Threshold, thresholdsOf, tierName, withThreshold } from './rules'
import { useSettled } from './settled'
import type { Words, Writers } from './words'

interface Props {
  readonly draft: LadderDefinition
  readonly today: LadderDefinition
  readonly base: Base | undefined
  readonly costs: Readonly<Record<string, string>>
  readonly onCosts: (costs: Readonly<Record<string, string>>) => void
  readonly onMoved: (draft: LadderDefinition, measure: string) => void
  readonly onDraft: (draft: LadderDefinition) => void
  readonly onReset: () => void
  readonly onPublish: () => void
  readonly w: Words
  readonly write: Writers
}

export function Rules({ draft, today, base, costs, onCosts, onMoved, onDraft, onReset, onPublish, w, write }: Props) {
  const [JsonEditor, setEditor] = useState<typeof Editor>() // half of the page's code, loaded when it is opened
  const thresholds = thresholdsOf(draft)
  const reach = useMemo(() => reachOf(base), [base])
  const still = useSettled(draft)
  const findings = useMemo(() => lintTiers(still), [still])
  const isSame = JSON.stringify(draft) === JSON.stringify(today)
  return (
    <section class="card rules" aria-labelledby="rules-title">
      <h2 id="rules-title">{w.rules}</h2>
      {draft.tiers.map((tier, rank) => {
        const mine = thresholds.filter((one) => one.tier === tier.id)
        if (mine.length === 0) return null
        return (
          <fieldset class={`tier rank-${Math.min(rank, 5)}`}>
            <legend>{tier.name ?? tier.id}</legend>
            {mine.map((threshold) => (
              <Slider
                key={threshold.path.join('.')}
                threshold={threshold}
                reach={reach[threshold.measure as MeasureId] ?? 100}
                onMove={(value) => onMoved(withThreshold(draft, threshold, value), threshold.measure)}
                label={`${w.measures[threshold.measure] ?? threshold.measure}${threshold.path.includes('keep') ? ` (${w.keep})` : ''}`}
                tier={tierName(draft, tier.id)}
                write={write}
              />
            ))}
          </fieldset>
        )
      })}
      {findings.length > 0 && (
        <div class="findings">
          <h3>{w.lint}</h3>
          <ul>
            {findings.map((finding) => (
              <li>{sentence(finding, w.catalogue)}</li>
            ))}
          </ul>
        </div>
      )}
      <div class="actions">
        <button type="button" onClick={onPublish} disabled={isSame}>
          {w.publish}
        </button>
        <button type="button" class="plain" onClick={onReset} disabled={isSame}>
          {w.reset}
        </button>
      </div>
      <details>
        <summary>{w.benefitCost}</summary>
        <div class="costs">
          {draft.tiers.map(({ id, name }) => (
            <label>
              <span>{name ?? id}</span>
              <input
                type="number"
                min="0"
                step="1"
                inputMode="decimal"
                value={costs[id] ?? '0'}
                onInput={(event) => {
                  const { value } = event.currentTarget
                  if (/^\d+(\.\d+)?$/.test(value)) onCosts({ ...costs, [id]: value })
                }}
              />
            </label>
          ))}
        </div>
      </details>
      <details onToggle={() => import('./editor').then((loaded) => setEditor(() => loaded.Editor))}>
        <summary>{w.definition}</summary>
        {JsonEditor && <JsonEditor ladder={draft} onDefinition={onDraft} w={w} />}
      </details>
    </section>
  )
}

interface SliderProps {
  readonly threshold: Threshold
  readonly reach: number
  readonly onMove: (value: number) => void
  readonly label: string
  readonly tier: string
  readonly write: Writers
}

function Slider({ threshold: { measure, operator, value }, reach, onMove, label, tier, write }: SliderProps) {
  const step = measure === 'spend' ? 10 : 1
  const sign = { gte: '≥', gt: '>', lte: '≤', lt: '<' }[operator]
  return (
    <div class="slider">
      <label>
        <span>
          {label} {sign}
        </span>
        <input
          type="number"
          min="0"
          step={step}
          value={value}
          aria-label={`${tier}: ${label} ${sign}`}
          onChange={(event) => {
            const number = event.currentTarget.valueAsNumber
            if (Number.isFinite(number)) onMove(number)
          }}
        />
      </label>
      <input
        type="range"
        min="0"
        max={Math.max(reach, value)}
        step={step}
        value={value}
        aria-label={`${tier}: ${label} ${sign}`}
        aria-valuetext={write.measure(measure, value)}
        onInput={(event) => onMove(event.currentTarget.valueAsNumber)}
      />
    </div>
  )
}

/** How far a slider goes: what one customer in two hundred reaches, rounded up to a round number. */
function reachOf(base: Base | undefined): Partial<Record<MeasureId, number>> {
  if (base === undefined) return {}
  return Object.fromEntries(
    MEASURE_IDS.map((id) => {
      const values = base.measures.columns[id].slice().sort()
      const high = values[Math.floor(values.length * 0.995)] || 10
      const unit = 10 ** Math.max(0, Math.floor(Math.log10(high)) - 1)
      return [id, Math.max(10, Math.ceil(high / unit) * unit)]
    }),
  )
}
