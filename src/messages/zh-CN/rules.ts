import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

const SIGNS: Readonly<Record<string, string>> = { gte: '≥', gt: '>', lte: '≤', lt: '<', eq: '为', in: '属于', exists: '是否已知：' }

/** 条件及其证明。 */
export const rulesZhCN: Catalogue = {
  'rules.group.all': (r) => `须全部满足：${r.params.of} 项中满足 ${r.params.met} 项`,
  'rules.group.any': (r) => `满足任一即可：${r.params.of} 项中满足 ${r.params.met} 项`,
  'rules.group.at-least': (r) => `至少满足 ${r.params.needed} 项：${r.params.of} 项中满足 ${r.params.met} 项`,
  'rules.group.not': (r) => (r.outcome === 'met' ? '以下条件不成立，符合要求' : '以下条件成立，但不应成立'),
  'rules.flag.set': (r) => (r.actual === true ? `已具备“${r.params.flag}”` : `尚不具备“${r.params.flag}”`),
  'rules.tier.held': (r) => `等级为 ${r.params.tiers}${r.params.mode === 'atLeast' ? ' 或以上' : ''}：${r.outcome === 'met' ? '是' : '否'}`,
  'rules.measure.compared': (r) => `${span(r)}${r.params.window ? '上一周期的 ' : ''}${r.params.name ?? r.params.measure}${compared(r)}`,
  'rules.balance.compared': (r) => `${r.params.name ?? r.params.balance} 余额${compared(r)}`,
  'rules.field.compared': (r) => `事件字段 ${r.params.field}${compared(r)}`,
  'rules.member.compared': (r) => `会员信息 ${r.params.member}${compared(r)}`,
  'rules.calendar.compared': (r) => `日历项 ${r.params.calendar}${compared(r)}`,
  'rules.value.compared': (r) => `计算值${compared(r)}`,
  'rules.share.compared': (r) => `${r.params.of} 在 ${r.params.in}（${r.params.whole}）中的部分${compared(r)}`,
  'rules.condition.never': (r) => `${at(r)}该条件永远不可能成立`,
  'rules.alternative.shadowed': (r) => `${at(r)}该备选条件不起作用：第 ${Number(r.params.by) + 1} 个备选条件已涵盖它`,
  'rules.part.redundant': (r) => `${at(r)}该部分不起作用：其余部分已包含此要求`,
}

function compared(r: Reason): string {
  const is = r.actual === undefined ? ' 未知' : ` 为 ${r.actual}`
  const missing = r.missing === undefined ? '' : `，还差 ${r.missing}`
  return `${is}（要求 ${SIGNS[String(r.params.operator)] ?? r.params.operator} ${r.required ?? ''}${missing}）`
}

function span(r: Reason): string {
  if (r.window === undefined) return ''
  const { from, to } = r.window
  return from === null ? `截至 ${to ?? '今日'} ` : `${from} 至 ${to ?? '今日'} `
}

function at(r: Reason): string {
  return r.path && r.path.length > 0 ? `${r.path.join('.')}：` : ''
}
