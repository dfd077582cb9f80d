/** Figures in sentences: plain digits, the same in every engine; a host that wants its locale formats the params itself. */

import type { Scalar } from '../core/reason.js'

/** 0.4237 → `42 %`; below ten percent with one place. `–` where there is no number. */
export function percent(share: Scalar | undefined): string {
  if (typeof share !== 'number' || !Number.isFinite(share)) return '–'
  return `${fixed(share * 100, Math.abs(share) < 0.0995 ? 1 : 0)}%`
}

/** At most `places` decimals, none where they would be zeros. */
export function figure(value: Scalar | undefined, places = 1): string {
  return typeof value === 'number' && Number.isFinite(value) ? fixed(value, places) : '–'
}

function fixed(value: number, places: number): string {
  const text = value.toFixed(places)
  const short = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text
  return short === '-0' ? '0' : short
}

const SIGNS: Readonly<Record<string, string>> = { CNY: '¥', JPY: '¥', USD: '$', EUR: '€', GBP: '£' }

/** `¥320`, `$12.50`, `CHF 12.50`. */
export function money(amount: Scalar | undefined, currency: Scalar | undefined): string {
  const sign = typeof currency === 'string' && Object.hasOwn(SIGNS, currency) ? SIGNS[currency] : `${currency} `
  return `${sign}${amount}`
}
