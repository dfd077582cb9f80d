/** The front door: every room's public names. A room can also be imported alone, `tierwise/rfm`; bundlers take only what is used either way. */

export * from './affinity/index.js'
export * from './churn/index.js'
export * from './cluster/index.js'
export * from './clv/index.js'
export * from './facts/index.js'
export * from './messages/index.js'
export * from './portfolio/index.js'
export * from './preview/index.js'
export * from './rfm/index.js'
export * from './rules/index.js'
export * from './scorecard/index.js'
export * from './simulate/index.js'
