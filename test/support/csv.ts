import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Rows of a plain CSV file (no quoting) under test/fixtures. */
export function fixtureRows(path: string): Record<string, string>[] {
  return parseRows(readFileSync(fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url)), 'utf8'))
}

/** Third-party data beside the project; `undefined` where it is not there. */
export function referenceRows(name: string): Record<string, string>[] | undefined {
  const path = fileURLToPath(new URL(`../../../shared/reference/data/${name}`, import.meta.url))
  return existsSync(path) ? parseRows(readFileSync(path, 'utf8')) : undefined
}

function parseRows(text: string): Record<string, string>[] {
  const [head, ...lines] = text.trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], value])))
}
