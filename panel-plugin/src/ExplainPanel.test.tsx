import React from 'react';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  dataFrameFromJSON,
  getDefaultTimeRange,
  LoadingState,
  toDataFrame,
  type DataFrame,
  type PanelProps,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { ExplainPanel } from './ExplainPanel';
import { EXPLANATION } from './ask/explanation.fixture';
import { ScriptedPoster } from './ask/stream.fixture';
import { ELASTICSEARCH, LOKI, PRESAGE } from './lines/recorded.fixture';
import { DEFAULT_OPTIONS, type PanelOptions } from './options';

const datasources = [
  { uid: 'presage', type: 'presage-logs-datasource', isDefault: true },
  { uid: 'loki', type: 'loki' },
];
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  getDataSourceSrv: () => ({
    getList: ({ pluginId }: { pluginId: string }) => datasources.filter(({ type }) => type === pluginId),
    getInstanceSettings: (uid: string) => datasources.find((one) => one.uid === uid),
  }),
}));

let poster: ScriptedPoster;
let classify: (lines: ReadonlyArray<Record<string, string>>) => Promise<unknown>;
const calls: Array<{ readonly path: string; readonly body: unknown }> = [];
jest.mock('./ask/resources', () => ({
  Resources: class {
    constructor(readonly uid: string) {}
    post(path: string, body: unknown, options: { signal: AbortSignal }) {
      return poster.post(`${this.uid}/${path}`, body, options);
    }
    preview(request: unknown) {
      calls.push({ path: 'preview', body: request });
      const engine = { name: 'gemini', model: 'm', prompt_version: '1' };
      return Promise.resolve({
        engine,
        configured: true,
        note: 'Sent when asked.',
        system: 'S',
        prompt: 'P <EMAIL_1>',
        lines: 3,
        redacted: 1,
      });
    }
    sendFeedback(id: string, feedback: unknown) {
      calls.push({ path: `feedback ${id}`, body: feedback });
      return Promise.resolve();
    }
    classify({ lines }: { lines: ReadonlyArray<Record<string, string>> }) {
      return classify(lines);
    }
    correct(correction: unknown) {
      calls.push({ path: 'corrections', body: correction });
      return Promise.resolve({});
    }
  },
}));

/** jsdom lays nothing out: the list would have no height and show no row. */
beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 900 });
  // Newer browsers answer with a promise, which React would take for what is to be called at the end of an effect.
  HTMLElement.prototype.scrollIntoView = (() => Promise.resolve()) as () => void;
  HTMLElement.prototype.scrollTo = () => undefined;
});

beforeEach(() => {
  poster = new ScriptedPoster();
  calls.length = 0;
  // What nobody answers changes nothing.
  classify = () => new Promise(() => undefined);
  signedInAs('Editor');
});

function signedInAs(orgRole: 'Viewer' | 'Editor', publicToken = ''): void {
  const user = {
    orgRole,
    orgId: 1,
    language: '',
    permissions: orgRole === 'Editor' ? { 'datasources:explore': true } : {},
  };
  Object.assign(config, {
    bootData: { user },
    exploreEnabled: true,
    publicDashboardAccessToken: publicToken,
  });
}

interface Shown {
  readonly frames?: readonly DataFrame[];
  readonly uid?: string;
  readonly options?: Partial<PanelOptions>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly state?: LoadingState;
  readonly width?: number;
}

function element({
  frames = [dataFrameFromJSON(PRESAGE)],
  uid = 'presage',
  options,
  variables = {},
  state,
  width = 1200,
}: Shown) {
  const type = datasources.find((one) => one.uid === uid)?.type ?? uid;
  const targets = [...new Set(frames.map(({ refId = 'A' }) => refId))].map((refId) => ({
    refId,
    datasource: { uid, type },
  }));
  const props = {
    data: {
      series: frames,
      state: state ?? LoadingState.Done,
      timeRange: getDefaultTimeRange(),
      request: { targets },
    },
    options: { ...DEFAULT_OPTIONS, ...options },
    width,
    height: 700,
    timeZone: 'utc',
    replaceVariables: (text: string) =>
      text.replace(/\$\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole),
  };
  return <ExplainPanel {...(props as unknown as PanelProps<PanelOptions>)} />;
}

