/** Price × quantity as exact decimal text; what is no plain number is handed on as it is, for the reader to name. */
export function product(price, quantity) {
  const a = parts(price)
  const b = parts(quantity)
  if (!a || !b) return [price, quantity].some((cell) => (cell ?? '').trim() === '') ? '' : `${price} × ${quantity}`
  const scale = a.scale + b.scale
  const units = a.units * b.units
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`.replace(/\.?0+$/, '')
  return units < 0n ? `-${text}` : text
}

function parts(cell) {
  const match = /^\s*([-+]?)\s*[$€£¥￥]?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\s*$/.exec(cell ?? '')
  if (!match) return undefined
  const [, sign, whole, fraction = ''] = match
  return { units: BigInt(`${sign === '-' ? '-' : ''}${whole.replace(/,/g, '')}${fraction}`), scale: fraction.length }
}
