import type { Scalar } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { type Gaps, gappedCatalogue } from '../gaps.js'

const UNITS: Readonly<Record<string, string>> = {
  day: '天',
  week: '周',
  month: '个月',
  quarter: '个季度',
  halfYear: '个半年',
  year: '年',
  workday: '个工作日',
}
const PERIODS: Readonly<Record<string, string>> = {
  day: '日',
  week: '周',
  month: '月',
  quarter: '季度',
  halfYear: '半年',
  year: '年',
}
const ROUNDINGS: Readonly<Record<string, string>> = {
  down: '舍去尾数（向零取整）',
  up: '进位（远离零取整）',
  floor: '向下取整',
  ceiling: '向上取整',
  halfUp: '四舍五入',
  halfDown: '五舍六入',
  halfEven: '四舍六入五成双',
}
const CALENDAR: Readonly<Record<string, string>> = {
  date: '当天日期',
  year: '当天所在年份',
  quarter: '当天所在季度',
  month: '当天所在月份',
  day: '当天是几号',
  weekday: '当天是周几（周一为 1）',
  monthOfQuarter: '当天是季度内第几个月',
  hour: '当时是几点',
}
const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']
const MOVES: Readonly<Record<string, string>> = { rise: '升级', renew: '续级', fall: '降级' }
const STEPS: Readonly<Record<string, string>> = { earn: '计算积分', count: '计入各项统计', award: '发放奖励', tier: '评定等级' }

/** Words that programs use everywhere; what is not here is shown as the program writes it. */
const WORDS: Readonly<Record<string, string>> = {
  amount: '金额',
  points: '积分',
  miles: '里程',
  stars: '星星',
  beans: '豆',
  coins: '金币',
  nights: '房晚数',
  stays: '入住次数',
  night: '晚',
  star: '颗星',
  spend: '消费额',
  visits: '到店次数',
  orders: '订单数',
  segments: '航段数',
  basePoints: '基础积分',
  purchase: '消费',
  order: '下单',
  redeem: '兑换',
  redeemed: '兑换数量',
  refund: '退款',
  return: '退货',
  cancel: '取消',
  enroll: '入会',
  enrollment: '入会',
  subscription: '订阅生效',
  opening: '期初导入',
  stay: '入住',
  flight: '飞行',
  subscribe: '订阅',
  renew: '续订',
  charge: '扣款',
  invite: '邀请',
  review: '评价',
  referral: '推荐',
  payment: '支付方式',
  category: '品类',
  channel: '渠道',
  currency: '币种',
  type: '类型',
  product: '产品',
  brand: '品牌',
  reward: '奖品',
  lines: '明细行',
  items: '商品',
  quantity: '数量',
  qty: '数量',
  count: '次数',
  tier: '等级',
  plan: '方案',
  customerId: '会员编号',
  birthday: '生日',
  birthMonth: '生日月',
  birthDate: '出生日期',
  monthly: '按月',
  annual: '按年',
  trial: '试用',
  it: '该项',
  net: '净额',
  score: '评分',
  cashback: '返现',
  vouchers: '优惠券',
  member: '会员',
  base: '基础',
  silver: '银卡',
  gold: '金卡',
  platinum: '白金卡',
  diamond: '钻石卡',
}

