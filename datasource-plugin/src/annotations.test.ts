import { textUtil, type AnnotationQuery, type DataFrame } from '@grafana/data';
import { annotationSupport, eventsOf } from './annotations';
import { variableValues, Variables } from './variables';
import type { PresageQuery } from './query/model';

const support = annotationSupport();
const asked = (target: Partial<PresageQuery> | undefined) =>
  support.prepareQuery?.({
    name: 'x',
    enable: true,
    iconColor: 'red',
    target,
  } as AnnotationQuery<PresageQuery>);

describe('an annotation', () => {
  test('that was only just added asks for incidents', () => {
    const incidents = {
      query_type: 'logs',
      filters: [{ field: 'presage_class', op: '=|', values: ['incident'] }],
    };
    expect(asked(undefined)).toMatchObject(incidents);
    expect(asked({ refId: 'Anno' })).toMatchObject(incidents);
    expect(support.prepareAnnotation?.({ name: 'x' })?.target).toMatchObject(incidents);
  });

  test('is left as it is once it is right: the editor asks until then', () => {
    const prepared = support.prepareAnnotation?.({ name: 'x' });
    expect(support.prepareAnnotation?.(prepared)).toBe(prepared);
    const old = support.prepareAnnotation?.({ name: 'x', target: { refId: 'Anno', queryType: 'templates' } });
    expect(old?.target).toMatchObject({ query_type: 'templates' });
    expect(support.prepareAnnotation?.(old)).toBe(old);
  });

  test('with a query of its own asks for that and nothing more', () => {
    expect(asked({ refId: 'Anno', query_type: 'templates' })).toEqual({
      refId: 'Anno',
      version: 1,
      query_type: 'templates',
    });
  });
});

test.each(['body', 'template'])('a %s is shown as it stands, and is never a link or a picture', (name) => {
  const text = 'user <nil> & <img src="http://x.test/a.png"> <a href="http://x.test">x</a> <*>';
  const time = { name: name === 'body' ? 'timestamp' : 'first_seen', type: 'time', config: {}, values: [1] };
  const frame = { length: 1, fields: [time, { name, type: 'string', config: {}, values: [text] }] };
  const [event] = eventsOf(frame as unknown as DataFrame);
  const page = document.createElement('div');
  page.innerHTML = textUtil.sanitize(event?.text ?? '');
  expect(page.textContent).toBe(text);
  expect(page.children).toHaveLength(0);
});

test('a variable that was only just added lists services', async () => {
  expect(new Variables({} as never).getDefaultQuery()).toMatchObject({ kind: 'services' });
  const fieldValues = jest.fn().mockResolvedValue([{ value: 'shop', hits: 1 }]);
  const datasource = { resources: { fieldValues }, templates: () => ({ replace: (text: string) => text }) };
  const found = await variableValues(datasource as never, { refId: 'x' } as never, {} as never);
  expect(found).toEqual([{ text: 'shop', value: 'shop' }]);
  expect(fieldValues.mock.calls[0]?.[0]).toBe('service');
});
