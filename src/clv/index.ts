export type { BdwParams } from './bdw.js'
export type { BetaGeometricParams } from './beta-geometric.js'
export { type BgBbParams, bgBbFuture } from './bgbb.js'
export { bgNbdFuture } from './bgnbd.js'
export { type ClvRange, type ClvRangeOptions, clvRange } from './clv-range.js'
export { type ClvCandidate, type ClvComparison, type CompareClvOptions, compareClv, type JudgedCandidate } from './compare.js'
export { type NextPurchase, nextPurchase, purchaseChances, purchaseQuantile } from './distribution.js'
export { discountedOfNewcomer, expectedOfNewcomer } from './expected-purchases.js'
export { type BgBbModel, fitBgBb, safeFitBgBb } from './fit-bgbb.js'
export { type BgNbdModel, fitBgNbd, safeFitBgNbd } from './fit-bgnbd.js'
export {
  type BdwModel,
  type Contract,
  type Contracts,
  type FitContractOptions,
  fitBdw,
  fitSbg,
  type SbgModel,
  safeFitBdw,
  safeFitSbg,
} from './fit-contract.js'
export { fitGammaGamma, type GammaGammaModel, safeFitGammaGamma } from './fit-gamma-gamma.js'
export { fitMbgNbd, type MbgNbdModel, safeFitMbgNbd } from './fit-mbgnbd.js'
export type { Coefficient, FitNbdOptions, NbdCovariates, NbdModel } from './fit-nbd.js'
export { fitParetoNbd, type ParetoNbdModel, safeFitParetoNbd } from './fit-paretonbd.js'
export {
  type FitResponseOptions,
  fitResponse,
  predictResponse,
  type ResponseCoefficient,
  type ResponseModel,
  type ResponseOutcome,
  type ResponsePrediction,
  safeFitResponse,
} from './fit-response.js'
export { futureOf, type PurchaseFuture, type PurchaseModel } from './futures.js'
export type { GammaGammaParams } from './gamma-gamma.js'
export { historicValue, type PlainClv, plainClv, rateSoFar } from './historic-value.js'
export type { Histories, HistoryRow, HistoryTable } from './history.js'
export { type GroupRow, type Judgement, judgeForecast, type MeanWithInterval, type Validation, validatePurchases } from './judge.js'
export { type LikelihoodRatio, likelihoodRatio } from './likelihood-ratio.js'
export { mbgNbdFuture } from './mbgnbd.js'
export type { FitFigures, FittedModel } from './model.js'
export { parameterIntervals } from './parameter-intervals.js'
export { type ParetoNbdParams, paretoNbdFuture } from './paretonbd.js'
export { predictBgBb } from './predict-bgbb.js'
export { predictBgNbd } from './predict-bgnbd.js'
export {
  type ClvColumns,
  type ClvModels,
  type ClvPrediction,
  type ClvRow,
  type ClvSchedule,
  clvSchedule,
  type PredictClvOptions,
  predictClv,
} from './predict-clv.js'
export { type ContractCurve, type ContractFuture, type ContractModel, predictContract, predictRetention } from './predict-contract.js'
export { predictGammaGamma, type SpendPrediction } from './predict-gamma-gamma.js'
export { predictMbgNbd } from './predict-mbgnbd.js'
export type { PredictPurchasesOptions, PurchaseColumns, PurchasePrediction, PurchaseRow } from './predict-nbd.js'
export { predictParetoNbd } from './predict-paretonbd.js'
export { type ResponseColumns, type ResponseFeatures, responseFeatures } from './response-features.js'
export { type FrequencyHistogram, frequencyHistogram, type Tracking, trackPurchases } from './track.js'
export {
  explainValuePotential,
  type ValueCell,
  type ValuePotentialOptions,
  type ValuePotentialTable,
  valuePotential,
} from './value-potential.js'