/** 规则的含义：短语、条款与标题。 */
export const termsZhCN: Catalogue = gappedCatalogue(
  {
    word: (_, p) => (p.name === undefined ? word(String(p.id)) : String(p.name)),

    'value-number': (_, p) => String(p.number),
    'value-name': (g) => g.one('name'),
    'value-else': (g) => `${g.one('value')}（未提供时为${g.one('else')}）`,
    measure: (g) => g.one('name'),
    'measure-closed': (g) => `上一个已结束周期的${g.one('name')}`,
    'tier-name': (_, p) => (p.name === undefined ? word(String(p.id)) : String(p.name)),
    'value-balance': (g) => `${g.one('currency')}余额`,
    'value-member': (g) => `会员的${g.one('name')}`,
    'value-calendar': (_, p) => CALENDAR[String(p.part)],
    'weekday-of-day': () => '当天',
    weekday: (_, p) => WEEKDAYS[Number(p.n) - 1],
    month: (_, p) => `${p.n} 月`,
    'value-years-since': (g) => `自${g.one('date')}起的整年数`,
    'value-earned': (_, p) => `规则${rules(p.rules)}所给的数量`,
    'value-plus': (g) => g.many('of').map(inner).join('加'),
    'value-minus': (g) => g.many('of').map(inner).join('减'),
    'value-times': (g) => g.many('of').map(inner).join('乘以'),
    'value-over': (g) => g.many('of').map(inner).join('除以'),
    'value-min': (g) => `${list(g.many('of'))}中最小的`,
    'value-max': (g) => `${list(g.many('of'))}中最大的`,
    'value-round': (g, p) => `${inner(g.one('of'))}${g.has('to') ? `按 ${g.one('to')} 的倍数` : ''}${ROUNDINGS[String(p.mode)]}`,
    'value-if': (g) => `若${g.one('condition')}则为${g.one('result')}${g.has('else') ? `，否则为${g.one('else')}` : ''}`,
    'value-by-tier': (g) => `按等级而定（${table(g)}）`,
    'value-by-earned': (g) => `按各项统计所达等级而定（${table(g)}）`,
    'value-table': (g) => `按${g.one('by')}而定（${table(g)}）`,
    'rate-by-tier': (g) => table(g),
    row: (g) => `${list(g.many('keys'))}为${g.one('value')}`,
    'value-sum': (g) => `${g.one('list')}${g.has('where') ? `中${g.one('where')}的部分` : ''}${g.has('of') ? `的${g.one('of')}` : ''}合计`,
    step: (g) => `${g.one('from')}起为${g.one('rate')}`,
    'value-ladder-whole': (g) => `${g.one('of')}全额按所达档位的费率计（${g.many('steps').join('，')}）`,
    'value-ladder-slices': (g) => `${g.one('of')}分段按各档费率计（${g.many('steps').join('，')}）`,

    all: (g) => list(g.many('of'), '且'),
    any: (g) => list(g.many('of'), '或'),
    bracketed: (g) => `（${g.one('of')}）`,
    'at-least': (g, p) => `以下 ${p.m} 项中至少满足 ${p.n} 项：${g.many('of').join('；')}`,
    not: (g) => `并非（${g.one('of')}）`,
    flag: (g) => `具备“${g.one('name')}”`,
    'flag-not': (g) => `不具备“${g.one('name')}”`,
    tier: (g) => `等级为${list(g.many('tiers'), '或')}`,
    'tier-not': (g) => `等级不是${list(g.many('tiers'), '或')}`,
    'tier-up': (g) => `等级为${g.one('tier')}或以上`,
    'tier-not-up': (g) => `等级低于${g.one('tier')}`,
    share: (g) => `${g.one('of')}占${g.one('in')}的比例`,
    'is-gte': (g) => compared(g, '不少于', '不早于'),
    'is-gt': (g) => compared(g, '超过', '晚于'),
    'is-lte': (g) => compared(g, '不超过', '不晚于'),
    'is-lt': (g) => compared(g, '少于', '早于'),
    'is-eq': (g) => `${g.one('subject')}为${g.one('bound')}`,
    'is-in': (g) => `${g.one('subject')}为${list(g.many('bounds'), '或')}`,
    'is-not-gte': (g) => `${g.one('subject')}未达${g.one('bound')}`,
    'is-not-gt': (g) => `${g.one('subject')}没有超过${g.one('bound')}`,
    'is-not-lte': (g) => `${g.one('subject')}并非不超过${g.one('bound')}`,
    'is-not-lt': (g) => `${g.one('subject')}并非少于${g.one('bound')}`,
    'is-not-eq': (g) => `${g.one('subject')}不为${g.one('bound')}`,
    'is-not-in': (g) => `${g.one('subject')}不是${list(g.many('bounds'), '或')}`,
    'is-yes': (g) => `${g.one('subject')}为“是”`,
    'is-no': (g) => `${g.one('subject')}不为“是”`,
    'is-given': (g) => `提供了${g.one('subject')}`,
    'is-absent': (g) => `未提供${g.one('subject')}`,

    length: (_, p) => length(p.n, p.unit),
    'length-value': (g, p) => `${g.one('n')}（单位：${UNITS[String(p.unit)].replace(/^个/, '')}）`,
    'window-lifetime': () => '入会以来',
    'window-fixed': (_, p) => fixedWindow(p),
    'window-rolling': (_, p) => `最近 ${length(p.n, p.unit)}内${p.first === 'sameDate' ? '（含起始同日）' : ''}${shifted(p)}`,
    'window-whole': (_, p) => `最近 ${p.n} 个完整的${PERIODS[String(p.unit)]}内${shifted(p)}`,
    'window-anchored': (g, p) => `自${g.one('to')}起算、每 ${length(p.n, p.unit)}为一期的当期内${shifted(p)}`,
    'periods-fixed': (_, p) => {
      const starts = startOf(p)
      const isNatural = starts === '' && (p.unit === 'week' || p.unit === 'month' || p.unit === 'year')
      return `${p.unit === 'day' ? '天' : `${isNatural ? '自然' : ''}${PERIODS[String(p.unit)]}`}数${starts}`
    },
    'periods-anchored': (g) => `期数（自${g.one('to')}起每 ${g.one('length')}为一期）`,
    'end-never': () => '长期有效',
    'end-term': () => '至等级期限届满',
    'end-window': (g, p) => {
      const window = g.one('window').replace(/内$/, '')
      return p.ahead === 0 ? `至${window}结束` : p.ahead === 1 ? `至下一个${window}结束` : `至之后第 ${p.ahead} 个${window}结束`
    },
    'end-through': (g, p) => `${g.one('end')}，并顺延至其后的 ${monthDay(p.month, p.day)}`,
    'end-day-before': (g) => `为期 ${g.one('length')}`,
    'end-same-date': (g) => `为期 ${g.one('length')}（含到期同日）`,
    'end-aligned': (g, p) =>
      `至满 ${g.one('length')}所在${{ weekEnd: '周', monthEnd: '月', quarterEnd: '季度', halfYearEnd: '半年', yearEnd: '年' }[String(p.align)]}的最后一天`,
    'end-date': (_, p) => `至 ${p.date}（含当日）`,
    'end-date-field': (g) => `至${g.one('field')}所载日期（含当日）`,
    'end-while': (g) => (g.has('until') ? `${g.one('until')}，且仅在${g.one('condition')}期间有效` : `在${g.one('condition')}期间一直有效`),
    'end-choice': (g) => g.many('of').join('；'),
    choice: (g) => `若${g.one('condition')}，${g.one('end')}`,
    'choice-else': (g) => `其他情况${g.one('end')}`,
    'schedule-yearly': (_, p) => `每年 ${list(String(p.dates).split(' ').map(dayOfYear))}${time(p)}`,
    'schedule-monthly': (_, p) => `每月 ${p.day} 日${time(p)}`,
    'schedule-weekly': (_, p) => `每${WEEKDAYS[Number(p.weekday) - 1]}${time(p)}`,
    'schedule-daily': (_, p) => `每天${time(p)}`,
    'schedule-each': (g, p) =>
      `自${g.one('after')}起每${g.one('each').replace(/^1 个?/, '')}${g.has('offset') ? `（${p.before === true ? '提前' : '推后'} ${g.one('offset')}）` : ''}${time(p)}`,

    'section-about': () => '基本信息',
    'section-tiers': () => '会员等级',
    'section-status': () => '等级有效期与评定',
    'section-membership': () => '付费会员',
    'section-points': () => '积分及其他单位',
    'section-earning': () => '获得方式',
    'section-awards': () => '奖励',
    'section-conversions': () => '自动兑换',
    'section-redeeming': () => '使用规则',
    'section-benefits': () => '全员权益',
    'section-vouchers': () => '优惠券',
    'section-refunds': () => '退货与更正',
    'section-transfers': () => '转赠',
    'section-members': () => '多人账户',
    'section-counting': () => '名词解释',
    'section-fineprint': () => '其他条款',

    'zone-currency': (_, p) => `日期以 ${p.timeZone} 时区为准；${p.currency === 'XXX' ? '金额不计币种' : `金额以 ${p.currency} 计`}。`,
    'enrollment-required': () => '入会之前没有等级。',
    'enrollment-when': (g, p) => `入会条件：${g.one('condition')}${p.refusal === undefined ? '' : `（不符合时拒绝：${p.refusal}）`}。`,

    'tier-base': (g) => `${g.one('tier')}：人人都有。`,
    'tier-granted': (g) => `${g.one('tier')}：仅通过授予、购买或邀请获得。`,
    'tier-paid': (g) => `${g.one('tier')}：仅通过付费方案获得。`,
    'tier-enter': (g) => `${g.one('tier')}：${g.one('condition')}即可获得。`,
    'tier-way': (g) => `${g.one('tier')}：途径之一为${g.one('condition')}${listed(g)}。`,
    'tier-keep': (g) => `评定时${g.one('condition')}，即可保留${g.one('tier')}。`,
    'tier-requires-previous': (g) => `${g.one('tier')}只能从下一级逐级升入。`,
    'tier-requires': (g) => `${g.one('tier')}只能从${g.one('required')}升入。`,
    'tier-own': (g) => `${g.one('tier')}的特别规定：${g.many('more').join('；')}。`,
    'tier-gives': (g) => `${g.one('tier')}权益：${g.many('benefits').join('；')}。`,
    'tier-lifetime': (g) => `${g.one('condition')}，终身享有${g.one('tier')}。`,

    status: (g) => `${g.many('more').join('；')}。`,
    'status-review': (g) => `评定：${g.many('more').join('；')}。`,
    'grant-asked': (g) => `由${g.one('on')}提出申请后评定是否升级`,
    'grant-dated': (g) => `${g.one('at')}评定是否升级`,
    'windows-closed': () => '按上一个已结束的周期统计，而非进行中的周期',
    'grant-from': (_, p) => (p.from === 'atOnce' ? '等级即时生效' : p.from === 'nextDay' ? '等级次日生效' : '等级于次月 1 日生效'),
    'grant-from-date': (_, p) => `等级自下一个 ${monthDay(p.month, p.day)} 生效`,
    'grant-until': (g) => `等级有效期：${g.one('until')}`,
    'grant-all': () => '凡满足条件的等级均予授予（包括低于现有等级的），以便降级时有所承接',
    'grant-above': () => '只授予高于现有等级的等级',
    'review-end': () => '等级到期时评定',
    'review-dated': (g) => `${g.one('at')}评定`,
    'review-until': (g) => `保级后的有效期：${g.one('until')}`,
    'review-failures': (_, p) => `连续 ${p.n} 次评定未通过才会降级`,
    'review-grace': (g, p) =>
      `未通过时保留等级 ${g.one('length')}${p.last === 'sameDate' ? '（含到期同日）' : ''}作为宽限，期间${g.has('retest') ? `（${g.one('retest')}复核）` : ''}满足条件即可保级${p.from === 'review' ? '，新有效期自评定日起算' : ''}`,
    'review-else-earned': (g) => `未通过者降至仍然有效的最高等级${then(g)}`,
    'review-else-one-down': (g) => `未通过者降一级${then(g)}`,
    'review-else-base': (g) => `未通过者降至最低等级${then(g)}`,
    'review-else-supported': (g) => `未通过者降至当时各项统计所达的最高等级${then(g)}`,
    'review-apart': (g) => `距上次降级 ${g.one('length')}内不再降级`,
    'event-grant': (g, p) => `${when(g)}时（${p.rule}）：授予${g.one('tier')}，${g.one('until')}${listed(g)}。`,
    'event-grant-named': (g, p) => `${when(g)}时（${p.rule}）：授予其“${g.one('tier')}”所载的等级，${g.one('until')}${listed(g)}。`,
    'refused-unless': (g, p) => `须满足${g.one('condition')}，否则拒绝（${p.refusal}）`,
    price: (g) => `费用为${g.one('price')}`,
    'wins-always': () => '有效期间以此等级为准，即使低于应得等级；应得等级在其下照常计算，期满后恢复显示',
    state: (g) => `状态显示为${g.one('state')}`,
    safe: (g) => `保护期内（${g.one('until')}）不因评定降级`,
    'on-rise': (g) => `升入${g.one('tier')}时，${g.one('effect')}。`,
    'on-enter': (g) => `进入${g.one('tier')}时，${g.one('effect')}。`,
    'on-leave': (g) => `失去${g.one('tier')}时，${g.one('effect')}。`,
    'on-renew': (g) => `${g.one('tier')}续期时，${g.one('effect')}。`,
    'effect-forfeit': (g) => `${g.one('currency')}全部清零`,
    'effect-redate': (g) => `已有的${g.one('currency')}视同当日获得，重新计算有效期`,
    'effect-convert': (_, p) => `执行兑换规则 ${p.rule}`,
    'effect-give': (g) => `赠送${g.one('currency')} ${g.one('amount')}`,
    'effect-emit': (_, p) => `通知商家：${p.effect}`,
    'effect-issue': (g) => `发放优惠券${g.one('voucher')}`,

    'benefit-words': (_, p) => String(p.words),
    benefit: (g, p) =>
      `${p.name === undefined || p.name === g.one('gives') ? g.one('gives') : `${p.name}（${g.one('gives')}）`}${commas(g)}`,
    'percent-off': (_, p) => `减 ${p.percent}%`,
    'amount-off': (_, p) => `减 ${p.amount}`,
    'amount-off-per': (_, p) => `每满 ${p.per} 减 ${p.amount}`,
    'free-shipping': () => '免运费',
    gift: (g) => `赠品：${g.one('gift')}`,
    'benefit-from': (_, p) => `满 ${p.from} 可用`,
    'benefit-most': (_, p) => `最多减 ${p.most}`,
    'benefit-where': (g) => `限${g.one('condition')}的商品`,
    'benefit-when': (g) => `限${g.one('condition')}时`,
    'benefit-best-of': (g) => `${g.one('group')}中只取最优一项`,
    'benefit-alone': () => '不与其他优惠同享',

    plan: (g) => `${g.one('plan')}方案：${g.one('tier')}，为期 ${g.one('term')}${g.has('price') ? `，价格为${g.one('price')}` : ''}。`,
    'subscription-start': (g) => `自${g.one('on')}起生效，所选方案见其“${g.one('field')}”。`,
    'subscription-renew': (g) => `由${g.one('on')}续期。`,
    'subscription-change-at-renewal': (g) => `${g.one('on')}自下次续期起更换方案。`,
    'subscription-change': (g) => `${g.one('on')}立即更换方案，适用于剩余期限。`,
    'subscription-cancel': (g) => `${g.one('on')}后可用至已付期限届满，不再续期。`,
    'subscription-trial': (g) => `试用自${g.one('on')}起，为期 ${g.one('length')}。`,
    'subscription-charge': (g) => `续期费用由${g.one('on')}支付，其“${g.one('ok')}”表示是否成功。`,
    'subscription-grace': (g) => `逾期未付时会员资格保留 ${g.one('length')}。`,

    currency: (g) => `${g.one('currency')}：${g.many('more').join('；')}。`,
    'currency-unit': (g) => `单位为${g.one('unit')}`,
    'currency-whole': () => '以整数计',
    'currency-scale': (_, p) => `保留 ${p.scale} 位小数`,
    'currency-counted': () => '只作累计，不可使用',
    'currency-lots': (g) => `每笔的有效期：${g.one('until')}`,
    suspension: (g) => `在${g.one('condition')}期间不过期${g.has('end') ? `，此后至少：${g.one('end')}` : ''}`,
    'currency-idle': (g, p) =>
      `${g.has('activity') ? `连续 ${g.one('after')}没有${list(g.many('activity'), '或')}` : `连续 ${g.one('after')}没有获得或使用`}，余额全部失效${p.align === 'monthEnd' ? '（于当月月底）' : ''}`,
    'activity-earning': (g) => `带来积分的${g.one('on')}`,
    'currency-idle-convert': (_, p) => `失效前先执行兑换规则 ${p.rule}`,
    'currency-endless': () => '永久有效',
    'currency-oldest': () => '先获得的先使用',
    'currency-soonest': () => '先到期的先使用',
    'currency-floor': (_, p) => `余额不低于 ${p.floor}`,
    'currency-debt': () => '收回时不足的部分记为欠额，还清前不可使用',
    'currency-stop': () => '收回时扣至最低余额为止',
    'currency-display': (_, p) => `显示时${p.to === '1' ? '' : `按 ${p.to} 的倍数`}${ROUNDINGS[String(p.mode)]}`,

    earn: (g, p) => `${when(g)}时（${p.rule}）：${g.one('gives')}${listed(g)}。`,
    'gives-same': (g) => `获得与${g.one('of')}等量的${g.one('currency')}`,
    'gives-fixed': (g) => `获得${g.one('currency')} ${inner(g.one('rate'))}`,
    'gives-each': (g) => `${inner(g.one('of'))}每 ${g.one('per')} 得${g.one('currency')} ${inner(g.one('rate'))}`,
    'gives-each-full': (g) => `${inner(g.one('of'))}每满 ${g.one('per')} 得${g.one('currency')} ${inner(g.one('rate'))}`,
    rounded: (_, p) => ROUNDINGS[String(p.mode)],
    'rounded-with': (_, p) => `与规则${rules(p.rules)}合并后${ROUNDINGS[String(p.mode)]}`,
    'up-to': (g) => `${g.one('per')}只计前 ${g.one('max')}${shared(g)}`,
    cap: (g) => `${g.one('per')}最多 ${g.one('max')}${shared(g)}`,
    'per-event': () => '每次',
    'per-from-first': (g) => `自首次起 ${g.one('length')}内`,
    'posts-after': (g) => `${g.one('length')}后可用`,
    'posts-after-window': (g) => `冻结${g.one('end')}`,
    'posts-when': (g) => `冻结至${g.one('condition')}；若未能在期限（${g.one('by')}）前满足则取消`,
    'usable-from': (_, p) => `${p.date} 起可用`,
    'usable-until': (g) => `有效期：${g.one('until')}`,
    'effective-from': (_, p) => `自 ${p.date} 起适用`,
    'effective-through': (_, p) => `适用至 ${p.date}`,

    award: (g, p) =>
      `${g.one('moment')}${g.has('where') ? `，若${g.one('where')}` : ''}（${p.rule}）：奖励 ${g.one('currency')} ${inner(g.one('amount'))}${listed(g)}。`,
    'award-crosses': (g, p) => `${g.one('measure')}每次达到 ${list(String(p.steps).split(' '), '或 ')}`,
    'award-every': (g, p) =>
      `${g.one('measure')}每累计 ${p.every}${p.from === undefined ? '' : `（自 ${p.from} 起）`}${p.max === undefined ? '' : `，最多 ${p.max} 次`}`,
    'award-once': (g) => `${g.one('window')}首次${g.has('condition') ? g.one('condition') : '发生'}时（一次）`,
    'award-zero': (g) => `随后${list(g.many('measures'))}重新从零累计`,
    convert: (g, p) =>
      `${g.one('moment')}（${p.rule}）：${g.one('from')}每满 ${g.one('step')} 换为${g.one('to')} ${g.one('give')}${listed(g)}。`,
    'convert-reached': () => '数量足够时自动进行',
    'convert-asked': (g) => `由${g.one('on')}申请${g.has('where') ? `（若${g.one('where')}）` : ''}，数量为${g.one('amount')}`,
    'minimum-balance': (g) => `余额不足 ${g.one('minimum')}时不兑换`,

    redeem: (g, p) =>
      `${when(g)}时（${p.rule}）：使用${g.one('currency')}，数量${g.has('amount') ? `为${g.one('amount')}` : '由会员指定'}${listed(g)}。`,
    'in-steps': (g) => `须为${g.one('step')}的整数倍`,
    'at-least-amount': (g) => `至少${g.one('minimum')}`,
    limit: (g, p) => `${g.one('per')}最多使用${g.one('max')}${shared(g)}，超出则拒绝（${p.refusal}）`,
    'limit-value': (g, p) => `${g.one('per')}抵扣价值最多为${g.one('max')}${shared(g)}，超出则拒绝（${p.refusal}）`,
    worth: (g) => `价值为${g.one('value')}`,

    reverse: (g, p) =>
      `${when(g)}时（${p.rule}）：收回${list(g.many('of'), '或')}所带来的一切${g.has('part') ? `，按${g.one('part')}所占比例` : ''}${listed(g)}。`,
    'reverse-take': (g) => `只涉及${list(g.many('of'))}`,
    'reverse-link': (g) => `以“${g.one('field')}”指明所更正的原记录`,
    'reverse-shared': (g) => `两者的“${g.one('field')}”相同`,
    'reverse-give-back': () => '已使用的积分退回，有效期不变',
    'reverse-rest': () => '对剩余部分取整，而非对收回部分取整',
    'reverse-now': () => '从当前周期的统计中扣除，而非原周期',
    'reverse-debt': () => '不足的部分记为欠额',
    'reverse-stop': () => '不足的部分不再追讨',
    'reverse-pending-only': () => '只收回尚在冻结中的积分',
    'reverse-status-withdraw': () => '因此获得的等级立即终止',
    'reverse-status-keep': () => '因此获得的等级予以保留',
    'reverse-status-grace': (g) => `因此获得的等级在 ${g.one('length')}后终止`,

    transfer: (g, p) =>
      `${when(g)}时（${p.rule}）：转出${g.one('currency')}，数量为${g.one('amount')}；对方账户由${g.one('in')}转入${listed(g)}。`,
    'transfer-dates': () => '原有日期不变',
    voucher: (g) => `${g.one('voucher')}：${g.one('gives')}；有效期：${g.one('until')}${listed(g)}。`,
    'voucher-issue': (g) => `由${when(g)}发放${g.has('count') ? `，每次 ${g.one('count')} 张` : ''}`,
    'voucher-on': (g) => `适用于${list(g.many('on'), '或')}`,
    'voucher-spent': () => '退货不退券',
    members: (g, p) =>
      `成员由${g.one('join')}加入，由${g.one('leave')}退出${g.has('field') ? `，成员见其“${g.one('field')}”` : ''}${p.max === undefined ? '' : `；同时最多 ${p.max} 人`}。`,
    'members-together': () => '使用时合并动用全体成员的积分。',
    'members-proportional': () => '使用时按各成员可用数量的比例分摊。',
    'members-take': () => '退出者带走自己的积分。',
    'members-stay': () => '退出者的积分留给其他成员。',
    'members-forfeit': () => '退出者的积分清零。',

    'count-sum': (g) => `${g.one('name')}：${counted(g)}的${g.one('value')}合计${listed(g)}。`,
    'count-count': (g) => `${g.one('name')}：${counted(g)}的次数${listed(g)}。`,
    'count-distinct': (g) => `${g.one('name')}：${counted(g)}中不同${g.one('value')}的个数${listed(g)}。`,
    'count-latest': (g) => `${g.one('name')}：${counted(g)}中最近一次的${g.one('value')}${listed(g)}。`,
    'count-mean': (g) => `${g.one('name')}：${counted(g)}的${g.one('value')}平均值${listed(g)}。`,
    'count-ratio': (g) => `${g.one('name')}：${counted(g)}的${g.one('value')}合计除以${g.one('by')}合计${listed(g)}。`,
    'count-min': (g) => `${g.one('name')}：${counted(g)}的最小${g.one('value')}${listed(g)}。`,
    'count-max': (g) => `${g.one('name')}：${counted(g)}的最大${g.one('value')}${listed(g)}。`,
    'count-streak': (g) => {
      const had = g.has('value')
        ? `${events(g)}的${g.one('value')}合计至少 ${g.one('least')}`
        : g.one('least') === '1'
          ? `有${events(g)}`
          : `${events(g)}至少 ${g.one('least')} 次`
      return `${g.one('name')}：连续${had}的${g.one('window')}${listed(g)}；进行中的一期达到即计入，未达到也不中断此前的连续。`
    },
    'count-mean-by-unit': (g, p) =>
      `${g.one('name')}：${counted(g)}的${g.one('value')}合计，按每${PERIODS[String(p.unit)]}平均${listed(g)}。`,
    'count-earned': (g) => `${g.one('name')}：${g.has('window') ? g.one('window') : '入会以来'}获得的${g.one('currency')}${listed(g)}。`,
    'count-by': (_, p) => `只计规则${rules(p.rules)}所给的`,
    'count-reset': (_, p) =>
      `${list(
        String(p.moves)
          .split(' ')
          .map((move) => MOVES[move]),
        '或',
      )}时归零`,
    'count-least-of-members': () => '按成员分别统计，以其中最少的为准',
    'count-most-of-members': () => '按成员分别统计，以其中最多的为准',
    'count-own-of-members': () => '按成员分别统计，以当事成员自己的为准',
    'count-cap': (_, p) => `最多计 ${p.cap}`,
    'count-empty': (_, p) => `没有时为 ${p.empty}`,
    'count-empty-absent': () => '没有时视为未知',
    'count-opens': (g) => `只计${g.one('on')}起 ${g.one('length')}内的`,
    'count-opens-next-month': (g) => `只计${g.one('on')}次月 1 日起 ${g.one('length')}内的`,
    'flag-set': (g) =>
      `${g.one('name')}：自${when(g)}起具备${g.has('off') ? `，至${g.one('off')}止` : ''}${g.has('until') ? `；有效期：${g.one('until')}` : ''}。`,
    'flag-off': (g) => when(g),
    'flag-used-up': (g) => `${when(g)}（用后即止）`,
    'named-value': (g) => `${g.one('name')}：${g.one('value')}。`,

    refuse: (g, p) => `${g.one('condition')}时，${g.one('on')}不予受理（${p.refusal}）。`,
    closure: (g) => `连续 ${g.one('after')}没有${list(g.many('activity'), '或')}，账户关闭。`,
    opening: (g) => `期初导入可带入${g.one('key')}，逐项计为${g.one('type')}。`,
    pipeline: (_, p) =>
      `每笔记录依次：${String(p.steps)
        .split(' ')
        .map((step) => STEPS[step])
        .join('、')}。`,
    lateness: (g) => `迟到 ${g.one('length')}以内的记录按其发生时间补记。`,
    reversible: (g) => `${g.one('length')}内可以退货或更正。`,
    'day-starts': (_, p) => `营业日自 ${p.time} 开始。`,
    weekend: (_, p) =>
      p.days === ''
        ? '每天都是工作日。'
        : `非工作日：${list(
            String(p.days)
              .split(' ')
              .map((day) => WEEKDAYS[Number(day) - 1]),
          )}。`,
    holidays: (_, p) => `节假日：${String(p.dates).split(' ').join('、')}。`,
    stages: (g) => `账户同时经历以下阶段：${g.many('stages').join('、')}。`,
  },
  spaced,
)

