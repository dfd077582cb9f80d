import { type Words, wordsEn } from './en'
import { wordsZhCN } from './zh-CN'

export type Language = 'en' | 'zh-CN'
export type { Words }
export const WORDS: Readonly<Record<Language, Words>> = { en: wordsEn, 'zh-CN': wordsZhCN }

/** Numbers and money as the language writes them. */
export function writers(language: Language, currency: string) {
  const money = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 })
  const cents = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  const change = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  })
  const count = new Intl.NumberFormat(language)
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  return {
    money: (value: number) => money.format(value),
    cents: (value: number) => cents.format(value),
    change: (value: number) => change.format(value),
    count: (value: number) => count.format(value),
    percent: (value: number) => percent.format(value),
    measure: (id: string, value: number) => (id === 'spend' ? money.format(value) : count.format(value)),
  }
}
export type Writers = ReturnType<typeof writers>
