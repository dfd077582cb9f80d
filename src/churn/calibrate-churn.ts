/** How good the warnings would have been: by rolling origin on the host's own history, before anybody acts on them. */

import type { FitError } from '../core/errors.js'
import { UsageError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { addLength, type Length } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { splitFacts } from '../facts/split.js'
import type { SummaryTable } from '../facts/summary.js'
import { safeFitRhythm } from './fit-rhythm.js'
import { chooseThreshold, judgeRisk, type RiskJudgement, type WarningCosts, type WarningThreshold } from './judge-risk.js'
import { scoreRhythm } from './score-rhythm.js'

export interface CalibrateChurnOptions {
  /** The end of what is known. */
  readonly asOf: AsOf
  /** Leaving means: no purchase within this time. */
  readonly horizon: Length
  /** How many past days to stand on, each a horizon before the next. Default 3. */
  readonly origins?: number
  /** Other scores to judge beside the rhythm: each gets the table as of an origin and returns the chance of leaving per customer (1 − `pAny` of a model, say). */
  readonly scores?: Readonly<Record<string, (customers: SummaryTable, facts: Facts, asOf: string) => ArrayLike<number>>>
  /** Chooses the threshold by what acting costs. */
  readonly costs?: WarningCosts
}

export interface CalibratedScore extends RiskJudgement {
  readonly id: string
  readonly threshold: WarningThreshold | null
}

export interface ChurnCalibration {
  readonly kind: 'churncalibration'
  readonly format: 1
  readonly horizon: Length
  readonly origins: readonly string[]
  /** Best AUC first. `rhythm` is `scoreRhythm`; `recency` the plain length of silence, turned into shares of the base that left by tenths of silence. */
  readonly scores: readonly CalibratedScore[]
  /** What the figures mean; `churn.calibrate.one-outcome` where all customers did the same, so that no score can rank them and AUC, lift and recall are NaN. */
  readonly why: readonly Reason[]
}

/**
 * At each origin the rhythm is fitted to what was known then; customers who had bought by then are scored, and those without a purchase in the horizon after
 * count as left. Origins are pooled.
 *
 * @throws UsageError `churn.calibrate.origins`; `churn.calibrate.too-young` when the history does not reach back far enough for one origin
 */
export function calibrateChurn(facts: Facts, options: CalibrateChurnOptions): ChurnCalibration {
  const { horizon, origins = 3, scores = {}, costs } = options
  if (!(Number.isInteger(origins) && origins > 0)) throw new UsageError('churn.calibrate.origins', { origins })
  const zone = zoneOf(facts.timeZone, facts.zones)
  const { day: end } = momentOf(options.asOf, zone)
  const risks = new Map<string, number[]>([
    ['rhythm', []],
    ['recency', []],
    ...Object.keys(scores).map((id): [string, number[]] => [id, []]),
  ])
  const left: number[] = []
  const used: string[] = []
  let failed: FitError | undefined
  for (let k = origins; k >= 1; k--) {
    const day = addLength(end, { n: -k * horizon.n, unit: horizon.unit })
    const asOf = formatDate(day)
    const until = formatDate(addLength(end, { n: -(k - 1) * horizon.n, unit: horizon.unit }))
    const { calibration, holdout } = splitFacts(facts, { asOf, until })
    const fitted = safeFitRhythm(facts, { asOf })
    if (!fitted.success) {
      failed = fitted.error
      continue
    }
    used.push(asOf)
    const table = scoreRhythm(fitted.data, calibration, { horizonDays: addLength(day, horizon) - day })
    const own = Object.entries(scores).map(([id, score]) => [id, score(calibration, facts, asOf)] as const)
    const silences = sharesBySilence(facts, day, horizon)
    for (let i = 0; i < calibration.length; i++) {
      if (!(calibration.columns.frequency[i] >= 0)) continue
      left.push(holdout.columns.purchases[i] > 0 ? 0 : 1)
      risks.get('rhythm')?.push(table.columns.risk[i])
      risks.get('recency')?.push(silences(calibration.columns.recencyDays[i]))
      for (const [id, column] of own) risks.get(id)?.push(column[i])
    }
  }
  if (used.length === 0) throw new UsageError('churn.calibrate.too-young', { problem: failed?.reason.code ?? '' })
  const judged = [...risks].map(
    ([id, risk]): CalibratedScore => ({ id, ...judgeRisk(risk, left), threshold: costs ? chooseThreshold(risk, left, costs) : null }),
  )
  judged.sort((a, b) => b.auc - a.auc)
  const [best] = judged
  const why: Reason[] = Number.isNaN(best.auc)
    ? [reason('churn.calibrate.one-outcome', 'warning', { customers: left.length })]
    : verdictOn(best, judged)
  return { kind: 'churncalibration', format: 1, horizon, origins: used, scores: judged, why }
}

function verdictOn(best: CalibratedScore, judged: readonly CalibratedScore[]): Reason[] {
  const why = [
    reason('churn.calibrate.best', 'info', { score: best.id, auc: round(best.auc), low: round(best.aucLow), high: round(best.aucHigh) }),
  ]
  const ties = judged.filter((one) => one !== best && one.aucHigh >= best.aucLow && one.auc >= best.aucLow)
  if (ties.length > 0) why.push(reason('churn.calibrate.tie', 'info', { score: best.id, others: ties.map((one) => one.id).join(', ') }))
  if (best.brier > best.brierOfBase) why.push(reason('churn.calibrate.miscalibrated', 'warning', { score: best.id }))
  if (best.aucLow <= 0.5) why.push(reason('churn.calibrate.no-better-than-chance', 'warning', { score: best.id }))
  return why
}

/** The plain rule: what share of customers with such a silence left, one horizon earlier. */
function sharesBySilence(facts: Facts, day: number, horizon: Length): (silence: number) => number {
  const { calibration, holdout } = splitFacts(facts, {
    asOf: formatDate(addLength(day, { n: -horizon.n, unit: horizon.unit })),
    until: formatDate(day),
  })
  const rows: [number, number][] = []
  for (let i = 0; i < calibration.length; i++)
    if (calibration.columns.frequency[i] >= 0) rows.push([calibration.columns.recencyDays[i], holdout.columns.purchases[i] > 0 ? 0 : 1])
  if (rows.length === 0) return (silence) => 1 - 1 / (1 + silence) // nothing to learn from: longer is worse, and no more is said
  rows.sort((a, b) => a[0] - b[0])
  const all = rows.reduce((sum, [, gone]) => sum + gone, 0) / rows.length
  const bins = Math.max(1, Math.min(10, Math.floor(rows.length / 10)))
  const groups = Array.from({ length: bins }, (_, k) => {
    const part = rows.slice(Math.floor((k * rows.length) / bins), Math.floor(((k + 1) * rows.length) / bins))
    return { to: part[part.length - 1][0], share: (part.reduce((sum, [, gone]) => sum + gone, 0) + all) / (part.length + 1) }
  })
  return (silence) => (groups.find((group) => silence <= group.to) ?? groups[bins - 1]).share
}

function round(value: number): number {
  return Math.round(1000 * value) / 1000
}
