import { EventCutter } from './event-stream';

const stream =
  ': open\n\nevent: context\ndata: {"a":1}\n\n: alive\n\nevent: answer\r\ndata: first\r\ndata: second\r\n\r\n';
const events = [
  { event: 'context', data: '{"a":1}' },
  { event: 'answer', data: 'first\nsecond' },
];

describe('a stream of events', () => {
  it('gives the same events however it is cut', () => {
    for (let size = 1; size <= stream.length; size++) {
      const cutter = new EventCutter();
      const cut = stream.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect(cut.flatMap((piece) => cutter.push(piece))).toEqual(events);
    }
  });

  it('several events may come as one piece', () => {
    expect(new EventCutter().push(stream)).toEqual(events);
  });

  it('what no blank line ended is no event', () => {
    expect(new EventCutter().push('event: answer\ndata: {"half":')).toEqual([]);
  });

  it('a value may hold a colon, and begins after one space', () => {
    expect(new EventCutter().push('data:  at 10:00\n\n')).toEqual([{ event: 'message', data: ' at 10:00' }]);
  });
});
