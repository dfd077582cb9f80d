export { adoptChurnPolicy } from './adopt.js'
export {
  type BadExperience,
  type BadExperienceColumns,
  type BadExperienceOptions,
  type BadExperienceTable,
  scoreBadExperience,
} from './bad-experience.js'
export { type CalibrateChurnOptions, type CalibratedScore, type ChurnCalibration, calibrateChurn } from './calibrate-churn.js'
export { defineChurnPolicy, safeDefineChurnPolicy } from './define.js'
export type { ChurnPolicy, WarningLevel, WarningSign } from './definition.js'
export { type ChurnDecision, type ChurnTable, evaluateChurn, evaluateChurnTable } from './evaluate-churn.js'
export { fitRhythm, type RhythmModel, type StepCurve, safeFitRhythm } from './fit-rhythm.js'
export {
  chooseThreshold,
  judgeRisk,
  type RiskBin,
  type RiskCut,
  type RiskJudgement,
  type WarningCosts,
  type WarningThreshold,
} from './judge-risk.js'
export { type RetentionCurve, retentionCurve, type Tenure } from './retention-curve.js'
export { type DeclineColumns, type DeclineTable, scoreDecline } from './score-decline.js'
export { explainRhythm, type RhythmColumns, type RhythmOptions, type RhythmSubject, type RhythmTable, scoreRhythm } from './score-rhythm.js'
export { standardChurnPolicy } from './standard-policy.js'
export { summarizeWindows, type WindowColumns, type WindowTable } from './summarize-windows.js'