const show = (shown: Shown = {}) => {
  const view = render(element(shown));
  return { refresh: (next: Shown) => view.rerender(element(next)) };
};
const settle = (change: () => void) =>
  act(async () => {
    change();
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  });
const rows = () => screen.getAllByRole('option');
const answer = (more: Partial<typeof EXPLANATION> = {}) =>
  settle(() => poster.stream.begin().send('answer', { ...EXPLANATION, ...more }));

describe('the list', () => {
  it('says of each line what it means, newest first', () => {
    show();
    expect(rows().map((row) => row.getAttribute('aria-label')?.slice(0, 44))).toEqual([
      'Incident, critical, 09:04:03.458, orders-db,',
      'Incident, critical, 09:04:03.331, orders-db,',
      expect.stringMatching(/^Preventive action, warning/),
    ]);
    expect(rows().map((row) => row.getAttribute('aria-posinset'))).toEqual(['1', '2', '3']);
  });

  it('counts the lines of a template', () => {
    show();
    expect(within(rows()[0] as HTMLElement).getByText('×2')).toBeInTheDocument();
  });

  it('shows the chosen classes only', async () => {
    show();
    await userEvent.click(screen.getByRole('button', { name: /Preventive action 1/ }));
    expect(rows()).toHaveLength(1);
    expect(screen.getByText('1 of 3 lines')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /All 3/ }));
    expect(rows()).toHaveLength(3);
  });

  it('of another datasource is judged by Presage, and filtered by that', async () => {
    classify = (asked) =>
      Promise.resolve({
        lines: asked.map(({ _msg = '' }) => ({
          presage_class: _msg.includes('no space left') ? 'incident' : 'normal',
          presage_severity: 'error',
        })),
      });
    show({ frames: [dataFrameFromJSON(LOKI)], uid: 'loki' });
    await userEvent.click(await screen.findByRole('button', { name: /Incident 1/ }));
    expect(rows()).toHaveLength(1);
    expect(within(rows()[0] as HTMLElement).getByText('Incident').parentElement?.title).toMatch(
      /this line alone/,
    );
  });

  it('of another datasource says by a dash why there is no class', async () => {
    classify = () => Promise.reject(new Error('The sidecar is away.'));
    show({ frames: [dataFrameFromJSON(LOKI)], uid: 'loki' });
    await screen.findAllByTitle('The sidecar is away.');
    expect(screen.queryByRole('group')).toBeNull();
  });

  it('of another datasource is asked about again by a refresh when that failed, and not before', async () => {
    const asked = jest.fn(() => Promise.reject(new Error('The sidecar is away.')));
    classify = asked;
    const { refresh } = show({ frames: [dataFrameFromJSON(LOKI)], uid: 'loki' });
    await screen.findAllByTitle('The sidecar is away.');
    expect(asked).toHaveBeenCalledTimes(1);
    classify = (lines) =>
      Promise.resolve({ lines: lines.map(() => ({ presage_class: 'normal', presage_severity: 'info' })) });
    refresh({ frames: [dataFrameFromJSON(LOKI)], uid: 'loki' });
    expect(await screen.findByRole('group', { name: 'Filter by class' })).toBeInTheDocument();
    expect(screen.queryByTitle('The sidecar is away.')).toBeNull();
  });

  it('on a public dashboard asks nothing, and says so by a dash', () => {
    signedInAs('Viewer', 'public');
    const asked = jest.fn();
    classify = asked;
    show({ frames: [dataFrameFromJSON(LOKI)], uid: 'loki' });
    expect(screen.getAllByTitle(/public dashboard asks nothing/)).toHaveLength(4);
    expect(asked).not.toHaveBeenCalled();
  });

  it('of lines without a class has no classes to filter by, and no badge', () => {
    show({ frames: [dataFrameFromJSON(LOKI)], uid: 'loki' });
    expect(rows()).toHaveLength(4);
    expect(screen.queryByRole('group')).toBeNull();
    expect(screen.queryByText('Normal')).toBeNull();
  });

  it('is one stop of the Tab key: arrows move, Enter opens, and nothing is asked on the way', async () => {
    show();
    await userEvent.tab();
    while (document.activeElement?.getAttribute('role') !== 'listbox') await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    const active = () =>
      document.getElementById(screen.getByRole('listbox').getAttribute('aria-activedescendant') ?? '');
    expect(active()).toBe(rows()[1]);
    expect(poster.asked).toEqual([]);
    await userEvent.keyboard('{Enter}');
    expect(poster.asked.map(({ body }) => body['event_id'])).toEqual(['mwq6lfr7-yw48fna5-0000000lf9']);
    expect(rows()[1]).toHaveAttribute('aria-selected', 'true');
  });

  it.each([
    ['Loading lines …', { frames: [], state: LoadingState.Loading }],
    ['No lines in this time range.', { frames: [] }],
    ['The query gives no log lines.', { frames: [toDataFrame({ fields: [{ name: 'v', values: [1] }] })] }],
  ])('without lines says why: %s', (text, shown) => {
    show(shown);
    expect(screen.getByText(text)).toBeInTheDocument();
  });
});

