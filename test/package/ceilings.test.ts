import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('the ceilings are those that every published ratio was measured against', async () => {
  const { ceilingsHash } = (await import(pathToFileURL(`${root}scripts/bench.mjs`).href)) as { ceilingsHash: () => string }
  expect(ceilingsHash()).toBe('dd5e35cf47058fa9')
})

test.skipIf(!existsSync(`${root}../shared/bench`))('they are the common copy, unchanged', () => {
  const files = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const [ours, common] = [`${root}test/bench/ceilings`, `${root}../shared/bench`]
  expect(files(ours)).toEqual(files(common))
  for (const path of files(common).filter((one) => one.includes('.')))
    expect(readFileSync(`${ours}/${path}`).equals(readFileSync(`${common}/${path}`)), path).toBe(true)
})
