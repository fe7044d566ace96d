import type { Cursor, Entry, EntryHead, Journal } from './journal.ts';

export function entryHead(head: Partial<EntryHead> = {}): EntryHead {
  return {
    type: 1,
    tenant: '0:0',
    source: 'jsonline',
    position: '',
    backfill: false,
    parameters: '',
    count: 1,
    ...head,
  };
}

export async function readAll(journal: Journal, from: Cursor = journal.tail()): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const { entry } of journal.read(from)) entries.push(entry);
  return entries;
}

export function textOf(entry: Entry): string {
  return Buffer.from(entry.payload).toString('utf8');
}

export async function readTexts(journal: Journal, from?: Cursor): Promise<string[]> {
  return (await readAll(journal, from)).map(textOf);
}
