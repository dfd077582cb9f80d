/** The facts of some of the customers, chosen by number alone: the same base gives the same sample. */

/** @returns the facts themselves where there are no more customers than `count` */
export function sampled(facts, count) {
  const { ids, attributes } = facts.customers
  if (ids.length <= count) return facts
  const place = new Int32Array(ids.length).fill(-1)
  const chosen = []
  for (let c = 0; c < ids.length; c++)
    if (scattered(c) < count / ids.length) {
      place[c] = chosen.length
      chosen.push(c)
    }
  const rows = indicesOf(facts.columns.customer, (c) => place[c] >= 0)
  const pick = (column) => {
    if (ArrayBuffer.isView(column)) return column.constructor.from(rows, (i) => column[i])
    if (Array.isArray(column)) return Array.from(rows, (i) => column[i])
    return { ...column, codes: pick(column.codes) }
  }
  const columns = Object.fromEntries(Object.entries(facts.columns).map(([name, column]) => [name, column && pick(column)]))
  return {
    ...facts,
    length: rows.length,
    columns: { ...columns, customer: columns.customer.map((c) => place[c]) },
    customers: {
      ids: chosen.map((c) => ids[c]),
      ...(attributes ? { attributes: chosen.map((c) => attributes[c]) } : {}),
    },
  }
}

/** A number to 0 … 1 without a pattern: ids are often numbered by the day somebody joined, or by the shop. */
function scattered(n) {
  let hash = Math.imul(n + 1, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

function indicesOf(codes, keep) {
  const rows = new Int32Array(codes.length)
  let n = 0
  for (let i = 0; i < codes.length; i++) if (keep(codes[i])) rows[n++] = i
  return rows.subarray(0, n)
}
