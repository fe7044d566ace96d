import type { Answer } from '@presage/contract';

const LOOKING = /^(find|see|look|check|compare|read|ask|count|list|search|test) /i;
const RISKY = /\b(delet|remov|drop|kill|format|truncat|purg|wipe|force|replace|reboot|rebuild|prune)/i;
const CHANGING =
  /\b(restart|roll back|undo|revert|raise|lower|block|set|grow|change|stop|start|disable|enable|move|scale|renew|rotate|fix|add|free|close|limit|increase|reduce)\b/i;

/** What a step may cost, by its words. */
export function riskOf(step: string): Answer['remediation'][number]['risk'] {
  if (LOOKING.test(step)) return 'none';
  if (RISKY.test(step)) return 'high';
  return CHANGING.test(step) ? 'medium' : 'low';
}
