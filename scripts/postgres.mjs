/**
 * A real PostgreSQL server of one's own on the loopback address, from whatever the machine has installed; gone when stopped.
 * The server refuses to run as root, so under root it runs as the user `postgres` that its package made.
 */
import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The folder of `initdb` and `pg_ctl`, newest version first; undefined where there is none. */
export function postgresFolder() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const own = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim()
  return [...versions.map((version) => `${debian}/${version}/bin`), own].find((folder) => folder && existsSync(`${folder}/initdb`))
}

/**
 * @param settings lines of postgresql.conf: `{ fsync: 'off' }`
 * @returns `{ url, port, stop() }`, or undefined where PostgreSQL is not installed
 */
export async function startPostgres(settings = {}) {
  const bin = postgresFolder()
  if (bin === undefined) return undefined
  const home = mkdtempSync(join(tmpdir(), 'tierwise-postgres-'))
  const user = process.getuid?.() === 0 ? serverUser() : undefined
  if (user) chownSync(home, user.uid, user.gid)
  const port = await freePort()
  const run = (program, args) => {
    const { status, stdout, stderr } = spawnSync(`${bin}/${program}`, args, { encoding: 'utf8', cwd: home, ...user })
    if (status !== 0) throw new Error(`${program}: ${stdout}${stderr}`)
  }
  const data = `${home}/data`
  try {
    run('initdb', ['--pgdata', data, '--username=tierwise', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'])
    const options = Object.entries({ port, listen_addresses: '127.0.0.1', unix_socket_directories: home, ...settings })
    run('pg_ctl', [
      'start',
      '--wait',
      '--pgdata',
      data,
      '--log',
      `${home}/log`,
      '--options',
      options.map(([key, value]) => `-c ${key}='${value}'`).join(' '),
    ])
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    throw error
  }
  return {
    port,
    url: `postgres://tierwise@127.0.0.1:${port}/postgres`,
    stop() {
      run('pg_ctl', ['stop', '--mode=immediate', '--pgdata', data])
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function serverUser() {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'))
  if (!line) throw new Error('PostgreSQL does not run as root, and there is no user “postgres”.')
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
