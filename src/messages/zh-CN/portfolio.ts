import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { figure, percent } from '../figures.js'

const say =
  (text: string): ((reason: Reason) => string) =>
  () =>
    text

/** 客户分层管理表的表头与用语，以及配方中可能的错误。 */
export const portfolioZhCN: Catalogue = {
  'portfolio.column.customer-id': say('客户编号'),
  'portfolio.column.name': say('客户姓名'),
  'portfolio.column.status': say('客户状态'),
  'portfolio.column.tier': say('客户层级'),
  'portfolio.column.code': say('备注'),
  'portfolio.column.amount-minor': (r) => `购买金额${inCurrency(r)}`,
  'portfolio.column.amount': say('购买金额'),
  'portfolio.column.frequency': say('购买频率'),
  'portfolio.column.cycle-days': say('购买周期（天）'),
  'portfolio.column.cycle': say('购买周期'),
  'portfolio.column.product-preference': say('产品偏好'),
  'portfolio.column.service-need': say('服务需求'),
  'portfolio.column.personalization-need': say('个性化需求'),
  'portfolio.column.purchase-behavior': say('购买行为'),
  'portfolio.column.interaction-behavior': say('互动行为'),
  'portfolio.column.loyalty-behavior': say('忠诚度行为'),
  'portfolio.column.segment': say('客户细分'),
  'portfolio.column.score': say('得分'),
  'portfolio.column.coverage': say('已知比例'),
  'portfolio.column.contribution': (r) => (r.params.criterion === undefined ? '贡献' : `${r.params.criterion}得分`),
  'portfolio.column.level': (r) => `${r.params.criterion}等级`,
  'portfolio.column.value': (r) => `${r.params.criterion}数值`,
  'portfolio.column.tier-before': say('原层级'),
  'portfolio.column.move': say('层级变化'),
  'portfolio.column.score-change': say('得分变化'),
  'portfolio.column.moved-by': say('变化原因'),
  'portfolio.column.recency-days': say('距上次购买天数'),
  'portfolio.column.tenure-days': say('距首次购买天数'),
  'portfolio.column.gap-deviation-days': say('购买间隔标准差（天）'),
  'portfolio.column.repeat-days': say('复购天数'),
  'portfolio.column.refunded': say('退款金额'),
  'portfolio.column.rfm-score': say('RFM 得分'),
  'portfolio.column.customers': say('客户数'),
  'portfolio.column.customer-share': say('客户占比'),
  'portfolio.column.revenue-minor': (r) => `销售额${inCurrency(r)}`,
  'portfolio.column.revenue-share': say('销售额占比'),
  'portfolio.column.median-minor': (r) => `中位数${inCurrency(r)}`,
  'portfolio.level.low': say('低'),
  'portfolio.level.medium': say('中'),
  'portfolio.level.high': say('高'),
  'portfolio.level.not-observed': say('未观察到'),
  'portfolio.level.unranked': say('未分层'),
  'portfolio.level.prospect': say('潜在客户'),
  'portfolio.status.customer': say('客户'),
  'portfolio.status.prospect': say('潜在客户'),
  'portfolio.move.new': say('新增'),
  'portfolio.move.up': say('上升'),
  'portfolio.move.down': say('下降'),
  'portfolio.move.same': say('不变'),
  'portfolio.move.ranked': say('新获分层'),
  'portfolio.move.unranked': say('不再分层'),
  'portfolio.change.level': (r) => `${r.params.criterion} ${r.params.from}→${r.params.to}`,
  'portfolio.part.repeat': say('复购占比'),
  'portfolio.part.referrals': say('推荐'),
  'portfolio.part.program': say('会员活动'),
  'portfolio.part.payment': say('支付方式'),
  'portfolio.part.time-of-day': say('下单时段'),
  'portfolio.part.full-price': say('折扣'),
  'portfolio.part.regularity': say('规律性'),
  'portfolio.part.concentration': say('所购产品'),
  'portfolio.part.wishes': say('心愿'),
  'portfolio.part.contacts': say('服务联系'),
  'portfolio.part.interactions': say('互动'),
  'portfolio.part.purchases': say('所购品类'),
  'portfolio.customer.prospect': say('尚未购买'),
  'portfolio.tier.unknown': say('已知信息太少，无法分层'),
  'portfolio.criterion.not-observed': (r) => `${name(r)}：该客户群中未观察到，对任何客户都不计分`,
  'portfolio.criterion.constant': (r) => `${name(r)}：所有客户相同，无法区分`,
  'portfolio.part.not-observed': (r) => `${name(r)}：该客户群中没有“${part(r)}”，不计入`,
  'portfolio.column.unknown': (r) => `${at(r)}没有名为“${r.params.column}”的列`,
  'portfolio.measure.unknown': (r) => `${at(r)}没有名为“${r.params.measure}”的度量`,
  'portfolio.measure.taken': (r) => `${at(r)}“${r.params.measure}”已是某个度量或列的名称`,
  'portfolio.impact.up': (r) => `${who(r)} 将从 ${r.params.from ?? '无等级'}升至 ${r.params.to}`,
  'portfolio.impact.down': (r) => `${who(r)} 将从 ${r.params.from} 降至 ${r.params.to ?? '无等级'}`,
  'portfolio.impact.changed': (r) => `${who(r)} 将从 ${r.params.from ?? '无等级'} 变为 ${r.params.to ?? '无等级'}（两套等级无法比较高低）`,
  'portfolio.impact.sooner': (r) =>
    `${who(r)} 的 ${r.params.tier} 将提前到 ${r.params.after} 到期（原为 ${r.params.before ?? '长期有效'}）`,
  'portfolio.impact.later': (r) => `${who(r)} 的 ${r.params.tier} 将延至 ${r.params.after ?? '长期有效'}（原为 ${r.params.before}）`,
  'portfolio.impact.same': (r) => `${who(r)} 仍为 ${r.params.tier}`,
  'portfolio.impact.now': (r) => `按现行规则（${r.params.definition}）`,
  'portfolio.impact.then': (r) => `按新规则（${r.params.definition}）`,
  'portfolio.impact.points': (r) => `${r.params.member} 的 ${r.params.currency} 将为 ${r.params.after}（原为 ${r.params.before}）`,
  'portfolio.impact.needs-history': (r) => `${r.params.path} 取决于新规则生效之前的记录，只有完整历史才能回答`,
  'portfolio.impact.state-later': (r) => `${who(r)} 的存档时点为 ${r.params.state}，晚于所问日期`,
  'portfolio.impact.other-definition': (r) =>
    `${who(r)} 的存档出自另一版规则（${r.params.state}），与现行规则（${r.params.definition}）不符`,
  'portfolio.impact.plan-missing': (r) => `${who(r)} 已付费的方案 ${r.params.plan} 在新规则中不存在`,
  'portfolio.metric.told': () => '可用',
  'portfolio.metric.too-few': () => '客户太少，仅供参考',
  'portfolio.metric.none': () => '没有可统计的客户',
  'portfolio.risk.told': () => '可用',
  'portfolio.risk.too-few': () => '客户太少，不给区间',
  'portfolio.risk.none': () => '没有价值与概率都已知的客户',
  'portfolio.allocation.best': (r) => `已用 ${r.params.spent}（共 ${r.params.budget}），价值 ${figure(r.params.value, 3)}；没有更好的方案`,
  'portfolio.allocation.near-best': (r) =>
    `已用 ${r.params.spent}（共 ${r.params.budget}），价值 ${figure(r.params.value, 3)}；任何方案不超过 ${figure(r.params.bound, 3)}`,
  'portfolio.allocation.floor-unreached': (r) => `${r.params.group} 至少应得 ${r.params.floor}，但其可选项只能用到 ${r.params.spent}`,
  'portfolio.allocation.short': (r) => `预算每增加一个单位，约可带来 ${figure(r.params.shadowPrice, 3)}`,
  'portfolio.effect.found': (r) =>
    `效果为 ${figure(r.params.effect, 3)}，${percent(r.params.confidence)} 区间为 ${figure(r.params.low, 3)} 至 ${figure(r.params.high, 3)}`,
  'portfolio.effect.unclear': (r) =>
    `无法与偶然区分：${figure(r.params.effect, 3)}，${percent(r.params.confidence)} 区间为 ${figure(r.params.low, 3)} 至 ${figure(r.params.high, 3)}${r.params.detectable === null ? '' : `；这样的人数可以发现 ${figure(r.params.detectable, 3)} 的效果`}`,
  'portfolio.effect.too-few': (r) =>
    `客户太少，无法判断（受干预 ${r.params.treated} 人${r.params.comparison === null ? '' : `，对照 ${r.params.comparison} 人`}；每组至少 ${r.params.minimum} 人）`,
  'portfolio.effect.no-comparison': (r) =>
    `从 ${figure(r.params.before, 3)} 到 ${figure(r.params.after, 3)}，没有对照组：其间的其他变化也在其中，因此不声称有效果`,
}

function who({ params }: Reason): string {
  return params.member === null ? '该客户' : String(params.member)
}

function name({ params }: Reason): string {
  return tierWord('column', params.criterion)
}

function part({ params }: Reason): string {
  return tierWord('part', params.part)
}

/** 客户分层管理表的用语：指标、等级、指标的组成部分。自定义的名称保持原样。 */
export function tierWord(noun: 'column' | 'level' | 'part', id: unknown): string {
  const code = `portfolio.${noun}.${String(id).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  return Object.hasOwn(portfolioZhCN, code) ? portfolioZhCN[code]({ code, outcome: 'info', params: {} }) : String(id)
}

function inCurrency({ params }: Reason): string {
  return params.currency ? `（${params.currency}）` : ''
}

function at(reason: Reason): string {
  return reason.path && reason.path.length > 0 ? `${reason.path.join('.')}：` : ''
}
