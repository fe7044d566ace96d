import type { Answer } from '@presage/contract';

const LOOKING =
  /^(if not, )?(find|see|look|check|compare|read|ask|count|list|search|test|note|describe|watch|measure|identify|confirm|resolve the name|wait|save|reach|work out|make sure|explain|pull the image|take a (thread dump|cpu profile)|open the (dump|console)|call the probe|try (the|it|a renewal)|do not|plan)\b/i;
/** What begins with a look may still end with a change. */
const THEN_CHANGES =
  /[;,] (then |and |or )?(raise|restart|remove|delete|roll back|end|replace|reload|lower|move|renew|grant)\b/i;
const RISKY =
  /\b(delet|remov|drop|kill|format|truncat|purg|wipe|force|replac|reboot|boot the|rebuild|prune|restore|resync|re-seed|anew from|from a backup|shut down|drain)/i;
const CHANGING =
  /\b(restart|reload|roll|undo|revert|raise|lower|block|set|grow|change|stop|start|disable|enable|enlarge|move|scale|renew|rotate|fix|add|free|close|limit|increase|reduce|isolate|update|give|end|deploy|switch|correct|fail (over|the service over)|promote|vacuum|compact|defragment|detach|unlock|clear|reset|install|migrations?|chmod|flush hosts)\b/i;

/** What a step may cost, by its words. */
export function riskOf(step: string): Answer['remediation'][number]['risk'] {
  if (LOOKING.test(step) && !THEN_CHANGES.test(step)) return 'none';
  if (RISKY.test(step)) return 'high';
  return CHANGING.test(step) ? 'medium' : 'low';
}
