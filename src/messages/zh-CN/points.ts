import type { Catalogue } from '../catalogue.js'

/** 余额及其拒绝原因。 */
export const pointsZhCN: Catalogue = {
  'points.balance.insufficient': (r) => `${r.params.currency} 余额不足，还差 ${r.params.missing}`,
  'points.balance.not-yet-usable': (r) => `${r.params.currency} 尚未到可用日期，今日还差 ${r.params.missing}`,
}
