/** Run as a process of its own. */

import { answers, machineOffset } from './answers.js'

process.stdout.write(JSON.stringify({ machineOffset: machineOffset(), answers: answers() }))