describe('opening a line', () => {
  it('asks what costs nothing, of the datasource of the line', async () => {
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    expect(poster.asked).toHaveLength(1);
    expect(poster.asked[0]).toMatchObject({
      path: 'presage/explain',
      body: { event_id: 'mwq6lfuq-yw48fna5-0000000lfd', engine: 'cached' },
    });
  });

  it('shows the answer with causes, steps and who answered', async () => {
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    await answer();
    expect(screen.getByText('The payment service stopped listening.')).toBeInTheDocument();
    expect(screen.getAllByRole('meter').map((bar) => bar.getAttribute('aria-valuenow'))).toEqual([
      '80',
      '30',
    ]);
    expect(screen.getByText('systemctl status pay')).toBeInTheDocument();
    expect(screen.getByText('medium risk')).toBeInTheDocument();
    expect(screen.getByText('Why it was stopped')).toBeInTheDocument();
    expect(screen.getByTestId('presage-engine')).toHaveTextContent('Rules engine, no model asked');
  });

  it('never asks again when the dashboard refreshes, nor when the line is opened again', async () => {
    const { refresh } = show();
    await userEvent.click(rows()[0] as HTMLElement);
    await answer();
    for (let time = 0; time < 3; time++) refresh({ frames: [dataFrameFromJSON(PRESAGE)] });
    await userEvent.click(screen.getByRole('button', { name: 'Close the explanation' }));
    await userEvent.click(rows()[0] as HTMLElement);
    expect(poster.asked).toHaveLength(1);
    expect(screen.getByText('The payment service stopped listening.')).toBeInTheDocument();
  });

  it('stays open when a refresh pushes the line out of the list', async () => {
    const { refresh } = show();
    await userEvent.click(rows()[0] as HTMLElement);
    await answer();
    refresh({ frames: [dataFrameFromJSON(LOKI)], uid: 'loki' });
    expect(screen.getByText('The payment service stopped listening.')).toBeInTheDocument();
    expect(poster.asked).toHaveLength(1);
  });

  it('asks nothing by itself where that is switched off', async () => {
    show({ options: { autoExplain: false } });
    await userEvent.click(rows()[0] as HTMLElement);
    expect(poster.asked).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Explain' }));
    expect(poster.asked[0]?.body).toMatchObject({ engine: 'model' });
  });

  it('of another datasource asks the default Presage datasource, with the line and those around it', async () => {
    show({ frames: [dataFrameFromJSON(LOKI)], uid: 'loki' });
    await userEvent.click(rows()[0] as HTMLElement);
    expect(poster.asked[0]).toMatchObject({
      path: 'presage/explain',
      body: {
        message: 'could not write reservation: no space left on device',
        source: { type: 'loki', uid: 'loki' },
      },
    });
    expect(poster.asked[0]?.body['lines']).toHaveLength(3);
  });
});