function word(id: string): string {
  if (Object.hasOwn(WORDS, id)) return WORDS[id]
  if (!/^[A-Za-z][A-Za-z0-9+-]*$/.test(id) || /^[A-Z]+$/.test(id)) return id
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .split(' ')
    .map((one) => (/^[A-Z]{2,}$/.test(one) ? one : one.toLowerCase()))
    .join(' ')
}

function list(parts: readonly string[], joint = '和'): string {
  return parts.length < 2 ? (parts[0] ?? '无') : `${parts.slice(0, -1).join('、')}${joint}${parts[parts.length - 1]}`
}

function rules(names: Scalar): string {
  return list(
    String(names)
      .split('\n')
      .map((name) => `“${name}”`),
  )
}

function table(g: Gaps): string {
  return [...g.many('rows'), ...(g.has('else') ? [`其他为${g.one('else')}`] : [])].join('；')
}

function inner(text: string): string {
  return /[，；]|^若|加|减|乘以|除以|为|中最[大小]的$/.test(withoutBrackets(text)) ? `（${text}）` : text
}

function withoutBrackets(text: string): string {
  const less = text.replace(/（[^（）]*）/g, '')
  return less === text ? text : withoutBrackets(less)
}

const ON_CALENDAR: Readonly<Record<string, (name: string) => string>> = {
  不少于: (name) => `为${name}或之后`,
  超过: (name) => `在${name}之后`,
  不超过: (name) => `为${name}或之前`,
  少于: (name) => `在${name}之前`,
}

