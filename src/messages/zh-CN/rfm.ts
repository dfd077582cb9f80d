import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

export const rfmZhCN: Catalogue = {
  'rfm.measure.reserved': (r) => `${at(r)}“${r.params.measure}”是评分表的列名，请为指标另取名称`,
  'rfm.measure.duplicate': (r) => `${at(r)}指标“${r.params.measure}”重复`,
  'rfm.measure.incomplete': (r) => `${at(r)}指标“${r.params.measure}”不是 r、f、m、l、g、d 之一，请写明 ${r.params.key}`,
  'rfm.measure.cut-points': (r) => `${at(r)}应有 ${r.params.expected} 个分界点（比分值数少一个），实际为 ${r.params.got} 个`,
  'rfm.measure.weightless': () => '所有权重都是 0：请至少为一个指标设置权重',
  'rfm.measure.too-many-cells': (r) => `分值组合有 ${r.params.cells} 种，超过 ${r.params.limit} 种：请减少指标或分值数`,
  'rfm.measure.not-nested': (r) => `${at(r)}只有嵌套分箱的模型才能按组合设置分界点`,
  'rfm.measure.contexts': (r) => `${at(r)}应有 ${r.params.expected} 组分界点，每组比分值数少一个`,
  'rfm.measure.counts': (r) => `${at(r)}应有 ${r.params.expected} 个人数（每个分值一个），实际为 ${r.params.got} 个`,

  'rfm.fit.no-customers': (r) => `没有客户同时具备“${r.params.measure}”和其他指标的值（缺值 ${r.params.unscored} 人），无法拟合`,
  'rfm.fit.few-customers': (r) => `只有 ${r.params.customers} 位客户（至少 ${r.params.needed} 位分界点才稳定）`,
  'rfm.level.vanished': (r) => `“${r.params.measure}”的 ${r.params.scores} 分（共 ${r.params.bins} 分）无人得到：太多客户的值相同`,
  'rfm.value.missing': (r) => `${r.params.measure === undefined ? '某个指标' : `“${r.params.measure}”`}没有值`,
  'rfm.value.unreadable': (r) => `${r.params.measure === undefined ? '某个指标' : `“${r.params.measure}”`}的值不是有限的数字`,
  'rfm.measure.scored': (r) =>
    `${r.params.measure} 得 ${r.params.score} 分（共 ${r.params.bins} 分）：${r.params.column} 为 ${r.params.value}${between(r)}`,
  'rfm.customer.scored': (r) =>
    `组合 ${r.params.cell}，总分 ${r.params.score}${r.params.segment === undefined ? '' : `，${r.params.segment}`}`,
  'rfm.customer.unscored': () => '未评分：有指标没有可用的值',

  'rfm.segments.no-measures': (r) => `${at(r)}请至少写一个指标`,
  'rfm.segments.too-many-cells': (r) => `${at(r)}分值组合有 ${r.params.cells} 种，超过 ${r.params.limit} 种`,
  'rfm.segments.duplicate': (r) => `${at(r)}分群“${r.params.segment}”重复`,
  'rfm.segments.unknown-measure': (r) => `${at(r)}指标“${r.params.measure}”不在 bins 中`,
  'rfm.segments.interval': (r) => `${at(r)}${r.params.from} 到 ${r.params.to} 不是 1 到 ${r.params.bins} 之内的区间`,
  'rfm.segments.overlap': (r) => `${r.params.of} 个组合中有 ${r.params.cells} 个同时符合多个分群，由先后次序决定（${r.params.examples}）`,
  'rfm.segments.uncovered': (r) =>
    `${r.params.of} 个组合中有 ${r.params.cells} 个不符合任何分群（${r.params.examples}）${r.params.rest === null ? '' : `，归入“${r.params.rest}”`}`,
  'rfm.segments.shadowed': (r) => `永远没有人属于“${r.params.segment}”：它的组合都被 ${r.params.by} 先占用（${r.params.examples}）`,
  'rfm.segments.unreachable': (r) =>
    `按此模型没有人会属于“${r.params.segment}”：“${r.params.measure}”没有值能得 ${r.params.from} 到 ${r.params.to} 分`,
  'rfm.segments.pair': (r) => `“${r.params.first}”先占用了“${r.params.second}”也包含的组合（${r.params.examples}）`,

  'rfm.drift.hidden-decline': (r) =>
    `重新拟合会掩盖下滑：按原分界点，${r.params.customers} 位客户中有 ${r.params.lower} 位的“${r.params.measure}”得分更低`,
  'rfm.drift.hidden-growth': (r) =>
    `重新拟合会掩盖增长：按原分界点，${r.params.customers} 位客户中有 ${r.params.higher} 位的“${r.params.measure}”得分更高`,

  'rfm.letter.r': () => '最近一次消费',
  'rfm.letter.f': () => '消费频率',
  'rfm.letter.m': () => '消费金额',
  'rfm.letter.l': () => '关系时长',
  'rfm.letter.g': () => '购买间隔',
  'rfm.letter.d': () => '折扣占比',

  'rfm.segment.champions': () => '冠军客户',
  'rfm.segment.loyal': () => '忠诚客户',
  'rfm.segment.potential-loyal': () => '潜在忠诚客户',
  'rfm.segment.new': () => '新客户',
  'rfm.segment.promising': () => '有潜力客户',
  'rfm.segment.need-attention': () => '需要关注客户',
  'rfm.segment.about-to-sleep': () => '即将沉睡客户',
  'rfm.segment.at-risk': () => '流失风险客户',
  'rfm.segment.cant-lose': () => '不能失去的客户',
  'rfm.segment.hibernating': () => '沉睡客户',
  'rfm.segment.lost': () => '流失客户',
  'rfm.segment.recent': () => '近期客户',
  'rfm.segment.inactive': () => '不活跃客户',
  'rfm.segment.important-value': () => '重要价值客户',
  'rfm.segment.important-develop': () => '重要发展客户',
  'rfm.segment.important-keep': () => '重要保持客户',
  'rfm.segment.important-win-back': () => '重要挽留客户',
  'rfm.segment.ordinary-value': () => '一般价值客户',
  'rfm.segment.ordinary-develop': () => '一般发展客户',
  'rfm.segment.ordinary-keep': () => '一般保持客户',
  'rfm.segment.ordinary-win-back': () => '一般挽留客户',
  'rfm.segment.others': () => '其他',
}

function between({ params: { from, to, onCut } }: Reason): string {
  const [above, upTo] = onCut === 'above' ? ['不低于', '低于'] : ['高于', '不高于']
  const bounds = [...(from === null ? [] : [`${above} ${from}`]), ...(to === null ? [] : [`${upTo} ${to}`])]
  return `（${bounds.join('，')}）`
}

function at(reason: Reason): string {
  return reason.path && reason.path.length > 0 ? `${reason.path.join('.')}：` : ''
}
