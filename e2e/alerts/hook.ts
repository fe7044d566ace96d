import { createHmac } from 'node:crypto';
import { openReceiver } from './receiver.ts';

export const HOOK_SECRET = 'sh$hush';

/** Grafana's own alert JSON, as far as users' programs read it. */
export interface Post {
  readonly title: string;
  readonly message: string;
  readonly status: 'firing' | 'resolved';
  readonly receiver: string;
  readonly truncatedAlerts: number;
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly values: Readonly<Record<string, number>> | null;
    readonly startsAt: string;
  }[];
  readonly bytes: number;
  readonly isSigned: boolean;
}

export interface Hook {
  readonly url: string;
  readonly posts: readonly Post[];
  close(): Promise<void>;
}

/** A program of a user that takes alerts. */
export async function openHook(): Promise<Hook> {
  const posts: Post[] = [];
  const { url, close } = await openReceiver(({ body, headers }) => {
    const signature = createHmac('sha256', HOOK_SECRET).update(body).digest('hex');
    const post = JSON.parse(body) as Omit<Post, 'bytes' | 'isSigned'>;
    posts.push({
      ...post,
      bytes: Buffer.byteLength(body),
      isSigned: headers['x-grafana-alerting-signature'] === signature,
    });
    return {};
  });
  return { url: `${url}/hook?a=$b`, posts, close };
}
