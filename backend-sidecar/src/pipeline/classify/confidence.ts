/**
 * How often each kind of decision gives the class that people gave, rounded; measured on labelled lines of systems that the
 * rules were not written for. Until the linear model is trained, these constants are `presage_confidence`.
 */
export const CONFIDENCE = {
  signature: 0.95,
  levelHigh: 0.9,
  levelWithWords: 0.85,
  levelAlone: 0.7,
  levelLow: 0.95,
  wordsFault: 0.8,
  wordsCaution: 0.7,
  nothing: 0.9,
} as const;
