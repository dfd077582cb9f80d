import type { Catalogue } from '../catalogue.js'

export const clusterEn: Catalogue = {
  'cluster.data.too-few': (r) => `only ${r.params.customers} customers have all figures, ${r.params.needed} are needed`,
  'cluster.data.constant': (r) => `all ${r.params.customers} customers are alike in every column: there are no groups to find`,
  'cluster.column.constant': (r) => `“${r.params.column}” is the same for everybody and was left out`,
  'cluster.fit.unstable': (r) => `another sample may give other clusters than these ${r.params.k} (stability ${r.params.stability})`,
  'cluster.fit.weak': (r) =>
    `customers do not fall into clear groups (silhouette ${r.params.silhouette}): take the ${r.params.k} clusters as a cut through a continuum`,
  'cluster.profile.very-high': (r) => `very high ${r.params.column} (${r.params.mean}, the base ${r.params.base})`,
  'cluster.profile.high': (r) => `high ${r.params.column} (${r.params.mean}, the base ${r.params.base})`,
  'cluster.profile.low': (r) => `low ${r.params.column} (${r.params.mean}, the base ${r.params.base})`,
  'cluster.profile.very-low': (r) => `very low ${r.params.column} (${r.params.mean}, the base ${r.params.base})`,
}
