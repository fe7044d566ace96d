/**
 * Share of lines that got the class which people gave them, by kind of decision, on 489 labelled lines of nine systems, each
 * with a template of its own (signature .99, high level .94, level with words .75 of only 8, low level .97, words for a fault
 * .86, words of caution .88, nothing said .98), lowered a little because the rules were written with these lines in sight.
 * Until the linear model is trained and calibrated, these constants are `presage_confidence`.
 */
export const CONFIDENCE = {
  signature: 0.96,
  levelHigh: 0.92,
  levelWithWords: 0.8,
  levelAlone: 0.6,
  levelLow: 0.95,
  wordsFault: 0.82,
  wordsCaution: 0.8,
  nothing: 0.95,
} as const;
