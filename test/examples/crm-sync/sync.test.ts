/** The host as a stranger runs it: CommonJS, against the packed package. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const home = 'examples/crm-sync'
const work = mkdtempSync(join(tmpdir(), 'crm-sync-'))

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/example.mjs', home], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}, 240_000)
afterAll(() => rmSync(work, { recursive: true, force: true }))

function sync(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['sync.js', ...args], { cwd: home, encoding: 'utf8' })
  return { code: status, out: stdout, err: stderr }
}

const requestsIn = (out: string, vendor: string): { body: { data: Record<string, unknown>[] }; customerIds: string[] }[] =>
  readdirSync(join(out, vendor, 'requests')).map((name) => JSON.parse(readFileSync(join(out, vendor, 'requests', name), 'utf8')))

test.each(['zoho', 'fxiaoke'])('writes what differs in %s, and nothing the second time', (vendor) => {
  const out = join(work, 'twice')
  const dry = sync(vendor, '--out', out, '--dry-run')
  expect(dry).toMatchObject({ code: 0, err: '' })
  expect(dry.out).toMatch(/48 customers change.*\n[\s\S]*… and 45 more customers, each in changes\.csv\nDry run: nothing was written\.\n$/)

  const first = sync(vendor, '--out', out)
  expect(first.code).toBe(0)
  expect(new Set(requestsIn(out, vendor).flatMap(({ customerIds }) => customerIds)).size).toBe(48)
  const report = readFileSync(join(out, vendor, 'changes.csv'), 'utf8')

  const second = sync(vendor, '--out', out)
  expect(second.out).toMatch(/\n0 customers change, 48 are as they should be: 0 requests\nNothing to write\.\n$/)
  expect(readFileSync(join(out, vendor, 'changes.csv'), 'utf8')).toBe(report)
})

test('names the dirt of a recorded export', () => {
  const { out } = sync('zoho', '--dry-run')
  expect(out).toContain('4876000000302000004 came again in row 157; one version counts, the latest')
  expect(out).toContain('does not count: “Status” is “Cancelled”')
  expect(out).toContain('no customer in “customer” (skipped)')
  expect(sync('fxiaoke', '--dry-run', '--lang', 'zh-CN').out).toContain('“life_status”为“under_review”')
})

test('believes a fresh export: what somebody changed by hand is written again', () => {
  const from = join(work, 'fresh')
  const out = join(work, 'fresh-out')
  cpSync(`${home}/recorded/zoho`, from, { recursive: true })
  sync('zoho', '--from', from, '--out', out)
  const [request] = requestsIn(out, 'zoho')
  const contacts = JSON.parse(readFileSync(join(from, 'Contacts.json'), 'utf8')) as { data: Record<string, unknown>[] }
  const written = new Map(request.body.data.map((record) => [record.id, record]))
  contacts.data = contacts.data.map((record, i) => ({
    ...record,
    ...written.get(record.id),
    ...(i === 5 ? { Lifecycle_Stage: 'by hand' } : {}),
  }))
  writeFileSync(join(from, 'Contacts.json'), JSON.stringify(contacts))

  const { out: told } = sync('zoho', '--from', from, '--out', out)
  expect(told).toContain('1 customer changes, 47 are as they should be: 1 request\n')
  expect(told).toContain('Lifecycle_Stage by hand →')
})

test('ends in a sentence where nothing can be done', () => {
  expect(sync('sap')).toMatchObject({ code: 1, err: 'There is no CRM “sap” here: zoho or fxiaoke.\n' })
  expect(sync('zoho', '--from', join(work, 'nowhere')).err).toMatch(/^There is no folder/)
  expect(sync('zoho', '--colour')).toMatchObject({ code: 1 })
  const broken = join(work, 'broken')
  cpSync(`${home}/recorded/zoho`, broken, { recursive: true })
  writeFileSync(join(broken, 'Returns.json'), '{')
  expect(sync('zoho', '--from', broken)).toMatchObject({ code: 1, err: 'Returns.json is not JSON.\n' })
})
