import { expect, test } from '@jest/globals';
import type { Filter } from '@presage/contract';
import { fakeApi, HOME, LOGIN_TEMPLATE, SHOP_TEMPLATE, table, template } from '../api.fixture.ts';
import { expandJoined } from './joined-filters.ts';

const [verdict] = template(SHOP_TEMPLATE, 'shop').verdicts;
const { api } = fakeApi({
  templates: table([
    template(SHOP_TEMPLATE, 'shop'),
    template(SHOP_TEMPLATE, 'till', { verdicts: verdict ? [{ ...verdict, category: 'security' }] : [] }),
    template(LOGIN_TEMPLATE, 'unknown', { verdicts: verdict ? [{ ...verdict, category: 'security' }] : [] }),
  ]),
});

function idsOf(op: Filter['op'], ...services: string[]): Filter | undefined {
  const category: Filter = { field: 'presage_category', op, values: ['security'] };
  const service: Filter[] = services.length === 0 ? [] : [{ field: 'service', op: '=|', values: services }];
  return expandJoined([category, ...service], api, HOME).filters[0];
}

const ids = (op: Filter['op'], ...values: string[]): Filter => ({ field: 'presage_template_id', op, values });

test('a category is that of templates in the services that are asked for', () => {
  expect(idsOf('=')).toEqual(ids('=|', SHOP_TEMPLATE, LOGIN_TEMPLATE));
  expect(idsOf('=', 'shop')).toEqual(ids('=|', 'none'));
  expect(idsOf('=', 'till')).toEqual(ids('=|', SHOP_TEMPLATE));
  expect(idsOf('!=', 'shop')).toEqual(ids('!=|', 'none'));
  expect(idsOf('!=', 'till')).toEqual(ids('!=|', SHOP_TEMPLATE));
});

test('lines that do not say their service have the templates of such lines', () => {
  expect(idsOf('=', '')).toEqual(ids('=|', LOGIN_TEMPLATE));
});
