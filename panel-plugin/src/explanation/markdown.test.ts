import { EXPLANATION } from '../ask/explanation.fixture';
import { toMarkdown } from './markdown';

describe('an explanation as Markdown', () => {
  it('has the line, the causes with their evidence, the steps with their risk, and who answered', () => {
    const text = toMarkdown(EXPLANATION);
    expect(text).toContain('### Incident (82 % sure)');
    expect(text).toContain('```text\npayment failed: refused\n```');
    expect(text).toContain('- The payment service was stopped (80 %) \\[L1\\]');
    expect(text).toContain(
      '1. Look whether it runs (only looks)\n\n   ```text\n   systemctl status pay\n   ```',
    );
    expect(text).toContain('2. Start it (medium risk)');
    expect(text).toContain('`2026-11-21T09:00:00.000Z pay listener closed`');
    expect(text).toContain('Answered by rules, 2026-11-21T09:05:00.000Z. Read from 3 of 40 lines.');
  });

  it.each([
    ['an image', '![x](http://evil.example/y.png)'],
    ['a link', '[click](http://evil.example)'],
    ['a bare address', 'see http://evil.example or www.evil.example'],
    ['HTML', '<img src=x onerror=alert(1)>'],
    ['a mention', '@everyone look'],
    ['a heading in a new paragraph', 'a\n\n# Incident solved'],
  ])('holds no markup of logs or models: %s', (_name, evil) => {
    const text = toMarkdown({ ...EXPLANATION, what_happened: evil, unknowns: [evil] });
    expect(text).not.toContain(evil);
    expect(text).not.toMatch(/(^|[^\\])!\[|(^|[^\\])\]\(|(^|[^\\])<img|https?:\/\/|^# |@\w|www\./m);
  });

  it('code of a step is code, and nothing behind it escapes its ticks', () => {
    const remediation = [
      { step: 'See `df -h` and `df -i`', risk: 'none' as const, command: 'df -h' },
      { step: 'Read the stack: `jstack PID`', risk: 'none' as const, command: 'jstack PID' },
    ];
    const text = toMarkdown({ ...EXPLANATION, remediation });
    expect(text).toContain('1. See `df -h` and `df -i` (only looks)');
    expect(text).toContain('2. Read the stack (only looks)\n\n   ```text\n   jstack PID\n   ```');
  });

  it('a fence is longer than the ticks of what it holds', () => {
    const line = {
      ...EXPLANATION.context.lines[1],
      message: '```\n# out\n````',
    } as (typeof EXPLANATION.context.lines)[0];
    const text = toMarkdown({ ...EXPLANATION, context: { ...EXPLANATION.context, lines: [line] } });
    expect(text).toContain('`````text\n```\n# out\n````\n`````');
  });
});
