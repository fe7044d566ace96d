import { fireEvent, render, screen } from '@testing-library/react';
import React, { type ComponentProps, type FocusEvent } from 'react';
import type { CodeEditor } from '@grafana/ui';
import { QueryJson } from './QueryJson';

jest.mock('@grafana/ui', () => ({
  ...jest.requireActual<object>('@grafana/ui'),
  CodeEditor: ({ value, onBlur }: ComponentProps<typeof CodeEditor>) => (
    <textarea
      defaultValue={value}
      onBlur={({ target }: FocusEvent<HTMLTextAreaElement>) => onBlur?.(target.value)}
    />
  ),
}));

const query = { refId: 'B', key: 'Q-1', version: 1, query_type: 'logs' as const, hide: false, limit: 5 };

test('what is left as it was runs nothing', () => {
  const onRun = jest.fn();
  render(<QueryJson query={query} onRun={onRun} />);
  fireEvent.blur(screen.getByRole('textbox'));
  expect(onRun).not.toHaveBeenCalled();
});

test("what is changed keeps what Grafana knows the query by, and a mistake is told until it's mended", () => {
  const onRun = jest.fn();
  render(<QueryJson query={query} onRun={onRun} />);
  const editor = screen.getByRole('textbox');
  fireEvent.blur(editor, { target: { value: '{"limit": 7' } });
  expect(screen.getByText(/This is not JSON/)).toBeInTheDocument();
  fireEvent.blur(editor, { target: { value: '{"query_type": "stats"}' } });
  expect(onRun.mock.calls).toEqual([
    [{ refId: 'B', key: 'Q-1', version: 1, query_type: 'stats', hide: false }],
  ]);
  expect(screen.queryByText(/This is not JSON/)).not.toBeInTheDocument();
});
