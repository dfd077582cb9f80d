/** The process's own time zone must not matter: the same program in five of them prints the same, to the bit. */

import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
let probe = ''

beforeAll(async () => {
  const { bundle } = (await import(pathToFileURL(`${root}scripts/bundle.mjs`).href)) as { bundle: (entry: string) => Promise<string> }
  probe = fileURLToPath(await bundle('test/support/print-answers.ts'))
})
afterAll(() => rmSync(probe, { force: true }))

// Behind, ahead, half an hour, a midnight that is missing, a day that is missing.
const ZONES = ['UTC', 'America/Los_Angeles', 'Asia/Shanghai', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Pacific/Apia']

test('facts, summaries, instants and days are the same in every process zone', () => {
  const [first, ...others] = ZONES.map((zone) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [probe], {
      encoding: 'utf8',
      env: { ...process.env, TZ: zone, LANG: 'tr_TR.UTF-8' },
    })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    return { zone, ...(JSON.parse(stdout) as { machineOffset: number; answers: object }) }
  })
  expect(Object.keys(first.answers).length).toBeGreaterThan(3)
  for (const { zone, answers } of others) expect(answers, zone).toEqual(first.answers)
  // The children really stood in different zones.
  expect(new Set([first, ...others].map(({ machineOffset }) => machineOffset)).size).toBe(ZONES.length)
})
