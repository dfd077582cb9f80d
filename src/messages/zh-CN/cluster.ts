import type { Catalogue } from '../catalogue.js'

export const clusterZhCN: Catalogue = {
  'cluster.data.too-few': (r) => `只有 ${r.params.customers} 位客户具备全部数值，至少需要 ${r.params.needed} 位`,
  'cluster.data.constant': (r) => `${r.params.customers} 位客户在每一列上都相同，没有可分的群`,
  'cluster.column.constant': (r) => `“${r.params.column}”对所有人都一样，已略去`,
  'cluster.fit.unstable': (r) => `换一批样本可能得到与这 ${r.params.k} 个群不同的结果（稳定性 ${r.params.stability}）`,
  'cluster.fit.weak': (r) => `客户没有明显的分群（轮廓系数 ${r.params.silhouette}）：这 ${r.params.k} 个群只是对连续分布的切分`,
  'cluster.profile.very-high': (r) => `${r.params.column} 很高（${r.params.mean}，全体 ${r.params.base}）`,
  'cluster.profile.high': (r) => `${r.params.column} 较高（${r.params.mean}，全体 ${r.params.base}）`,
  'cluster.profile.low': (r) => `${r.params.column} 较低（${r.params.mean}，全体 ${r.params.base}）`,
  'cluster.profile.very-low': (r) => `${r.params.column} 很低（${r.params.mean}，全体 ${r.params.base}）`,
}
