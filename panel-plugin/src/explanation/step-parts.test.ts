import { stepParts } from './step-parts';

describe('a step', () => {
  it('is words and code', () => {
    expect(stepParts('See `df -h` and `df -i`')).toEqual([
      { text: 'See ', isCode: false },
      { text: 'df -h', isCode: true },
      { text: ' and ', isCode: false },
      { text: 'df -i', isCode: true },
    ]);
  });

  it('does not show a command twice that stands below it', () => {
    expect(stepParts('Compare the clocks: `chronyc tracking`', 'chronyc tracking')).toEqual([
      { text: 'Compare the clocks', isCode: false },
    ]);
    expect(stepParts('See `df -h` and `df -i`', 'df -h')).toHaveLength(4);
  });

  it('keeps a backtick that stands alone', () => {
    expect(stepParts('a ` b')).toEqual([{ text: 'a ` b', isCode: false }]);
  });
});
