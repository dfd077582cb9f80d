import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { problemZhCN } from './problem.js'

/** 余额及其拒绝原因。 */
export const pointsZhCN: Catalogue = {
  'points.amount.not-positive': (r) => `${r.params.amount} 必须大于 0`,
  'points.amount.places': (r) => `${r.params.amount} 的小数位数超过 ${r.params.currency} 保留的 ${r.params.scale} 位`,
  'points.balance.corrected': (r) => `因变动 ${r.params.cause}，${r.params.currency} 余额由 ${r.params.was} 更正为 ${r.params.is}`,
  'points.balance.insufficient': (r) => `${r.params.currency} 余额不足，还差 ${r.params.missing}${refusal(r)}`,
  'points.balance.not-yet-usable': (r) => `${r.params.currency} 尚未到可用日期，今日还差 ${r.params.missing}${refusal(r)}`,
  'points.conversion.circular': (r) => `兑换规则 ${r.params.conversion} 又换回了同一种积分`,
  'points.conversion.too-little': (r) => `余额不足以按 ${r.params.conversion} 兑换，至少需要 ${r.params.step}`,
  'points.conversion.twice': (r) => `有两条兑换规则都叫 ${r.params.conversion}`,
  'points.conversion.unknown': (r) => `没有名为 ${r.params.conversion} 的 ${r.params.currency} 兑换规则`,
  'points.currency.not-redeemable': (r) => `${r.params.currency} 仅用于累计，不能使用`,
  'points.currency.unknown': (r) => `没有名为 ${r.params.currency} 的积分`,
  'points.hold.none': (r) => `变动 ${r.params.of} 已无冻结积分`,
  'points.lot.over': (r) => `这些积分在 ${r.params.until} 已经到期`,
  'points.move.already-reversed': (r) => `变动 ${r.params.of} 已经全部撤销`,
  'points.move.applied': (r) => `变动 ${r.params.move} 已入账`,
  'points.move.conflict': (r) => `变动 ${r.params.move} 已存在但内容不同，未作任何更改`,
  'points.move.duplicate': (r) => `变动 ${r.params.move} 此前已入账，未作任何更改`,
  'points.move.invalid': (r) => `${r.params.move ? `变动 ${r.params.move} ` : '无 id 的变动'}未被接受：${problemZhCN(r)}`,
  'points.move.needs-history': (r) => `变动 ${r.params.move} 早于保留的记录，请从 ${r.params.at} 起重放历史`,
  'points.move.not-reversible': (r) => `变动 ${r.params.of} 的类型为 ${r.params.type}，不能撤销，请另记一笔变动`,
  'points.move.nowhere': (r) => `历史中没有变动 ${r.params.of}${refusal(r)}`,
  'points.move.unknown': (r) => `此处没有变动 ${r.params.of} 的记录，可能早于保留的范围`,
  'points.outcome.corrected': (r) => `因变动 ${r.params.cause}，变动 ${r.params.move} 的结果由 ${r.params.was} 更正为 ${r.params.is}`,
  'points.reversal.part': (r) => `变动 ${r.params.of} 不能撤销这么多，只剩 ${r.params.left}`,
}

/** The class a program gives its refusals, for hosts that act on it. */
function refusal(r: Reason): string {
  return r.params.refusal === undefined ? '' : `（${r.params.refusal}）`
}
