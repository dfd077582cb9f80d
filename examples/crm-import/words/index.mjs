import { en } from './en.mjs'
import { zhCN } from './zh-CN.mjs'

export const languages = { en, 'zh-CN': zhCN }
