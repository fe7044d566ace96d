import { expect, test } from '@jest/globals';
import { renderSection } from './section.ts';

test('a bar in a cell begins no other cell', () => {
  const table = { columns: ['case', 'not met'], rows: [['disk', 'fix: disk|array']] };
  expect(
    renderSection({ title: 'Explanations', method: [], tables: [table] })
      .split('\n')
      .slice(2),
  ).toEqual(['| case | not met          |', '| ---- | ---------------- |', '| disk | fix: disk\\|array |']);
});