describe('who answered', () => {
  it('a model is named, and what was hidden from it counted', async () => {
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    await answer({ engine: { name: 'gemini', model: 'gemini-x', prompt_version: '1' }, redacted: 2 });
    expect(screen.getByTestId('presage-engine')).toHaveTextContent('Answered by gemini · gemini-x');
    expect(screen.getByTestId('presage-engine')).toHaveTextContent('2 values hidden');
  });

  it('where the rules engine stood in for the model, the reason is shown', async () => {
    show({ options: { autoExplain: false } });
    await userEvent.click(rows()[0] as HTMLElement);
    await userEvent.click(screen.getByRole('button', { name: 'Explain' }));
    const partial = {
      engine: { name: 'gemini', model: 'gemini-x', prompt_version: '1' },
      answer: { what_happened: 'Half an ans' },
    };
    await settle(() => poster.stream.begin().send('partial', partial));
    expect(screen.getByText('Half an ans')).toBeInTheDocument();
    expect(screen.getByText('gemini-x is writing …')).toBeInTheDocument();
    const reason = 'The budget of today is used up.';
    await settle(() =>
      poster.stream.send('answer', { ...EXPLANATION, engine: { ...EXPLANATION.engine, reason } }),
    );
    expect(screen.getByText(reason)).toBeInTheDocument();
    expect(screen.queryByText('Half an ans')).toBeNull();
  });

  it('a model that was spared can be asked, and is asked anew', async () => {
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    await answer({ engine: { ...EXPLANATION.engine, reason: 'The model was not asked.' } });
    await userEvent.click(screen.getByRole('button', { name: 'Ask the model' }));
    expect(poster.asked[1]?.body).toMatchObject({ engine: 'model' });
  });

  it('what would be sent is shown on demand', async () => {
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    await answer();
    expect(calls).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'What is sent' }));
    expect(await screen.findByText('P <EMAIL_1>')).toBeInTheDocument();
    expect(calls).toEqual([
      { path: 'preview', body: { event_id: 'mwq6lfuq-yw48fna5-0000000lfd', engine: 'model' } },
    ]);
  });
});

