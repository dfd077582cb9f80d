import type { Catalogue } from '../catalogue.js'

export const churnZhCN: Catalogue = {
  'churn.rhythm.no-gaps': (r) => `${r.params.customers} 位客户都没有在两天以上购买过，还看不出购买节奏`,
  'churn.rhythm.few-gaps': (r) => `购买节奏只依据 ${r.params.gaps} 个购买间隔（至少 ${r.params.needed} 个才稳定）`,
  'churn.rhythm.overdue': (r) =>
    `自 ${r.params.on} 起逾期：已沉默 ${r.params.silence} 天，预期间隔 ${r.params.expected} 天；回来的客户中 ${r.params.percentile}% 此时已经回来`,
  'churn.rhythm.on-time': (r) =>
    r.params.on === null
      ? `距上次购买 ${r.params.silence} 天，预期间隔 ${r.params.expected} 天`
      : `将于 ${r.params.on}（${r.params.days} 天后）逾期：目前沉默 ${r.params.silence} 天，预期间隔 ${r.params.expected} 天`,
  'churn.sign.reached': (r) =>
    `${r.params.level}：${r.params.indicator} 为 ${figure(r.actual)}，${r.params.direction === 'gte' ? '不低于' : '不高于'} ${figure(r.required)}`,
  'churn.level.duplicate': (r) => `${(r.path ?? []).join('.')}：等级“${r.params.level}”重复`,
  'churn.calibrate.best': (r) => `${r.params.score} 的排序最好：AUC ${r.params.auc} [${r.params.low}, ${r.params.high}]`,
  'churn.calibrate.one-outcome': (r) => `这段历史中 ${r.params.customers} 位客户的结果全部相同，任何评分都无从排序`,
  'churn.calibrate.tie': (r) => `与 ${r.params.others} 不相上下，差异可能只是偶然`,
  'churn.calibrate.miscalibrated': (r) => `${r.params.score} 能排序，但其风险值还不如对所有人都报平均值准确`,
  'churn.calibrate.no-better-than-chance': (r) => `就这段历史而言，${r.params.score} 的排序不比随机更好`,
}

function figure(value: unknown): string {
  return typeof value === 'number' ? String(Math.round(1000 * value) / 1000) : String(value ?? '')
}
