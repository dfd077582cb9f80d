import { adoptProgram } from './adopt.js'
import type { ProgramDefinition } from './definition.js'
export const defineProgram = (config: unknown): ProgramDefinition => adoptProgram(config)
export const safeDefineProgram = defineProgram
