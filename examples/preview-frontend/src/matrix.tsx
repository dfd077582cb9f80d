/** Who goes where: members by tier today (rows) and under the draft (columns). */

import type { ThresholdImpact } from 'tierwise/portfolio'
import type { LadderDefinition } from 'tierwise/tiers'
import { tierName } from './rules'
import type { Words, Writers } from './words'

interface Props {
  readonly impact: ThresholdImpact
  readonly today: LadderDefinition
  readonly draft: LadderDefinition
  readonly w: Words
  readonly write: Writers
}

export function Matrix({ impact: { matrix, before, after }, today, draft, w, write }: Props) {
  return (
    <section class="card" aria-labelledby="matrix-title">
      <h2 id="matrix-title">{w.matrix}</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="matrix-title">
        <table class="matrix">
          <caption class="quiet">{w.matrixHelp}</caption>
          <thead>
            <tr>
              <td />
              {after.tiers.map((to) => (
                <th scope="col">{tierName(draft, to)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {before.tiers.map((from) => {
              const total = Object.values(matrix[from]).reduce((sum, n) => sum + n, 0)
              return (
                <tr>
                  <th scope="row">{tierName(today, from)}</th>
                  {after.tiers.map((to) => {
                    const count = matrix[from][to]
                    const way = from === to ? 'stays' : after.tiers.indexOf(to) > after.tiers.indexOf(from) ? 'up' : 'down'
                    const depth = count === 0 ? 0 : 12 + Math.round((count / total) * 48)
                    return (
                      <td class={`number ${count === 0 ? 'none' : way}`} style={{ '--depth': `${depth}%` }}>
                        {count === 0 ? '·' : `${way === 'up' ? '▲ ' : way === 'down' ? '▼ ' : ''}${write.count(count)}`}
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}
