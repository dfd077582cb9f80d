/** How many stand in each tier, today and under the draft. */

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

export function Distribution({ impact, today, draft, w, write }: Props) {
  const { matrix, members } = impact
  const ids = [...new Set([...impact.after.tiers, ...impact.before.tiers])].reverse()
  const nowIn = (tier: string): number => Object.values(matrix[tier] ?? {}).reduce((sum, n) => sum + n, 0)
  const thenIn = (tier: string): number => Object.values(matrix).reduce((sum, row) => sum + (row[tier] ?? 0), 0)
  const most = Math.max(1, ...ids.flatMap((id) => [nowIn(id), thenIn(id)]))
  return (
    <section class="card" aria-labelledby="distribution-title">
      <h2 id="distribution-title">{w.distribution}</h2>
      <table class="bars">
        <thead>
          <tr>
            <th scope="col">{w.tier}</th>
            <td class="bar-cell" />
            <th scope="col">{w.today}</th>
            <th scope="col">{w.draft}</th>
            <th scope="col">{w.share}</th>
          </tr>
        </thead>
        <tbody>
          {ids.map((id) => {
            const rank = Math.min(5, Math.max(impact.after.tiers.indexOf(id), impact.before.tiers.indexOf(id)))
            const [now, then] = [nowIn(id), thenIn(id)]
            return (
              <tr>
                <th scope="row">{tierName(impact.after.tiers.includes(id) ? draft : today, id)}</th>
                <td class="bar-cell">
                  <div class="bar now" style={{ width: `${(now / most) * 100}%` }} />
                  <div class={`bar rank-${rank}`} style={{ width: `${(then / most) * 100}%` }} />
                </td>
                <td class="number quiet">{write.count(now)}</td>
                <td class="number">{write.count(then)}</td>
                <td class="number quiet">{write.percent(members === 0 ? 0 : then / members)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
