/** The bundled sample: a shop made up from a seed, written as the CSV files a CRM would export. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { simulateShop } from 'tierwise/simulate'
import { makeDirectory } from './write.mjs'

export const SAMPLE = { seed: 2026, customers: 3000, from: '2024-07-01', to: '2026-06-30', timeZone: 'Asia/Shanghai', currency: 'CNY' }

/** @returns the paths of the files written to `dir` */
export function writeSample(dir, options = SAMPLE) {
  const { customer, order, refund, interaction, feedback, answer, enroll } = simulateShop(options).rows
  const files = {
    customers: customer,
    orders: order.flatMap(orderLines),
    refunds: refund,
    interactions: interaction,
    feedback,
    answers: answer,
    members: enroll,
  }
  makeDirectory(dir)
  return Object.entries(files).map(([name, rows]) => {
    const path = join(dir, `${name}.csv`)
    const columns = [...new Set(rows.flatMap(Object.keys))]
    const headings = columns.map((column) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    writeFileSync(
      path,
      `${Papa.unparse([headings, ...rows.map((row) => columns.map((column) => row[column] ?? ''))], { newline: '\n' })}\n`,
    )
    return path
  })
}

/** One row per line, as shops export them; the order's own columns repeat. */
function orderLines({ lines, amount: _, ...order }) {
  return lines.map((line, i) => ({ ...order, lineNo: i + 1, ...line }))
}
