/** Who loses, by name, before anything is published; and who gains. */

import { useState } from 'preact/hooks'
import { type ImpactRows, ladderImpact, type ThresholdImpact, toCsv } from 'tierwise/portfolio'
import type { LadderDefinition } from 'tierwise/tiers'
import type { Base } from './base'
import { tierName } from './rules'
import type { Words, Writers } from './words'

interface Props {
  readonly impact: ThresholdImpact
  readonly base: Base
  readonly today: LadderDefinition
  readonly draft: LadderDefinition
  readonly costs: Readonly<Record<string, string>>
  readonly row: number
  readonly onRow: (row: number) => void
  readonly w: Words
  readonly write: Writers
}

export function Movers({ impact, base, today, draft, costs, row, onRow, w, write }: Props) {
  const [shown, setShown] = useState<'losers' | 'winners'>('losers')
  const list = impact[shown]
  const { moves } = impact
  const counts = { losers: moves.down + moves.changed + moves.sooner, winners: moves.up + moves.later }
  return (
    <section class="card movers" aria-labelledby="movers-title">
      <div class="title-row">
        <h2 id="movers-title">{w[shown]}</h2>
        <div role="group" aria-labelledby="movers-title" class="segmented small">
          {(['losers', 'winners'] as const).map((one) => (
            <button type="button" aria-pressed={shown === one} onClick={() => setShown(one)}>
              {w[one]} · {write.count(counts[one])}
            </button>
          ))}
        </div>
      </div>
      {list.length === 0 ? (
        <p class="quiet">{counts.losers + counts.winners === 0 ? w.noChange : shown === 'losers' ? w.nobodyLoses : w.nothingMoves}</p>
      ) : (
        <>
          <div class="scroll tall" tabIndex={0} role="group" aria-labelledby="movers-title">
            <table>
              <thead>
                <tr>
                  <th scope="col">{w.customer}</th>
                  <th scope="col">{w.move}</th>
                  <th scope="col" class="number">
                    {w.measures.spend}
                  </th>
                  <th scope="col" class="number">
                    {w.measures.orders}
                  </th>
                </tr>
              </thead>
              <tbody>
                {Array.from({ length: list.length }, (_, i) => {
                  const at = list.columns.row[i]
                  return (
                    <tr key={at} class={at === row ? 'chosen' : ''}>
                      <th scope="row">
                        <button type="button" class="link" onClick={() => onRow(at)}>
                          {base.measures.columns.customerId[at]}
                        </button>
                      </th>
                      <td>{w.tierMoves(tierName(today, nameAt(list.columns.from, i)), tierName(draft, nameAt(list.columns.to, i)))}</td>
                      <td class="number">{write.money(base.measures.columns.spend[at])}</td>
                      <td class="number">{write.count(base.measures.columns.orders[at])}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
          <p class="quiet foot">
            <span>{w.listed(write.count(list.length), write.count(counts[shown]))}</span>
            <button type="button" class="plain" onClick={() => download(base, today, draft, costs, shown, w.catalogue)}>
              {w.download}
            </button>
          </p>
        </>
      )}
    </section>
  )
}

function nameAt({ codes, values }: ImpactRows['columns']['from'], i: number): string {
  return values[codes[i]]
}

/** Every one of them, from the whole table. */
function download(
  base: Base,
  today: LadderDefinition,
  draft: LadderDefinition,
  benefitCost: Readonly<Record<string, string>>,
  which: 'losers' | 'winners',
  catalogue: Words['catalogue'],
): void {
  const { columns, length } = ladderImpact(today, draft, base.measures, { asOf: base.asOf, benefitCost })[which]
  const { customerId, move, from, to } = columns
  const text = toCsv({ length, columns: { customerId, move, from, to } }, { labels: catalogue })
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  Object.assign(document.createElement('a'), { href: url, download: `${which}.csv` }).click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
