import { dataFrameFromJSON } from '@grafana/data';
import { readLines } from '../lines/read-lines';
import { LOKI } from '../lines/recorded.fixture';
import { exploreLink } from './explore-link';

it('Explore gets the query of another datasource with the values of the variables in it', () => {
  const source = { refId: 'A', type: 'loki', uid: 'loki-1' };
  const [line] = readLines([dataFrameFromJSON(LOKI)], () => source, 'oldest');
  const query = { refId: 'A', expr: '{app=~"$app"}', nested: [{ of: '$app' }], maxLines: 10 };
  const url = exploreLink(line!, [query], false, (text) => text.replace('$app', 'web|stock')) ?? '';
  const panes = JSON.parse(new URL(url, 'http://grafana.test').searchParams.get('panes') ?? '') as object;
  expect(panes).toMatchObject({
    a: {
      datasource: 'loki-1',
      queries: [{ refId: 'A', expr: '{app=~"web|stock"}', nested: [{ of: 'web|stock' }], maxLines: 10 }],
    },
  });
});
