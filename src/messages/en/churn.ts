import type { Catalogue } from '../catalogue.js'

export const churnEn: Catalogue = {
  'churn.rhythm.no-gaps': (r) => `none of ${r.params.customers} customers has bought on two days: there is no rhythm yet`,
  'churn.rhythm.few-gaps': (r) => `the rhythm rests on ${r.params.gaps} gaps between purchases (${r.params.needed} or more make it steady)`,
  'churn.rhythm.overdue': (r) =>
    `overdue since ${r.params.on}: ${r.params.silence} days of silence where ${r.params.expected} were to be expected; ${r.params.percentile} % of those who came back had come by now`,
  'churn.rhythm.on-time': (r) =>
    r.params.on === null
      ? `${r.params.silence} days since the last purchase, ${r.params.expected} to be expected`
      : `will be overdue on ${r.params.on}, in ${r.params.days} days: ${r.params.silence} days of silence so far, ${r.params.expected} to be expected`,
  'churn.sign.reached': (r) =>
    `${r.params.level}: ${r.params.indicator} is ${figure(r.actual)}, ${r.params.direction === 'gte' ? 'at least' : 'at most'} ${figure(r.required)}`,
  'churn.level.duplicate': (r) => `${(r.path ?? []).join('.')}: the level “${r.params.level}” is already there`,
  'churn.calibrate.best': (r) => `${r.params.score} ranks best: AUC ${r.params.auc} [${r.params.low}, ${r.params.high}]`,
  'churn.calibrate.one-outcome': (r) => `all ${r.params.customers} customers did the same over this history: no score can rank them`,
  'churn.calibrate.tie': (r) => `a tie with ${r.params.others}: the difference may be chance`,
  'churn.calibrate.miscalibrated': (r) => `${r.params.score} ranks, but its risks are further off than telling everybody the average`,
  'churn.calibrate.no-better-than-chance': (r) => `${r.params.score} ranks no better than chance on this history`,
}

function figure(value: unknown): string {
  return typeof value === 'number' ? String(Math.round(1000 * value) / 1000) : String(value ?? '')
}
