import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { PollBudget } from '../poll-budget.ts';
import type { PollClock } from '../poll-clock.ts';
import { pollErrorOf } from './cloudwatch-reader.ts';

/** Names of all log groups that begin so, of one region. Its requests count against the account's budget, too. */
export async function groupsThatBegin(
  client: CloudWatchLogsClient,
  prefix: string,
  { budget, clock, signal }: { budget: PollBudget; clock: PollClock; signal: AbortSignal },
): Promise<string[]> {
  const { DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const waitMs = budget.readyMs(false) - clock.monotonicMs();
    if (waitMs > 0) await clock.wait(waitMs, signal);
    budget.spend(false);
    const command = new DescribeLogGroupsCommand({
      ...(prefix === '' ? {} : { logGroupNamePrefix: prefix }),
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const page = await client.send(command, { abortSignal: signal }).catch((thrown: unknown) => {
      throw pollErrorOf(thrown, false);
    });
    for (const { logGroupName } of page.logGroups ?? [])
      if (logGroupName !== undefined) names.push(logGroupName);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return names;
}
