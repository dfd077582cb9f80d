/** `npm start [files.csv …] [options]`: a CRM's export in, the customer tier table out. Reads like a program of your own; everything it calls is beside it or in `tierwise/…`. */
import { run } from './run.mjs'

// `npm start | head`: a reader that has seen enough is no failure.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = run(process.argv.slice(2), { cwd: process.cwd(), stdout: process.stdout, stderr: process.stderr })
