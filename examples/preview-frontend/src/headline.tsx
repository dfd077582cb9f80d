/** The four numbers one looks at first. */

import type { ThresholdImpact } from 'tierwise/portfolio'
import type { Words, Writers } from './words'

export function Headline({ impact, w, write }: { readonly impact: ThresholdImpact; readonly w: Words; readonly write: Writers }) {
  const { moves, unchanged, cost } = impact
  const down = moves.down + moves.changed
  const change = write.change(Number(cost.benefits))
  return (
    <section class="headline" aria-live="polite" aria-atomic="true">
      <p class="unseen">{moves.up + down === 0 ? w.noChange : w.summary(write.count(moves.up), write.count(down), change)}</p>
      <div class="figures" aria-hidden="true">
        <div class="up">
          <strong>▲ {write.count(moves.up)}</strong>
          <span>{w.up}</span>
        </div>
        <div class="down">
          <strong>▼ {write.count(down)}</strong>
          <span>{w.down}</span>
        </div>
        <div>
          <strong>{write.count(unchanged)}</strong>
          <span>{w.same}</span>
        </div>
        <div>
          <strong>{change}</strong>
          <span>{w.cost}</span>
        </div>
      </div>
    </section>
  )
}