/** 日期论早晚，数量论多少。 */
function compared(g: Gaps, amount: string, date: string): string {
  const bound = g.one('bound')
  if (WEEKDAYS.includes(bound) || /^\d+ 月$/.test(bound)) return `${g.one('subject')}${ON_CALENDAR[amount](bound)}`
  return `${g.one('subject')}${/^\d{4}-\d{2}-\d{2}$/.test(bound) ? date : amount}${bound}`
}

function when(g: Gaps): string {
  return `${list(g.many('on'), '或')}${g.has('where') ? `且${g.one('where')}` : ''}`
}

function events(g: Gaps): string {
  return `${g.has('where') ? `${g.one('where')}的` : ''}${list(g.many('from'), '或')}`
}

function counted(g: Gaps): string {
  return `${g.has('window') ? g.one('window') : '入会以来'}${events(g)}`
}

function listed(g: Gaps): string {
  return g
    .many('more')
    .map((part) => `；${part}`)
    .join('')
}

function commas(g: Gaps): string {
  return g
    .many('more')
    .map((part) => `，${part}`)
    .join('')
}

function then(g: Gaps): string {
  return g.has('until') ? `，其有效期：${g.one('until')}` : ''
}

function shared(g: Gaps): string {
  return g.has('shared') ? `（${g.one('shared')}各规则共用额度）` : ''
}

