import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { money } from '../figures.js'

const KINDS: Readonly<Record<string, string>> = {
  earn: '获得',
  award: '奖励',
  opening: '转入',
  adjust: '调整',
  restore: '退还',
  convert: '兑换',
  hold: '冻结',
  release: '解冻',
  cancel: '取消冻结',
  redeem: '使用',
  expire: '过期',
  forfeit: '清零',
  reverse: '收回',
}

/** 等级与余额的证明，以及升级、保级的途径。 */
export const previewZhCN: Catalogue = {
  'preview.tier.held': (r) => `截至 ${r.params.asOf}，等级为${r.params.tier}`,
  'preview.tier.overridden': (r) => `截至 ${r.params.asOf}，等级被指定为${r.params.tier}，其下原有等级为${r.params.below}`,
  'preview.tier.none': (r) => `${r.params.program} 没有等级`,
  'preview.account.outside': (r) => `截至 ${r.params.asOf} 尚未入会，没有等级`,
  'preview.account.closed': (r) => `账户已于 ${r.params.asOf} 关闭`,
  'preview.rung.decided': (r) => `${r.outcome === 'met' ? '拥有' : '未拥有'}等级${r.params.tier}`,
  'preview.rung.base': (r) => `人人都有${r.params.tier}`,
  'preview.status.running': (r) =>
    `${r.outcome === 'met' ? '有效' : '当前未生效'}的资格（${r.params.reason}）：自 ${r.params.from} 起${r.params.until === null ? '，长期' : `至 ${r.params.until}`}`,
  'preview.grace.running': (r) => `宽限期${r.outcome === 'met' ? '' : '已过，原'}至 ${r.params.until}`,
  'preview.tier.way': (r) =>
    `升至${r.params.tier}的第 ${r.params.way}/${r.params.ways} 条途径${r.outcome === 'met' ? '已满足' : r.outcome === 'unmet' ? '未满足' : '尚不可知'}`,
  'preview.way.requires': (r) => `须先为${r.params.tier}，现为${r.params.held}`,
  'preview.way.asked': (r) => `须由“${r.params.event}”提出后评定`,
  'preview.way.dated': (r) => (r.params.on === null ? '尚无评定日期' : `将于 ${r.params.on} 评定`),
  'preview.way.lifetime': (r) => `终身${r.params.tier}：${r.outcome === 'met' ? '已达成' : '尚未达成'}`,
  'preview.way.granted': (r) => `“${r.params.event}”（${r.params.grant}）可授予${r.params.tier}`,
  'preview.way.subscribed': (r) => `开通“${r.params.plan}”可获得${r.params.tier}`,
  'preview.tier.keep': (r) => `${r.params.tier}将于 ${r.params.on} 复核，按今日情况${r.outcome === 'met' ? '可以保级' : '不能保级'}`,

  'preview.balance.held': (r) => `截至 ${r.params.asOf}，余额为 ${r.params.amount} ${r.params.currency}`,
  'preview.balance.lots': (r) => `${r.params.currency} 共 ${r.params.lots} 批，合计 ${r.params.amount}`,
  'preview.balance.lot': (r) => `${r.params.earned} 入账 ${r.params.amount}，${until(r)}`,
  'preview.balance.lot-later': (r) => `${r.params.earned} 入账 ${r.params.amount}，${r.params.usableFrom} 起可用，${until(r)}`,
  'preview.balance.debt': (r) => `欠 ${r.params.amount}，日后所得先行抵扣`,
  'preview.balance.totals': (r) => `历来所得的 ${r.params.currency}，尚余 ${r.params.amount}`,
  'preview.balance.earned': (r) => `累计获得 ${r.params.amount}`,
  'preview.balance.pending': (r) => `减去冻结中的 ${r.params.amount}`,
  'preview.balance.spent': (r) => `减去已使用的 ${r.params.amount}`,
  'preview.balance.expired': (r) => `减去已过期的 ${r.params.amount}`,
  'preview.balance.reversed': (r) => `减去已收回的 ${r.params.amount}`,
  'preview.balance.entries': (r) => `${r.params.currency} 账目 ${r.params.entries} 笔，合计 ${r.params.amount}`,
  'preview.balance.brought': (r) => `${r.params.on} 结转 ${r.params.amount}`,
  'preview.entry.moved': (r) => `${r.params.on}：${kind(r)} ${r.params.amount}（规则 ${r.params.rule}，因 ${r.params.cause}）`,
  'preview.entry.held': (r) => `${r.params.on}：${kind(r)} ${r.params.amount}（规则 ${r.params.rule}，因 ${r.params.cause}），余额不变`,
  'preview.entry.undone': (r) =>
    `${r.params.on}：${kind(r)} ${r.params.amount}（规则 ${r.params.rule}，因 ${r.params.cause}），用以更正 ${r.params.undoes}`,

  'preview.figure.changed': (r) => `${r.params.figure}：由 ${r.params.was} 变为 ${r.params.is}`,

  'preview.goal.reach': (r) => `${by(r)}${spaced(needs(r))}即可升级为${r.params.tier}`,
  'preview.goal.keep': (r) => `${by(r)}${spaced(needs(r))}即可保住${r.params.tier}，否则 ${r.params.on} 起降为${r.params.otherwise}`,
  'preview.goal.secured': (r) =>
    r.params.until === null ? `目前没有使${r.params.tier}失效的因素` : `${r.params.tier}已确保至 ${r.params.until}`,
  'preview.goal.searched': (r) => `达到${r.params.tier}所需的“${r.params.event}”金额由试算得出（其间有费率、取整或上限）`,
  'preview.goal.untried': (r) => `未能找到可一次达到${r.params.tier}的事件组合，可能受限额约束而须分日完成`,
  'preview.goal.spread': (r) => `受限额约束，达到${r.params.tier}须先后发生 ${r.params.events} 次事件，最后一次在 ${r.params.through}`,
  'preview.goal.uncertain': (r) => `上述事件可达到${r.params.tier}，但对最低成本方案的搜索已达试算次数上限，实际所需可能更少`,
  'preview.goal.capped': (r) => `未能找到可达到${r.params.tier}的事件：受限额约束，“${r.params.of}”最多只能达到 ${r.params.most}`,
  'preview.goal.fed': (r) => `达到${r.params.tier}的一种方式：${parts(r).join('，外加')}`,
  'preview.feed.amount': (r) => `“${r.params.event}”金额 ${money(r.params.amount, r.params.currency)}${where(r)}`,
  'preview.feed.number': (r) => `“${r.params.event}”的“${r.params.field}”合计 ${r.params.amount}${where(r)}`,
  'preview.feed.count': (r) => `“${r.params.event}” ${r.params.count} 次${where(r)}`,
  'preview.need.spend': (r) => `再消费 ${money(r.params.amount, r.params.currency)}`,
  'preview.need.amount': (r) => `“${r.params.measure}”再增加 ${money(r.params.amount, r.params.currency)}`,
  'preview.need.orders': (r) => `再下 ${r.params.count} 单`,
  'preview.need.count': (r) => `“${r.params.measure}”再有 ${r.params.count} 次`,
  'preview.need.number': (r) => `“${r.params.measure}”再累计 ${r.params.amount}`,
  'preview.need.points': (r) => `为“${r.params.measure}”再获得 ${r.params.points} 分`,
  'preview.need.balance': (r) => `余额再增加 ${r.params.points} ${r.params.currency}`,
  'preview.need.level': (r) => `使“${r.params.measure}”达到 ${r.params.value}`,
  'preview.need.member': (r) => `由 ${r.params.member} ${parts(r).join('')}`,
  'preview.need.flag': (r) => `取得“${r.params.flag}”`,
  'preview.need.event': (r) => `完成“${r.params.event}”`,
}

function kind(r: Reason): string {
  return KINDS[String(r.params.kind)] ?? String(r.params.kind)
}

function until(r: Reason): string {
  return r.params.until === null ? '长期有效' : `有效期至 ${r.params.until}`
}

function by(r: Reason): string {
  return r.params.by === null ? '' : `${r.params.by} 前`
}

function needs(r: Reason): string {
  const all = parts(r)
  return all.map((part, i) => (i < all.length - 1 ? spaced(part) : part)).join('并') || '无需任何操作'
}

function parts(r: Reason): string[] {
  return (r.children ?? []).map((child) => (previewZhCN[child.code] ?? (() => child.code))(child))
}

function where(r: Reason): string {
  return r.params.where === null ? '' : `（${r.params.where}）`
}

/** A space between figures or Latin letters and the Chinese that follows. */
function spaced(text: string): string {
  return /[0-9A-Za-z]$/.test(text) ? `${text} ` : text
}
