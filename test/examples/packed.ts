/** An example as its reader runs it: the packed tierwise, the example's own packages. */

import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Packs and installs what is missing (`scripts/example.mjs`), type files and JSON Schemas included. @returns the example's folder */
export async function readyExample(name: string): Promise<string> {
  const { prepareExample } = (await import(pathToFileURL(`${root}scripts/example.mjs`).href)) as {
    prepareExample: (folder: string, build: { types: boolean }) => string
  }
  return prepareExample(`examples/${name}`, { types: true })
}

/** Where a browser is, or undefined; `why` says what is not run without it. */
export function findChromium(why: string): string | undefined {
  const path = process.env.CHROMIUM ?? '/usr/bin/chromium'
  if (existsSync(path)) return path
  console.log(`${why}: not run here, there is no ${path}.`)
  return undefined
}
