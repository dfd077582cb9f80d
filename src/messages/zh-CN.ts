/** 简体中文。 */

import type { Catalogue } from './catalogue.js'
import { definitionZhCN } from './zh-CN/definition.js'

export const zhCN: Catalogue = { ...definitionZhCN }
