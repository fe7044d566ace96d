import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { close, listen } from '../../loopback.fixture.ts';

export interface FakeEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  readonly logStreamName: string;
}

export interface FakeFaults {
  /** Events on a page. */
  pageEvents: number;
  /** Of so many pages one is empty though there is more; 0 = none. */
  emptyEvery: number;
  /** Of so many requests one is refused; 0 = none. */
  throttleEvery: number;
  /** Requests a second beyond which all are refused. */
  mostPerSecond: number;
}

/** A request of either kind. */
interface Asked {
  readonly logGroupName?: string;
  readonly logGroupNamePrefix?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly nextToken?: string;
}

/** CloudWatch Logs' JSON protocol, as far as it is asked: groups, and events that are there once they have come in. */
export class FakeCloudWatch {
  readonly groups = new Map<string, FakeEvent[]>();
  readonly faults: FakeFaults = {
    pageEvents: 10_000,
    emptyEvery: 0,
    throttleEvery: 0,
    mostPerSecond: Infinity,
  };
  readonly asked: {
    readonly action: string;
    readonly body: Asked;
    readonly atMs: number;
  }[] = [];
  refused = 0;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  async listen(): Promise<string> {
    return `http://127.0.0.1:${await listen(this.#server)}`;
  }

  close(): Promise<void> {
    return close(this.#server);
  }

  put(group: string, ...events: readonly FakeEvent[]): void {
    this.groups.set(group, [...(this.groups.get(group) ?? []), ...events]);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await json(request)) as Asked;
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    this.asked.push({ action, body, atMs: this.#nowMs() });
    if (this.#throttles()) {
      this.refused++;
      answer(response, 400, { __type: 'ThrottlingException', message: 'Rate exceeded' });
    } else if (action === 'DescribeLogGroups') answer(response, 200, this.#describe(body));
    else this.#filter(body, response);
  }

  #throttles(): boolean {
    const { throttleEvery, mostPerSecond } = this.faults;
    const { length } = this.asked;
    const nowMs = this.#nowMs();
    const lately = this.asked.slice(-1000).filter(({ atMs }) => atMs > nowMs - 1000).length;
    return (throttleEvery > 0 && length % throttleEvery === 0) || lately > mostPerSecond;
  }

  #describe({ logGroupNamePrefix = '', nextToken }: Asked): object {
    const names = [...this.groups.keys()].filter((name) => name.startsWith(logGroupNamePrefix));
    const at = Number(nextToken ?? 0);
    const logGroups = names.slice(at, at + 2).map((logGroupName) => ({ logGroupName }));
    return { logGroups, ...(at + 2 < names.length ? { nextToken: String(at + 2) } : {}) };
  }

  #filter(body: Asked, response: ServerResponse): void {
    const { logGroupName, startTime, endTime, nextToken, filterPattern } = body;
    const group = this.groups.get(logGroupName ?? '');
    if (group === undefined) {
      answer(response, 400, {
        __type: 'ResourceNotFoundException',
        message: 'The specified log group does not exist.',
      });
      return;
    }
    const events = group
      .filter(({ ingestionTime }) => ingestionTime <= this.#nowMs())
      .filter(({ timestamp }) => timestamp >= Number(startTime) && timestamp <= Number(endTime))
      .filter(({ message }) => filterPattern === undefined || message.includes(filterPattern))
      .sort((a, b) => a.timestamp - b.timestamp);
    const { emptyEvery, pageEvents } = this.faults;
    const [at = 0, tries = 0] = (nextToken ?? '0/0').split('/').map(Number);
    const isEmpty = emptyEvery > 0 && tries === 0 && this.asked.length % emptyEvery === 0;
    const end = isEmpty ? at : at + pageEvents;
    const more = isEmpty || end < events.length ? { nextToken: `${end}/${isEmpty ? 1 : 0}` } : {};
    answer(response, 200, { events: events.slice(at, end), searchedLogStreams: [], ...more });
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}
