/** Words of a step, or code that stood between backticks. */
export interface StepPart {
  readonly text: string;
  readonly isCode: boolean;
}

/** A step as words and code. Code at its end that is shown below it as its command is not shown twice. */
export function stepParts(step: string, command?: string): readonly StepPart[] {
  const isShownBelow = command !== undefined && command !== '' && step.endsWith(`\`${command}\``);
  const text = isShownBelow ? step.slice(0, -command.length - 2).replace(/[\s:,]+$/, '') : step;
  return text
    .split(/(`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part) => {
      const isCode = /^`[^`]+`$/.test(part);
      return { text: isCode ? part.slice(1, -1) : part, isCode };
    });
}
