import type { Reason, Scalar } from '../core/reason.js'
import type { Catalogue } from './catalogue.js'

/**
 * A catalogue that calls things by other words: `withWords(zhCN, { Gold: '金卡', visits: '到店次数' })`. A name or an id that a reason carries, on
 * its own or in what it consists of, is said as the words have it; everything else, numbers and dates always, stays.
 */
export function withWords(catalogue: Catalogue, words: Readonly<Record<string, string>>): Catalogue {
  const isWord = (value: Scalar): value is string => typeof value === 'string' && !FIGURE.test(value) && Object.hasOwn(words, value)
  const said = (value: Scalar): Scalar => (isWord(value) ? words[value] : value)
  const retold = (part: Reason): Reason => ({
    ...part,
    params: Object.fromEntries(Object.entries(part.params).map(([key, value]) => [key, said(value)])),
    ...(part.children === undefined ? {} : { children: part.children.map(retold) }),
  })
  return Object.fromEntries(Object.entries(catalogue).map(([code, write]) => [code, (part: Reason) => write(retold(part))]))
}

/** A number or a date. */
const FIGURE = /^[-+.\d]+$/
