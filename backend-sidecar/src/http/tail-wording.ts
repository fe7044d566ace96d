import type { Notice, TailDropped } from '@presage/contract';
import type { StoredRow } from '../stores/store.ts';
import { logFrame } from './frames/log-frame.ts';
import type { ClassOf } from './query/corrected.ts';
import { rowText } from './row-text.ts';

/** How a live tail says what happens, as text of server-sent events; '' = nothing to send yet. */
export interface TailWording {
  line(row: StoredRow): string;
  dropped(dropped: TailDropped): string;
  /** What was held back to be said in one. Asked a few times a second. */
  held(): string;
}

/** An event for each line. */
export function lineByLine(): TailWording {
  return {
    line: (row) => eventText('line', rowText(row), row.fields['presage_event_id']),
    dropped: (dropped) => eventText('dropped', JSON.stringify(dropped)),
    held: () => '',
  };
}

/** Grafana's log frames of all lines of a moment: a browser cannot draw a frame for each line. */
export function inFrames(corrected: () => ClassOf): TailWording {
  const facts = {
    refId: '',
    executed: 'live',
    limit: 0,
    searchWords: [],
    datasourceUid: undefined,
    isPacked: false,
  };
  let rows: StoredRow[] = [];
  let notices: Notice[] = [];
  return {
    line(row) {
      rows.push(row);
      return '';
    },
    dropped({ dropped }) {
      const text = `${dropped === 1 ? '1 line' : `${dropped} lines`} came faster than a live tail shows: left out here.`;
      notices.push({ severity: 'warning', text });
      return '';
    },
    held() {
      if (rows.length === 0 && notices.length === 0) return '';
      const { schema, data } = logFrame(rows, corrected(), facts);
      const told = { schema: { ...schema, meta: { ...schema.meta, notices } }, data };
      rows = [];
      notices = [];
      return eventText('frame', JSON.stringify(told));
    },
  };
}

/** `data` is one line: JSON text has no line breaks. */
function eventText(event: string, data: string, id?: string): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`;
}
