import { describe, expect, test } from '@jest/globals';
import { Backlog } from './backlog.ts';

describe('the backlog', () => {
  test('a sender over its share is told to wait, another is not, and stored lines free the share', () => {
    const backlog = new Backlog(1000);
    backlog.add('a', 600, 20_000);
    backlog.add('b', 10, 40_000);
    expect(backlog.isOver('a')).toBe(true);
    expect(backlog.isOver('b')).toBe(false);
    backlog.release(20_000);
    expect(backlog.isOver('a')).toBe(false);
  });

  test('bytes are freed only when every line of their step is stored', () => {
    const backlog = new Backlog(1000);
    backlog.add('a', 300, 1);
    backlog.add('a', 300, 2);
    backlog.release(1);
    expect(backlog.isOver('a')).toBe(true);
    backlog.release(2);
    expect(backlog.isOver('a')).toBe(false);
  });
});
