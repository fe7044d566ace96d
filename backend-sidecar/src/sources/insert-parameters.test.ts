import { describe, expect, test } from '@jest/globals';
import { readParameters } from './insert-parameters.ts';

const read = (query: string, headers: Readonly<Record<string, string>> = {}) =>
  readParameters(new URLSearchParams(query), headers);

describe('readParameters', () => {
  test('a request that names nothing has no parameters', () => {
    expect(read('')).toEqual({});
    expect(read('_msg_field=&ignore_fields=,%20,&extra_fields=')).toEqual({});
  });

  test('reads each parameter from the query', () => {
    const query =
      '_msg_field=text,msg&_time_field=ts&_stream_fields=app,%20host&ignore_fields=a,b*&decolorize_fields=_msg' +
      '&preserve_json_keys=ctx&extra_fields=env=prod,note=a=b';
    expect(read(query)).toEqual({
      msgField: ['text', 'msg'],
      timeField: ['ts'],
      streamFields: ['app', 'host'],
      ignoreFields: ['a', 'b*'],
      decolorizeFields: ['_msg'],
      preserveJsonKeys: ['ctx'],
      extraFields: { env: 'prod', note: 'a=b' },
    });
  });

  test('reads each parameter from its header', () => {
    const headers = {
      'vl-msg-field': 'text',
      'vl-time-field': 'ts',
      'vl-stream-fields': 'app',
      'vl-ignore-fields': 'a',
      'vl-decolorize-fields': 'b',
      'vl-preserve-json-keys': 'c',
      'vl-extra-fields': 'env=prod',
    };
    expect(read('', headers)).toEqual({
      msgField: ['text'],
      timeField: ['ts'],
      streamFields: ['app'],
      ignoreFields: ['a'],
      decolorizeFields: ['b'],
      preserveJsonKeys: ['c'],
      extraFields: { env: 'prod' },
    });
  });

  test('the query wins over the header, each parameter by itself', () => {
    const headers = { 'vl-msg-field': 'header', 'vl-time-field': 'header', 'vl-extra-fields': 'from=header' };
    expect(read('_msg_field=query&extra_fields=from=query', headers)).toEqual({
      msgField: ['query'],
      timeField: ['header'],
      extraFields: { from: 'query' },
    });
  });

  test('more stream fields than a stream may have are refused with the number', () => {
    expect(() => read('_stream_fields=a,b,c,d,e,f,g,h,i')).toThrow('names 9 fields; a stream has at most 8');
  });

  test.each(['env', '=prod', 'env=prod,host'])('extra_fields=%s is refused with its form', (text) => {
    expect(() => read(`extra_fields=${encodeURIComponent(text)}`)).toThrow('name=value pairs');
  });

  test('an extra field called __proto__ is a field', () => {
    expect(Object.entries(read('extra_fields=__proto__=x').extraFields ?? {})).toEqual([['__proto__', 'x']]);
  });
});
