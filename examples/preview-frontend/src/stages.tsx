/** The lifecycle as a diagram: stages from top to bottom with how many stand in each, purchases as arcs on the left, silence on the right. */

import { useMemo } from 'preact/hooks'
import { gapTable, type LifecycleDefinition, retailLifecycle, safeFitLifecycle, stageTable } from 'tierwise/lifecycle'
import type { Base } from './base'
import type { Words, Writers } from './words'

interface Arc {
  readonly from: number
  readonly to: number
  readonly isSilence: boolean
}

const ROW = 44
const MIDDLE = 22

export function Stages({ base, w, write }: { readonly base: Base; readonly w: Words; readonly write: Writers }) {
  const staged = useMemo(() => stagesOf(base), [base])
  return (
    <section class="card stages" aria-labelledby="stages-title">
      <h2 id="stages-title">{w.stages}</h2>
      {staged === undefined ? (
        <p class="quiet">{w.noStages}</p>
      ) : (
        <>
          <p class="quiet">{w.stagesHelp}</p>
          <Diagram {...staged} w={w} write={write} />
        </>
      )}
    </section>
  )
}

function Diagram({
  stages,
  counts,
  arcs,
  w,
  write,
}: NonNullable<ReturnType<typeof stagesOf>> & { readonly w: Words; readonly write: Writers }) {
  const most = Math.max(1, ...counts)
  const name = (i: number): string => w.stage[stages[i]] ?? stages[i]
  return (
    <div class="diagram">
      <Arcs arcs={arcs.filter(({ isSilence }) => !isSilence)} stages={stages.length} side="left" />
      <ol>
        {stages.map((id, i) => (
          <li key={id}>
            <span class="stage-name">{name(i)}</span>
            <span class="stage-count">{write.count(counts[i])}</span>
            <span class="stage-bar" style={{ width: `${(counts[i] / most) * 100}%` }} />
          </li>
        ))}
      </ol>
      <Arcs arcs={arcs.filter(({ isSilence }) => isSilence)} stages={stages.length} side="right" />
      <ul class="unseen">
        {arcs.map(({ from, to, isSilence }) => (
          <li>{w.goesTo(name(from), name(to), isSilence ? w.bySilence : w.byPurchase)}</li>
        ))}
      </ul>
    </div>
  )
}

function Arcs({ arcs, stages, side }: { readonly arcs: readonly Arc[]; readonly stages: number; readonly side: 'left' | 'right' }) {
  const width = 72
  const edge = side === 'left' ? width - 4 : 4
  const at = (i: number): number => i * ROW + MIDDLE
  return (
    <svg
      class={`arcs ${side}`}
      width={width}
      height={stages * ROW}
      viewBox={`0 0 ${width} ${stages * ROW}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <defs>
        <marker id={`tip-${side}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
          <path d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {arcs.map(({ from, to }) => {
        const bow = Math.min(width - 10, 14 + Math.abs(to - from) * 9)
        const out = side === 'left' ? edge - bow : edge + bow
        const shift = to > from ? 5 : -5 // arrives beside where others leave
        return (
          <path
            d={`M${edge} ${at(from) + shift} C${out} ${at(from) + shift}, ${out} ${at(to) - shift}, ${edge} ${at(to) - shift}`}
            marker-end={`url(#tip-${side})`}
          />
        )
      })}
    </svg>
  )
}

/** Stages by the base's own rhythm where it can be fitted, else by the preset's. */
function stagesOf({
  facts,
  asOf,
}: Base): { readonly stages: readonly string[]; readonly counts: readonly number[]; readonly arcs: readonly Arc[] } | undefined {
  if (facts === undefined) return undefined
  const { timeZone, currency } = facts
  const fit = safeFitLifecycle(gapTable(facts, { asOf }))
  const machine = retailLifecycle({ timeZone, currency, ...(fit.success ? { thresholds: fit.data.thresholds } : {}) })
  const stages = machine.stages.map(({ id }) => id)
  const { codes, values } = stageTable(machine, facts, { asOf }).columns.stage
  const counts = stages.map(() => 0)
  for (const code of codes) counts[stages.indexOf(values[code])]++
  return { stages, counts, arcs: arcsOf(machine) }
}

function arcsOf({ stages }: LifecycleDefinition): Arc[] {
  const arcs = new Map<string, Arc>()
  stages.forEach(({ transitions = [] }, from) => {
    for (const transition of transitions) {
      const to = stages.findIndex(({ id }) => id === transition.to)
      const isSilence = !('on' in transition)
      arcs.set(`${from} ${to} ${isSilence}`, { from, to, isSilence })
    }
  })
  return [...arcs.values()]
}
