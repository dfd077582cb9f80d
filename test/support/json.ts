import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A JSON file under test/fixtures. */
export function fixtureJson<T = unknown>(path: string): T {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url)), 'utf8')) as T
}

/** Rows of a third-party predictions file beside the project; `undefined` where it is not there. */
export function referencePredictions(name: string): Record<string, string>[] | undefined {
  const path = fileURLToPath(new URL(`../../../shared/reference/fits/${name}`, import.meta.url))
  if (!existsSync(path)) return undefined
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], value])))
}
