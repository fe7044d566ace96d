import { describe, expect, test } from '@jest/globals';
import type { LogClass, Severity } from '@presage/contract';
import type { Signature } from '../../../knowledge/signature.ts';
import { SIGNATURES } from '../../../knowledge/signatures.ts';
import type { Fact } from '../fact.ts';
import { decide } from './decide.ts';
import type { Reading } from './reading.ts';
import { settle } from './settle.ts';
import { wordsOf } from './words.ts';

const severity = { critical: 0.1, error: 0.2, warning: 0.1, info: 0.4, debug: 0.2 };

function reading(shares: Readonly<Record<LogClass, number>>, wording: Reading['wording'] = 'none'): Reading {
  return {
    words: wordsOf('zorp'),
    wording,
    copes: false,
    softens: false,
    soothes: false,
    opinion: { class: shares, severity, category: [] },
    category: 'network',
    confidenceOf: (_, share) => share,
  };
}

const sureOfTrouble = { incident: 0.9, preventive_action: 0.06, normal: 0.04 };
const torn = { incident: 0.3, preventive_action: 0.3, normal: 0.4 };
const calm = { incident: 0.05, preventive_action: 0.05, normal: 0.9 };

describe('without signature and level', () => {
  test('a sure model decides', () => {
    expect(decide([], reading(sureOfTrouble), undefined)).toMatchObject({
      class: 'incident',
      severity: 'error',
      category: 'network',
      by: 'model',
    });
    expect(decide([], reading(calm), undefined)).toMatchObject({ class: 'normal', by: 'model' });
  });

  test('an unsure model abstains: normal by default', () => {
    expect(decide([], reading(torn), undefined)).toMatchObject({ class: 'normal', by: 'default' });
  });

  test('a known word of trouble tips a torn model, and its kind says which way', () => {
    expect(settle(reading(torn).opinion, 'fault').class).toBe('incident');
    expect(settle(reading(torn).opinion, 'caution').class).toBe('preventive_action');
  });

  test('a known word of trouble is talked out only by a model that is sure', () => {
    expect(settle(reading(calm).opinion, 'fault').class).toBe('normal');
  });
});

describe('with a level', () => {
  test('the model lowers neither an error nor a warning', () => {
    expect(decide([], reading(calm), 'error')).toMatchObject({ class: 'incident', by: 'level' });
    expect(decide([], reading(calm), 'warning')).toMatchObject({ class: 'preventive_action', by: 'level' });
  });

  test('the model alone raises no line of level info; with a word of trouble it does', () => {
    expect(decide([], reading(sureOfTrouble), 'info')).toMatchObject({ class: 'normal', by: 'level' });
    expect(decide([], reading(sureOfTrouble, 'fault'), 'info')).toMatchObject({
      class: 'preventive_action',
      by: 'model',
    });
  });
});

describe('a signature of what a program can cope with', () => {
  const refused = SIGNATURES.find(({ id }) => id === 'network.refused') as Signature;
  const severed = SIGNATURES.find(({ id }) => id === 'kernel.segfault') as Signature;

  test('is an incident, and at level warning or beside another try a preventive action', () => {
    expect(decide([refused], reading(torn), undefined).class).toBe('incident');
    expect(decide([refused], reading(torn), 'info').class).toBe('incident');
    expect(decide([refused], reading(torn), 'warning').class).toBe('preventive_action');
    expect(decide([refused], { ...reading(torn), copes: true }, undefined)).toMatchObject({
      class: 'preventive_action',
      severity: 'warning',
    });
  });

  test('says nothing at level debug; what is broken for good stays an incident there', () => {
    const slow = SIGNATURES.find(({ id }) => id === 'etcd.slow') as Signature;
    expect(decide([slow], reading(torn), 'info').class).toBe('preventive_action');
    for (const talk of [refused, slow])
      expect(decide([talk], reading(torn), 'debug')).toMatchObject({ class: 'normal', severity: 'debug' });
    expect(decide([severed], reading(torn), 'debug').class).toBe('incident');
  });

  test('stays an incident where the program calls it an error, and others stay one anyway', () => {
    expect(decide([refused], { ...reading(torn), copes: true }, 'error').class).toBe('incident');
    expect(decide([severed], { ...reading(torn), copes: true }, 'warning').class).toBe('incident');
  });
});

describe('a normal signature', () => {
  const calmly = (more: Partial<Signature> = {}): Signature => ({
    id: 'test.calm',
    match: { all: ['zorp'] },
    class: 'normal',
    severity: 'info',
    category: 'other',
    meaning: 'It is calm.',
    causes: [],
    steps: [],
    examples: { positive: ['zorp'], negative: [] },
    ...more,
  });
  const classOf = (signature: Signature, wording: Reading['wording'], level?: Severity): LogClass =>
    decide([signature], reading(sureOfTrouble, wording), level).class;

  test('holds unless the words of the line tell of a failure', () => {
    expect(classOf(calmly(), 'none')).toBe('normal');
    expect(classOf(calmly(), 'caution')).toBe('normal');
    expect(classOf(calmly(), 'fault')).toBe('incident');
    expect(classOf(calmly(), 'fault', 'info')).toBe('preventive_action');
    expect(classOf(calmly(), 'fault', 'warning')).toBe('normal');
  });

  test('holds where a value has decided', () => {
    const match = { all: ['zorp'], when: [{ slot: 'status', op: '<', value: 400 }] } as const;
    expect(classOf(calmly({ match }), 'fault')).toBe('normal');
  });

  test('that says why words of failure mean nothing holds beside them, and a user’s own at every level', () => {
    expect(classOf(calmly({ despite: 'words' }), 'fault')).toBe('normal');
    expect(classOf(calmly({ despite: 'words' }), 'fault', 'error')).toBe('incident');
    expect(classOf(calmly({ despite: 'level' }), 'fault', 'error')).toBe('normal');
  });
});

describe('with a fact of the fields', () => {
  const classOf = (level: Severity | undefined, fact: Fact, more: Partial<Reading> = {}): LogClass =>
    decide([], { ...reading(calm), ...more }, level, fact).class;

  test('what failed is an incident, also at level info, unless the program copes', () => {
    expect(classOf(undefined, 'failed')).toBe('incident');
    expect(decide([], reading(calm), 'info', 'failed')).toMatchObject({
      class: 'incident',
      severity: 'error',
      by: 'level',
    });
    expect(classOf(undefined, 'failed', { copes: true })).toBe('preventive_action');
  });

  test('trouble is an incident where no level says that it is none', () => {
    expect(classOf(undefined, 'troubled')).toBe('incident');
    expect(classOf('info', 'troubled')).toBe('preventive_action');
  });

  test('trouble that others have, that was coped with or that is over is less', () => {
    expect(classOf(undefined, 'troubled', { softens: true })).toBe('preventive_action');
    expect(classOf(undefined, 'troubled', { copes: true })).toBe('preventive_action');
    expect(classOf(undefined, 'troubled', { soothes: true })).toBe('normal');
  });

  test('who was turned away is a sign', () => {
    expect(classOf('info', 'turned_away')).toBe('preventive_action');
  });

  test('another level is the program’s own word', () => {
    expect(classOf('debug', 'failed')).toBe('normal');
    expect(classOf('warning', 'failed')).toBe('preventive_action');
  });

  test('nothing is made less by it', () => {
    const grave = reading(sureOfTrouble, 'grave');
    expect(decide([], grave, undefined, 'turned_away')).toEqual(decide([], grave, undefined));
    expect(decide([], reading(calm), 'error', 'turned_away').class).toBe('incident');
  });
});
