/** 简体中文。 */

import type { Catalogue } from './catalogue.js'
import { affinityZhCN } from './zh-CN/affinity.js'
import { churnZhCN } from './zh-CN/churn.js'
import { clusterZhCN } from './zh-CN/cluster.js'
import { clvZhCN } from './zh-CN/clv.js'
import { crmZhCN } from './zh-CN/crm.js'
import { definitionZhCN } from './zh-CN/definition.js'
import { factsZhCN } from './zh-CN/facts.js'
import { lifecycleZhCN } from './zh-CN/lifecycle.js'
import { playbookZhCN } from './zh-CN/playbook.js'
import { pointsZhCN } from './zh-CN/points.js'
import { portfolioZhCN } from './zh-CN/portfolio.js'
import { previewZhCN } from './zh-CN/preview.js'
import { programZhCN } from './zh-CN/program.js'
import { rfmZhCN } from './zh-CN/rfm.js'
import { rulesZhCN } from './zh-CN/rules.js'
import { satisfactionZhCN } from './zh-CN/satisfaction.js'
import { scorecardZhCN } from './zh-CN/scorecard.js'
import { sqlZhCN } from './zh-CN/sql.js'
import { termsZhCN } from './zh-CN/terms.js'
import { tiersZhCN } from './zh-CN/tiers.js'

export const zhCN: Catalogue = {
  ...affinityZhCN,
  ...churnZhCN,
  ...clusterZhCN,
  ...clvZhCN,
  ...crmZhCN,
  ...definitionZhCN,
  ...factsZhCN,
  ...rfmZhCN,
  ...rulesZhCN,
  ...satisfactionZhCN,
  ...scorecardZhCN,
  ...portfolioZhCN,
  ...pointsZhCN,
  ...previewZhCN,
  ...programZhCN,
  ...lifecycleZhCN,
  ...playbookZhCN,
  ...termsZhCN,
  ...sqlZhCN,
  ...tiersZhCN,
}