describe('an explanation under way', () => {
  it('can be stopped, and tried again', async () => {
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(poster.asked[0]?.signal.aborted).toBe(true);
    expect(screen.getByText('Stopped before the answer was complete.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(poster.asked).toHaveLength(2);
  });

  it('that fails says why and what helps', async () => {
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    await settle(() =>
      poster.stream.begin().send('error', { error: { code: 'not_found', message: 'No such event.' } }),
    );
    expect(screen.getByText('No such event.')).toBeInTheDocument();
    expect(screen.getByText('The line may be older than what the store keeps.')).toBeInTheDocument();
  });
});

describe('what logs and models wrote', () => {
  it('is text: no markup of it reaches the page', async () => {
    const evil =
      '<img src=x onerror=alert(1)> ![a](http://evil.example/x) [b](javascript:alert(1)) <a href="http://evil.example">c</a>';
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    await answer({
      what_happened: evil,
      unknowns: [evil],
      likely_causes: [{ text: evil, evidence_ids: ['L1'], confidence: 0.5 }],
      remediation: [{ step: evil, risk: 'none', command: evil }],
      context: {
        ...EXPLANATION.context,
        lines: EXPLANATION.context.lines.map((line) => ({ ...line, message: evil })),
      },
    });
    const pane = screen.getByTestId('presage-explanation');
    expect(within(pane).getAllByText(evil).length).toBeGreaterThan(3);
    expect(pane.querySelectorAll('img, iframe, a[href*="evil"], a[href^="javascript"]')).toHaveLength(0);
  });
});

describe('rights', () => {
  it('a Viewer gives feedback and corrects nothing, and has no way to Explore', async () => {
    signedInAs('Viewer');
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    await answer();
    await userEvent.click(screen.getByRole('button', { name: 'Useful' }));
    expect(calls).toEqual([{ path: 'feedback x1', body: { thumbs: 'up' } }]);
    expect(screen.queryByRole('button', { name: 'The class is wrong' })).toBeNull();
    expect(screen.queryByRole('link', { name: /Explore/ })).toBeNull();
  });

  it('an Editor corrects the class of the template and service', async () => {
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    await answer();
    expect(screen.getByRole('link', { name: /Explore/ })).toBeInTheDocument();
    const moved = jest.spyOn(HTMLElement.prototype, 'scrollIntoView');
    await userEvent.click(screen.getByRole('button', { name: 'The class is wrong' }));
    expect(moved.mock.contexts).toContain(screen.getByRole('form'));
    moved.mockRestore();
    await userEvent.click(screen.getByRole('radio', { name: 'Normal' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Why (optional)' }), 'planned');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(calls).toEqual([
      {
        path: 'corrections',
        body: { template_id: 'ef96e7377f02b01b', service: 'orders-db', class: 'normal', note: 'planned' },
      },
    ]);
    expect(await screen.findByText(/Recorded: lines of this kind are “Normal”/)).toBeInTheDocument();
  });

  it('on a public dashboard nothing is asked, and the panel says why', async () => {
    signedInAs('Viewer', 'token');
    show();
    await userEvent.click(rows()[0] as HTMLElement);
    expect(poster.asked).toEqual([]);
    expect(screen.getByText(/need a sign-in/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Explain' })).toBeNull();
  });
});

describe('a link to the dashboard', () => {
  it('opens the event that its variable names, in the list where it is there', () => {
    show({ variables: { event_id: 'mwq6lfuq-yw48fna5-0000000lfd' } });
    expect(poster.asked[0]?.body).toMatchObject({ event_id: 'mwq6lfuq-yw48fna5-0000000lfd' });
    expect(rows()[0]).toHaveAttribute('aria-selected', 'true');
  });

  it('opens the newest line of a template and service, which the panel need not have', async () => {
    show({ frames: [], variables: { template_id: 'abc', service: 'shop', event_id: '' } });
    expect(poster.asked[0]?.body).toMatchObject({ template_id: 'abc', service: 'shop', engine: 'cached' });
    await answer();
    expect(
      within(screen.getByTestId('presage-explanation')).getAllByText('payment failed: refused').length,
    ).toBeGreaterThan(0);
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  it('without a value opens nothing', () => {
    show({ variables: { event_id: '', template_id: '', service: 'shop' } });
    expect(poster.asked).toEqual([]);
    expect(rows()).toHaveLength(3);
  });
});

describe('inside Explore', () => {
  it('the line of an explain query is opened alone, with the datasource that the frame names', () => {
    const frame = dataFrameFromJSON(PRESAGE);
    const one = {
      ...frame,
      length: 1,
      fields: frame.fields.map((field) => ({ ...field, values: field.values.slice(0, 1) })),
      meta: {
        ...frame.meta,
        preferredVisualisationPluginId: 'presage-explain-panel',
        custom: { datasourceUid: 'presage' },
      },
    };
    show({ frames: [one], uid: '' });
    expect(poster.asked[0]?.path).toBe('presage/explain');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Close the explanation' })).toBeNull();
  });
});

describe('a narrow panel', () => {
  it('the keys go to the explanation, and back to the line in the list', async () => {
    const user = userEvent.setup();
    show({ width: 400 });
    await user.tab();
    await user.tab();
    while (document.activeElement?.getAttribute('role') !== 'listbox') await user.tab();
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(document.activeElement).toBe(screen.getByTestId('presage-explanation'));
    await user.click(screen.getByRole('button', { name: 'Back to the lines' }));
    const list = screen.getByRole('listbox');
    expect(document.activeElement).toBe(list);
    const active = list.getAttribute('aria-activedescendant');
    expect(rows().findIndex(({ id }) => id === active)).toBe(1);
  });

  it('shows the explanation in place of the list, with a way back', async () => {
    show({ width: 360 });
    await userEvent.click(rows()[0] as HTMLElement);
    expect(screen.queryByRole('listbox')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Back to the lines' }));
    expect(rows()).toHaveLength(3);
  });
});

describe('lines of several datasources', () => {
  it('stand in one list', () => {
    show({ frames: [dataFrameFromJSON(PRESAGE), dataFrameFromJSON(LOKI), dataFrameFromJSON(ELASTICSEARCH)] });
    expect(rows()).toHaveLength(10);
  });
});
