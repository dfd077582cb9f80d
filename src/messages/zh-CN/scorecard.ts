import type { Reason, Scalar } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { tierWord } from './portfolio.js'

export const scorecardZhCN: Catalogue = {
  'scorecard.criterion.duplicate': (r) => `${at(r)}有两个指标都叫“${r.params.id}”`,
  'scorecard.criterion.form': (r) => `${at(r)}每个指标只能有 bands、curve、shares 之一（由 shares 拟合得到的 bands 可以并存）`,
  'scorecard.weight.negative': (r) => `${at(r)}权重不得小于 0`,
  'scorecard.weights.sum': (r) => `${at(r)}权重之和为 ${r.params.sum}，与声明的总和 ${r.params.total} 不符`,
  'scorecard.numbers.too-precise': (r) => `${at(r)}这些数字合起来位数过多，无法精确计算`,
  'scorecard.total.not-positive': (r) => `${at(r)}权重总和必须大于 0`,
  'scorecard.bands.none': (r) => `${at(r)}至少需要一个分档`,
  'scorecard.band.two-edges': (r) => `${at(r)}分档的一侧只能有一个边界，不能同时有 ${r.params.edges}`,
  'scorecard.band.empty': (r) => `${at(r)}没有任何数值落在此分档内`,
  'scorecard.band.overlap': (r) => `${at(r)}与第 ${Number(r.params.with) + 1} 个分档重叠`,
  'scorecard.band.gap': (r) => `${at(r)}没有分档包含${gap(r)}的数值`,
  'scorecard.curve.short': (r) => `${at(r)}曲线至少需要两个点`,
  'scorecard.curve.order': (r) => `${at(r)}曲线各点须按度量值递增排列`,
  'scorecard.share.not-positive': (r) => `${at(r)}占比必须大于 0`,
  'scorecard.shares.short': (r) => `${at(r)}至少需要两个占比`,
  'scorecard.shares.sum': (r) => `${at(r)}占比之和为 ${r.params.sum}，应为 1`,
  'scorecard.margin.negative': (r) => `${at(r)}缓冲幅度不得小于 0`,
  'scorecard.levels.none': (r) => `${at(r)}需要写明级别：可能的得分范围不足以划分通常的三级`,
  'scorecard.level.first': (r) => `${at(r)}最低级别没有起点，请去掉 gte`,
  'scorecard.level.edge': (r) => `${at(r)}最低级别以上的每一级都需要 gte`,
  'scorecard.level.order': (r) => `${at(r)}级别须从低到高排列，起点逐级升高`,
  'scorecard.level.duplicate': (r) => `${at(r)}有两个级别都叫“${r.params.id}”`,
  'scorecard.criterion.scored': (r) =>
    `${name(r)}：${short(r.actual)}，得 ${r.params.points} 分${level(r)}，计入总分 ${r.params.contribution}（权重 ${r.params.weight}）`,
  'scorecard.criterion.missing': (r) => `${name(r)}：没有数值，${policy(r)}`,
  'scorecard.criterion.not-observed': (r) => `${name(r)}：该客户群中未观察到，${policy(r)}`,
  'scorecard.criterion.constant': (r) => `${name(r)}：所有客户相同，无法区分，${policy(r)}`,
  'scorecard.score.unknown': () => '没有得分：已知信息太少',
  'scorecard.level.none': (r) => `得分 ${short(r.actual)}，没有级别：客户群的得分全部相同`,
  'scorecard.level.reached': (r) =>
    `得分 ${short(r.actual)}：级别“${tierWord('level', r.params.level)}”${r.missing === undefined ? '' : `，再得 ${r.missing} 分即达到“${tierWord('level', r.params.next)}”`}`,
  'scorecard.level.held': (r) =>
    `得分 ${short(r.actual)}：保留级别“${tierWord('level', r.params.level)}”（若无缓冲则为“${tierWord('level', r.params.without)}”）`,
  'scorecard.outcome.too-few': (r) => `届时已购买的客户只有 ${r.params.customers} 位，两个时期各需要至少 ${r.params.needed} 位`,
  'scorecard.outcome.one-outcome': (r) => `该时期 ${r.params.customers} 位客户的结果全部相同，无从区分`,
  'scorecard.outcome.nothing-found': (r) => `没有任何指标能说明这 ${r.params.customers} 位客户随后的行为`,
  'scorecard.outcome.better': (r) => `在未参与拟合的时期里，建议的评分卡排序优于${rival(r)}：${gain(r)}`,
  'scorecard.outcome.worse': (r) => `建议的评分卡排序不如${rival(r)}，且并非偶然，请保留原方案。${gain(r)}`,
  'scorecard.outcome.noise': (r) => `与${rival(r)}的差异只是噪声，请保留现有做法。${gain(r)}`,
  'scorecard.outcome.criterion': (r) => `${name(r)}：权重 ${r.params.weight}（总和 100）`,
  'scorecard.outcome.dropped': (r) => `${name(r)}：除其他指标外，没有提供关于结果的新信息`,
}

function rival({ params }: Reason): string {
  return params.against === 'card' ? '您的评分卡' : '不评分'
}

function gain({ params }: Reason): string {
  return `偏差改善 ${params.gain} [${params.low}, ${params.high}]，基尼系数 ${params.gini}，对照 ${params.rival}`
}

function at(reason: Reason): string {
  return reason.path && reason.path.length > 0 ? `${reason.path.join('.')}：` : ''
}

function gap({ params }: Reason): string {
  if (params.below !== undefined) return `低于 ${params.below} `
  if (params.above !== undefined) return `高于 ${params.above} `
  return params.from === params.to ? `等于 ${params.from} ` : ` ${params.from} 与 ${params.to} 之间`
}

function level({ params }: Reason): string {
  return params.level === undefined ? '' : `（${tierWord('level', params.level)}）`
}

function policy({ params }: Reason): string {
  if (params.policy === 'exclude') return '其权重由其余指标按比例分担'
  if (params.policy === 'unknown') return '因此没有得分'
  return params.contribution === undefined ? '按固定分值计' : `按固定分值计入 ${params.contribution}`
}

function name({ params }: Reason): string {
  return tierWord('column', params.criterion)
}

/** Four places are enough to read. */
function short(value: Scalar | undefined): string {
  return typeof value === 'number' ? String(Number(value.toFixed(4))) : String(value ?? '')
}
