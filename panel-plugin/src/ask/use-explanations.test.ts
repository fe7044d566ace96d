import { act, renderHook } from '@testing-library/react';
import { AskError } from './ask-error';
import { CONTEXT, EXPLANATION } from './explanation.fixture';
import { SILENCE_MS } from './explain-stream';
import { ScriptedPoster } from './stream.fixture';
import type { Target } from './target';
import { useExplanations, type Question } from './use-explanations';

const target: Target = { by: 'event', eventId: 'e2' };
const other: Target = { by: 'event', eventId: 'e9' };
const question = (of: Target = target, otherwise?: Target): Question => ({
  target: of,
  otherwise,
  how: { engine: 'cached' },
});

function asking(first = question()) {
  const poster = new ScriptedPoster();
  const hook = renderHook(() => useExplanations());
  act(() => hook.result.current.ask(poster, first));
  const state = (of: Target = target) => hook.result.current.of(of);
  /** What is sent is heard some microtasks later. */
  const settled = (change: () => void) =>
    act(async () => {
      change();
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    });
  return { poster, hook, state, settled };
}

describe('an explanation', () => {
  it('tells its context, then its growing parts, then the answer', async () => {
    const { poster, state, settled } = asking();
    expect(state()).toEqual({ is: 'asking', how: { engine: 'cached' } });
    await settled(() => poster.stream.begin().send('context', CONTEXT));
    expect(state()).toMatchObject({ is: 'asking', context: { target: 'L2' } });
    const partial = { engine: EXPLANATION.engine, answer: { what_happened: 'The pay' } };
    await settled(() => poster.stream.send('partial', partial));
    expect(state()).toMatchObject({ is: 'asking', context: { target: 'L2' }, partial });
    await settled(() => poster.stream.send('answer', EXPLANATION));
    expect(state()).toMatchObject({ is: 'answered', explanation: EXPLANATION });
  });

  it('that is stopped keeps what has come, and closes its connection', async () => {
    const { poster, hook, state, settled } = asking();
    await settled(() => poster.stream.begin().send('context', CONTEXT));
    await settled(() => hook.result.current.stop());
    expect(poster.asked[0]?.signal.aborted).toBe(true);
    expect(state()).toMatchObject({ is: 'stopped', context: { target: 'L2' } });
  });

  it('ends when another is asked for: a panel has one stream at a time', async () => {
    const { poster, hook, state, settled } = asking();
    await settled(() => hook.result.current.ask(poster, question(other)));
    expect(poster.asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(state(other).is).toBe('asking');
  });

  it('that costs nothing is asked for anew when it is gone back to; one of the model keeps what has come', async () => {
    const free = asking();
    await free.settled(() => free.hook.result.current.ask(free.poster, question(other)));
    expect(free.state().is).toBe('idle');
    const paid = asking({ ...question(), how: { engine: 'model' } });
    await paid.settled(() => paid.poster.stream.begin().send('context', CONTEXT));
    await paid.settled(() => paid.hook.result.current.ask(paid.poster, question(other)));
    expect(paid.state()).toMatchObject({ is: 'stopped', context: { target: 'L2' } });
  });

  it('whose connection goes silent fails, whether or not it is closed', async () => {
    jest.useFakeTimers();
    try {
      const { poster, state, settled } = asking();
      await settled(() => poster.stream.begin().send('context', CONTEXT));
      await settled(() => jest.advanceTimersByTime(SILENCE_MS - 1));
      expect(state().is).toBe('asking');
      await settled(() => jest.advanceTimersByTime(1));
      expect(state()).toMatchObject({ is: 'failed', error: { code: 'cut_off' } });
    } finally {
      jest.useRealTimers();
    }
  });

  it('closes its connection when the panel goes', () => {
    const { poster, hook } = asking();
    hook.unmount();
    expect(poster.asked[0]?.signal.aborted).toBe(true);
  });

  it('that breaks off says so', async () => {
    const { poster, state, settled } = asking();
    await settled(() => poster.stream.begin().send('context', CONTEXT).end());
    expect(state()).toMatchObject({ is: 'failed', error: { code: 'cut_off' }, context: { target: 'L2' } });
  });

  it('fails with the words of the sidecar', async () => {
    const { poster, state, settled } = asking();
    const error = { code: 'query_timeout', message: 'The query took longer than 20 s.' };
    await settled(() => poster.stream.begin().send('error', { error }));
    expect(state()).toMatchObject({ is: 'failed', error });
  });

  it('of a line that the store does not know is asked for by the line itself', async () => {
    const { poster, state, settled } = asking(question(target, other));
    await settled(() => poster.stream.refuse(new AskError('not_found', 'No such event.')));
    expect(poster.asked.map(({ body }) => body['event_id'])).toEqual(['e2', 'e9']);
    await settled(() => poster.stream.begin().send('answer', EXPLANATION));
    expect(state()).toMatchObject({ is: 'answered' });
  });

  it('an event of a name that is not known is passed over', async () => {
    const { poster, state, settled } = asking();
    await settled(() => poster.stream.begin().send('progress', {}).send('answer', EXPLANATION));
    expect(state().is).toBe('answered');
  });
});
