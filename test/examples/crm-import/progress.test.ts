import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exampleModule } from './command.js'

interface Stream {
  readonly isTTY?: boolean
  write(text: string): unknown
}
interface Line {
  show(text: string, share?: number): void
  clear(): void
}

function listening(isTTY: boolean): Stream & { said: string } {
  return {
    isTTY,
    said: '',
    write(text) {
      this.said += text
    },
  }
}

it('a terminal is told how much has been read, and what is being worked out', async () => {
  const { run } = await exampleModule<{ run(argv: readonly string[], io: object): number }>('run.mjs')
  const cwd = mkdtempSync(join(tmpdir(), 'crm-import-progress-'))
  try {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},c${i % 500},2024-${String(1 + (i % 12)).padStart(2, '0')}-05,20.00`)
    writeFileSync(join(cwd, 'orders.csv'), `id,customer,date,total\n${rows.join('\n')}\n`)
    const stderr = listening(true)
    expect(run(['orders.csv'], { cwd, stdout: listening(false), stderr })).toBe(0)
    const shares = [...stderr.said.matchAll(/Reading orders\.csv: (\d+) % of 1\.\d MB/g)].map(([, percent]) => Number(percent))
    expect(shares.length).toBeGreaterThan(1)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(100)
    expect(stderr.said).toContain('Computing over 60000 rows')
    expect(stderr.said.endsWith('\r\x1b[K')).toBe(true) // nothing of it stays on the screen
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
})

it('a log gets a line now and then of a long wait, and none of a short one', async () => {
  const { progressLine } = await exampleModule<{ progressLine(stream: Stream): Line }>('terminal.mjs')
  const stream = listening(false)
  const line = progressLine(stream)
  line.show('Reading small.csv: 40 % of 1 MB')
  expect(stream.said).toBe('')
  for (let percent = 0; percent < 100; percent++) line.show(`Reading large.csv: ${percent} % of 90 MB`, percent / 100)
  expect(stream.said.match(/\d+ %/g)).toEqual(['0 %', '20 %', '40 %', '60 %', '80 %'])
})
