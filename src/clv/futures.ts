/** The purchase models by kind, for verbs that take any of them. */

import { purchasesPmfAlive as betaGeometricPmf } from './beta-geometric.js'
import { bgBbFuture, purchasesPmfAlive as bgBbPmf } from './bgbb.js'
import { bgNbdFuture } from './bgnbd.js'
import type { BgBbModel } from './fit-bgbb.js'
import type { BgNbdModel } from './fit-bgnbd.js'
import type { MbgNbdModel } from './fit-mbgnbd.js'
import type { ParetoNbdModel } from './fit-paretonbd.js'
import type { Future, PurchasesPmf } from './future.js'
import { mbgNbdFuture } from './mbgnbd.js'
import { paretoNbdFuture, purchasesPmfAlive as paretoNbdPmf } from './paretonbd.js'

export type PurchaseModel = BgNbdModel | MbgNbdModel | ParetoNbdModel | BgBbModel

/** The arithmetic of one kind of purchase model. */
export type PurchaseFuture = typeof bgNbdFuture | typeof paretoNbdFuture | typeof bgBbFuture | Future<object>

const FUTURES = { bgnbd: bgNbdFuture, mbgnbd: mbgNbdFuture, paretonbd: paretoNbdFuture, bgbb: bgBbFuture }

/** The future of whichever kind the model is; a model and its kind are one JSON object, so the pairing holds. Brings all kinds along: name one where bytes count. */
export function futureOf(model: PurchaseModel): Future<object> {
  return FUTURES[model.kind] as unknown as Future<object>
}

const PMFS = { bgnbd: betaGeometricPmf, mbgnbd: betaGeometricPmf, paretonbd: paretoNbdPmf, bgbb: bgBbPmf }

/** As `futureOf`, for the chances of purchase counts. */
export function pmfOf(model: PurchaseModel): PurchasesPmf<object> {
  return PMFS[model.kind] as unknown as PurchasesPmf<object>
}