function length(n: Scalar, name: Scalar): string {
  return `${n} ${UNITS[String(name)] ?? name}`
}

function monthDay(month: Scalar, day: Scalar): string {
  return day === 'last' ? `${month} 月最后一天` : `${month} 月 ${day} 日`
}

function dayOfYear(text: string): string {
  return monthDay(Number(text.slice(0, 2)), Number(text.slice(3)))
}

function time(p: Readonly<Record<string, Scalar>>): string {
  return p.time === undefined ? '' : ` ${p.time}`
}

function fixedWindow(p: Readonly<Record<string, Scalar>>): string {
  const period = PERIODS[String(p.unit)]
  const starts = startOf(p)
  const name =
    p.unit === 'day'
      ? '当日'
      : p.unit === 'year' && starts === ''
        ? '自然年'
        : p.unit === 'month' && starts === ''
          ? '自然月'
          : `当${period}`
  return `${name}${starts}${shifted(p)}内`
}

function startOf(p: Readonly<Record<string, Scalar>>): string {
  if (p.weekday !== undefined) return `（以${WEEKDAYS[Number(p.weekday) - 1]}为始）`
  if (p.month !== undefined) return `（以 ${monthDay(p.month, p.day ?? 1)}为始）`
  return p.day === undefined ? '' : `（以 ${p.day} 日为始）`
}

function shifted({ shift }: Readonly<Record<string, Scalar>>): string {
  if (shift === 0 || shift === undefined) return ''
  return Number(shift) < 0 ? `之前第 ${-Number(shift)} 期` : `之后第 ${shift} 期`
}

/** A space between Chinese and Latin text, none beside punctuation. */
function spaced(text: string): string {
  return text
    .replace(/([\u4e00-\u9fff])(-?[A-Za-z0-9])/g, '$1 $2')
    .replace(/([A-Za-z0-9%+])([\u4e00-\u9fff])/g, '$1 $2')
    .replace(/ +/g, ' ')
    .replace(/ ?([，。；：（）“”、]) ?/g, '$1')
}
