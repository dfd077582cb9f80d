import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

export const satisfactionZhCN: Catalogue = {
  'satisfaction.score.scored': () => '答卷数量足以评分',
  'satisfaction.score.too-few': () => '答卷太少，只能以区间为准',
  'satisfaction.score.no-spread': () => '所有答卷分数相同，无法估计误差',
  'satisfaction.score.none': () => '尚无答卷',
  'satisfaction.answer.off-scale': (r) => `${answers(r)}超出 ${r.params.lowest} 至 ${r.params.highest} 的范围（未计入${first(r)}）`,
  'satisfaction.answer.not-whole': (r) => `${answers(r)}不是整数分（未计入${first(r)}）`,
  'satisfaction.answer.unreadable': (r) => `${answers(r)}没有分数（未计入${first(r)}）`,
  'satisfaction.feedback.scored': () => '客户数量足以计算投诉率',
  'satisfaction.feedback.mostly-open': () => '待答复的反馈多于已答复的：答复时长看起来比实际更短',
  'satisfaction.feedback.too-few': () => '客户太少，无法计算投诉率',
  'satisfaction.feedback.none': () => '没有客户购买或投诉',
  'satisfaction.time.unreadable': (r) => `${r.params.count} 处“${r.params.attribute}”不是有效时间（视为未完成${first(r)}）`,
  'satisfaction.time.before-opened': (r) => `${r.params.count} 处“${r.params.attribute}”早于反馈本身（视为未完成${first(r)}）`,
}

function answers({ params }: Reason): string {
  return `${params.count} 份 ${params.survey} 答卷`
}

function first({ params }: Reason): string {
  return params.first === null ? '' : `；首例为 ${params.first}`
}
