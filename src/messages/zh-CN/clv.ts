import type { Catalogue } from '../catalogue.js'

export const clvZhCN: Catalogue = {
  'clv.data.empty': (r) => `${r.params.rows} 行中没有可用的购买历史`,
  'clv.data.no-repeat': (r) => `${r.params.customers} 位客户都没有复购，暂时无法估计复购行为`,
  'clv.history.invalid': (r) =>
    r.params.rows === undefined
      ? `频次 ${r.params.frequency}、最近购买 ${r.params.recency}、时长 ${r.params.age} 不是可能的购买历史`
      : `${r.params.rows} 行（首个为第 ${r.params.first} 行）不是可能的购买历史（次数为小数或负数、末次购买晚于截止日、有复购却无间隔），已略去`,
  'clv.fit.no-dropout': (r) => `${r.params.customers} 位客户的数据看不出有人流失：预期购买次数可用，所有人的存活概率均为 1`,
  'clv.fit.same-rate': (r) => `就这些数据而言，${r.params.customers} 位客户的购买速率相同：预测可用，但速率的差异无法确定`,
  'clv.fit.same-dropout': (r) => `就这些数据而言，${r.params.customers} 位客户的流失概率相同：预测可用，但概率的差异无法确定`,
  'clv.fit.unidentified': (r) =>
    `${r.params.customers} 位客户只有 ${r.params.distinct} 种不同的历史，不足以确定全部参数：预测仅供参考，没有区间`,
  'clv.fit.not-converged': (r) => `计算 ${r.params.evaluations} 次后仍未达到最大值`,
  'clv.bgnbd.one-time-buyers': (r) => `${r.params.share}% 的客户只买过一次，而 BG/NBD 认为他们全部存活：建议改用 MBG/NBD`,
  'clv.spend.not-positive': (r) => `${r.params.customers} 位客户的复购净额不为正，已略去`,
  'clv.spend.correlated': (r) => `购买越频繁的客户每次消费额越不同（相关系数 ${round(r.params.correlation)}）：这些客户的预期价值有偏差`,
  'clv.spend.no-mean': (r) => `消费额差异过大（q = ${round(r.params.q)}），购买次数不足的客户没有有限的预期消费额`,
  'clv.spend.same': (r) => `就这些数据而言，${r.params.customers} 位客户的消费水平相同：均值可用，差异无法确定`,
  'clv.contract.nobody-left': (r) => `${r.params.customers} 位客户尚无人流失，无法估计留存率`,
  'clv.contract.nobody-stayed': (r) => `${r.params.customers} 位客户在首次续约时全部流失，无法估计留存率`,
  'clv.fit.few': (r) =>
    `只有 ${r.params.customers} 位客户，其中 ${r.params.returned} 位有复购，数量偏少（宜有 ${r.params.needed} 位和 ${r.params.neededReturned} 位）：合计比单个客户的数字可信，但都只能粗略参考`,
  'clv.response.too-few': (r) => `可供学习的客户只有 ${r.params.customers} 位，至少需要 ${r.params.needed} 位`,
  'clv.response.one-outcome': (r) => `${r.params.customers} 位客户的结果全都相同，无从学习`,
  'clv.potential.high': (r) => `高价值客户：当前 ${r.params.current}，预期（${r.params.by}）${r.params.expected}`,
  'clv.potential.fading': (r) =>
    `当前价值高（${r.params.current}），但预期（${r.params.by}）${r.params.expected} 低于 ${border(r.params.expectedBorder)}`,
  'clv.potential.potential': (r) =>
    `潜力客户：预期（${r.params.by}）${r.params.expected} 达到 ${r.params.expectedBorder}，而目前 ${r.params.current} 低于 ${border(r.params.currentBorder)}`,
  'clv.potential.ordinary': (r) =>
    `普通客户：目前 ${r.params.current}、预期（${r.params.by}）${r.params.expected}，分别低于 ${border(r.params.currentBorder)} 和 ${border(r.params.expectedBorder)}`,
  'clv.potential.ties': (r) =>
    r.params.high === 0
      ? `${r.params.customers} 位客户的${r.params.axis === 'current' ? '当前价值' : '预期价值'}全都相同，无人突出`
      : `${r.params.customers} 位客户中有 ${r.params.high} 位因${r.params.axis === 'current' ? '当前价值' : '预期价值'}并列而同算作高：请自行设定界线`,
  'clv.compare.lowest-deviance': (r) =>
    `${name(r.params.candidate)}：样本外偏差最低，${r.params.deviance}${r.params.low === undefined ? '' : ` [${r.params.low}, ${r.params.high}]`}`,
  'clv.compare.few': (r) =>
    `评判只依据 ${r.params.customers} 位客户，其中 ${r.params.buyers} 位在留出期内购买过，数量偏少（宜有 ${r.params.needed} 位和 ${r.params.neededBuyers} 位）：换一段时间，结论可能不同`,
  'clv.compare.tie': (r) => `与${names(r.params.others)}不相上下，差异可能只是偶然`,
  'clv.compare.simpler-as-good': (r) => `${name(r.params.simpler)}更简单，效果同样好`,
  'clv.compare.slope': (r) =>
    `${name(r.params.candidate)}的预测${Number(r.params.slope) < 1 ? '过于极端' : '过于保守'}（校准斜率 ${r.params.slope}）`,
}

const NAMES: Readonly<Record<string, string>> = {
  bgnbd: 'BG/NBD',
  mbgnbd: 'MBG/NBD',
  paretonbd: 'Pareto/NBD',
  ridge: '基于自有历史的回归',
  blend: '模型与回归的组合',
  rate: '“照旧购买”规则',
  recency: '仅看最近购买时间',
  mean: '人人相同',
}

function name(id: unknown): string {
  return NAMES[String(id)] ?? String(id)
}

function names(ids: unknown): string {
  return String(ids).split(', ').map(name).join('、')
}

function round(value: unknown): string {
  return String(Math.round(100 * Number(value)) / 100)
}

function border(value: unknown): string {
  return value === null ? '界线（全部相同，无界线）' : String(value)
}
