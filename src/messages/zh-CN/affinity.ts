import type { Reason, Scalar } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { figure, percent } from '../figures.js'

/** 偏好、下次选择与推荐。 */
export const affinityZhCN: Catalogue = {
  'affinity.choices.none': (r) => `没有任何购买记录包含${dimension(r)}：无从学习`,
  'affinity.values.single': (r) => `所有人购买的${dimension(r)}都相同（${value(r)}）：谈不上偏好`,
  'affinity.strength.too-few': (r) => `可供学习的重复选择只有 ${r.params.choices} 次（需要 ${r.params.required} 次才能判断客户之间的差异）`,
  'affinity.transitions.too-few': (r) => `前后相继的购买只有 ${r.params.transitions} 次（需要 ${r.params.required} 次）`,
  'affinity.preference.found': (r) =>
    `偏好${value(r)}：占选择的 ${percent(r.params.share)}，为整体的 ${times(r.params.lift)}，依据${evidence(r)}`,
  'affinity.preference.unclear': (r) =>
    `偏好不明显：首选${value(r)}，占 ${percent(r.params.share)}，为整体的 ${times(r.params.lift)}，依据${evidence(r)}`,
  'affinity.preference.too-few': (r) => `依据不足：只有${evidence(r)}，需要 ${figure(r.params.minEvidence)} 次`,
  'affinity.preference.none': (r) => `尚无${dimension(r)}方面的选择`,
  'affinity.preference.share': (r) => `${value(r)}：${percent(r.params.share)}，为整体的 ${times(r.params.lift)}，依据${evidence(r)}`,
  'affinity.next.predicted': () => '依据最近一次及此前的购买',
  'affinity.next.too-few': () => '由此继续购买的客户很少：主要依据整体情况和客户自身习惯',
  'affinity.next.none': () => '尚未购买：按整体的购买情况推断',
  'affinity.baskets.too-large': (r) => `${r.params.baskets} 个超过 ${r.params.maxBasket} 件商品的购物篮未计入商品组合`,
  'affinity.pairs.none': (r) => `没有哪两件商品的关联超出偶然（${r.params.items} 件商品达到所需的 ${r.params.minCustomers} 位客户）`,
  'affinity.recommendation.bought-with': (r) => `${r.params.item}：常与${r.params.because}一起购买——${tie(r)}`,
  'affinity.recommendation.bought-next': (r) => `${r.params.item}：购买${r.params.because}之后常会购买——${tie(r)}`,
  'affinity.recommendation.bought-again': (r) => `${r.params.item}：常会再次购买——${tie(r)}`,
  'affinity.recommendation.viewed': (r) => `${r.params.item}：常与浏览过的${r.params.because}一起购买——${tie(r)}`,
  'affinity.recommendation.popular': (r) => `${r.params.item}：热销，出现在 ${percent(r.params.support)} 的购物篮中`,
  'affinity.recommendation.none': (r) => (r.params.known === 0 ? '暂无推荐：这些商品都不在模型中' : '暂无推荐：没有商品与之关联超出偶然'),
}

function tie({ params }: Reason): string {
  return `概率 ${percent(params.confidence)}，为平时的 ${times(params.lift)}（${params.both} 次，${params.customers} 位客户）`
}

function times(lift: Scalar | undefined): string {
  return `${figure(lift)} 倍`
}

function evidence({ params }: Reason): string {
  return `相当于 ${figure(params.evidence)} 次购买`
}

const WORDS: Readonly<Record<string, string>> = { category: '品类', product: '商品', channel: '渠道', weekday: '星期', hour: '时段' }

function dimension({ params }: Reason): string {
  const of = String(params.of)
  return Object.hasOwn(WORDS, of) ? WORDS[of] : `“${of}”`
}

function value({ params }: Reason): string {
  if (params.of === 'weekday') return `周${'一二三四五六日'[Number(params.value) - 1] ?? params.value}`
  if (params.of === 'hour') return `${params.value} 点至 ${Number(params.value) + 1} 点`
  return String(params.value)
}
