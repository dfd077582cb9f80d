import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

/** 余额及其拒绝原因。 */
export const pointsZhCN: Catalogue = {
  'points.balance.insufficient': (r) => `${r.params.currency} 余额不足，还差 ${r.params.missing}${refusal(r)}`,
  'points.balance.not-yet-usable': (r) => `${r.params.currency} 尚未到可用日期，今日还差 ${r.params.missing}${refusal(r)}`,
}

/** The class a program gives its refusals, for hosts that act on it. */
function refusal(r: Reason): string {
  return r.params.refusal === undefined ? '' : `（${r.params.refusal}）`
}
