import { describe, expect, test } from '@jest/globals';
import { CATEGORIES, CLASSES, DECIDERS, SEVERITIES, type Severity } from '@presage/contract';
import fc from 'fast-check';
import { SIGNATURES } from '../../../knowledge/signatures.ts';
import type { Signature } from '../../../knowledge/signature.ts';
import { createClassifier } from './classifier.ts';

const classifier = createClassifier(SIGNATURES);
const judge = (line: string, level?: Severity, template = line) =>
  classifier.prepare(template).judge(line, level);
const classOf = (line: string, level?: Severity, template = line) => judge(line, level, template).class;

const example = SIGNATURES.find(({ id }) => id === 'kernel.segfault') as Signature;
function invented(changes: Partial<Signature>): Signature {
  return { ...example, id: 'test.invented', ...changes };
}

describe('harmless mentions of trouble', () => {
  test.each([
    'scan finished, 0 errors found',
    'no errors found on md0',
    'completed without errors',
    'import done: passed=12 failed=0 errors: 0',
    '{"msg":"saved","error":null,"errorCode":0,"failed":false}',
    'connected, error=""',
    'request timeout set to 30s',
    'registered error handler for module mail',
    'connect timeout = 5000 ms',
    'retry policy: exponential',
    'ErrorController mapped to its page',
    'bound DeadLetterQueue mails',
    'registered callback onConnectionLost',
    'all checks passed, none failed',
    'recovery over, 0 were evicted',
    'starting worker --fail-fast --abort-on-panic=true',
    '(root) CMD (/usr/bin/backup --on-error=mail || echo failed)',
    'anna : TTY=pts/0 ; PWD=/srv ; USER=root ; COMMAND=/usr/bin/systemctl restart failed.service',
    'Stopped crash-reporter.service - Crash Reporter.',
    'Finished apport-autoreport.service - Process error reports when automatic reporting is enabled.',
  ])('`%s` is normal', (line) => {
    expect(classOf(line)).toBe('normal');
  });

  test.each([
    'scan finished, 3 errors found',
    'import done: passed=12 failed=2 errors=0',
    'restarted without warning',
    'backup --full failed',
    'anna : command not allowed ; TTY=pts/0 ; PWD=/srv ; USER=root ; COMMAND=/bin/ls',
    '0 errors in mail, disk full on /var',
    '{"msg":"save","error":"quota"} failed',
    'Failed to start shop.service - Shop.',
    'Stopped processing - Disk Failure.',
  ])('`%s` is not', (line) => {
    expect(classOf(line)).not.toBe('normal');
  });
});

describe('cases of one template', () => {
  test('a unit whose name is masked stopped as asked', () => {
    const template = 'Stopped <*> - PostgreSQL Cluster <*>.';
    const line = 'Stopped postgresql@15-main.service - PostgreSQL Cluster 15-main.';
    expect(classOf(line, undefined, template)).toBe('normal');
  });

  test('an HTTP status decides', () => {
    const access = classifier.prepare('<*> - - [<*> <*>] "GET <*> <*> <*> <*>');
    const line = (status: number) =>
      `10.0.0.4 - - [03/Feb/2031:15:07:01 +0000] "GET /a HTTP/1.1" ${status} 157`;
    expect(access.judge(line(200), undefined).class).toBe('normal');
    expect(access.judge(line(404), undefined).class).toBe('normal');
    expect(access.judge(line(429), undefined).class).toBe('preventive_action');
    expect(access.judge(line(502), undefined)).toMatchObject({ class: 'incident', category: 'http' });
  });

  test('of an access line of IIS the status decides, not the port', () => {
    const iis = classifier.prepare('<*> GET <*> - <*> - <*> <*> <*> <*> <*> <*>');
    const line = (status: number, port = 443) =>
      `10.0.0.4 GET /default.aspx - ${port} - 10.1.1.9 Mozilla/5.0+(X11) - ${status} 0 0 31`;
    expect(iis.judge(line(200), undefined).class).toBe('normal');
    expect(iis.judge(line(503), undefined)).toMatchObject({ class: 'incident', category: 'http' });
    expect(iis.judge(line(503, 8080), undefined).class).toBe('incident');
  });

  test('an exit code decides', () => {
    const template = 'job <*> exited with code <*>';
    expect(classOf('job a1 exited with code 0', undefined, template)).toBe('normal');
    expect(classOf('job a1 exited with code 137', undefined, template)).toBe('incident');
  });

  test('a percentage decides, each of its own subject', () => {
    const template = 'host-agent: cpu=<*>% mem_used=<*>% disk mount=/ used=<*>%';
    const line = (cpu: number, memory: number, disk: number) =>
      `host-agent: cpu=${cpu}% mem_used=${memory}% disk mount=/ used=${disk}%`;
    expect(judge(line(12, 40, 40), 'info', template).class).toBe('normal');
    expect(judge(line(12, 40, 91), 'info', template).signature).toBe('storage.disk-filling');
    expect(judge(line(12, 98, 40), 'info', template).signature).toBe('resource.memory-critical');
    expect(judge(line(99, 40, 91), 'info', template).signature).toBe('resource.cpu-critical');
  });

  test('a count of zero decides, by number or by null', () => {
    const template = 'run <*> done failed=<*> error=<*>';
    expect(classOf('run 7 done failed=0 error=null', undefined, template)).toBe('normal');
    expect(classOf('run 7 done failed=2 error=null', undefined, template)).toBe('incident');
    expect(classOf('run 7 done failed=0 error=EIO', undefined, template)).toBe('incident');
  });

  test('an unset flag of a dump is normal at any level', () => {
    expect(classOf('program check: trap taken......0', 'critical', 'program check: trap <*>')).toBe('normal');
    expect(classOf('program check: trap taken......1', 'critical', 'program check: trap <*>')).toBe(
      'incident',
    );
  });
});

describe('authority', () => {
  test('the worst of the signatures that match decides', () => {
    const line = 'certificate for shop expires in 3 days; previous certificate expired on 2031-02-03';
    expect(judge(line)).toMatchObject({ class: 'incident', by: 'signature', signature: 'tls.expired' });
  });

  test('a signature outranks the level, whose severity stands when it is worse', () => {
    const line = 'Failed password for deploy from 203.0.113.9 port 40118 ssh2';
    expect(judge(line, 'info')).toMatchObject({ class: 'preventive_action', severity: 'warning' });
    expect(judge(line, 'error')).toMatchObject({ class: 'preventive_action', severity: 'error' });
  });

  test('a normal signature does not outrank an error that is worded as one', () => {
    const line = 'session opened for user operator but home directory failed to mount';
    expect(judge(line, 'error')).toMatchObject({ class: 'incident', by: 'level' });
  });

  test('without a signature the explicit level decides', () => {
    expect(judge('zorp', 'critical')).toMatchObject({ class: 'incident', severity: 'critical', by: 'level' });
    expect(judge('zorp', 'warning')).toMatchObject({ class: 'preventive_action', by: 'level' });
    expect(judge('zorp failed', 'debug')).toMatchObject({ class: 'normal', severity: 'debug', by: 'level' });
  });

  test('without a level the words decide', () => {
    expect(judge('zorp failed')).toMatchObject({ class: 'incident', severity: 'error', by: 'model' });
    expect(judge('zorp is sluggish')).toMatchObject({ class: 'preventive_action', by: 'model' });
    expect(judge('zorp')).toMatchObject({ class: 'normal', severity: 'info' });
  });

  test('a signature bound to levels matches no other', () => {
    const bound = createClassifier([invented({ match: { all: ['zorp'], levels: ['error'] } })]).prepare(
      'zorp',
    );
    expect(bound.judge('zorp', 'error').signature).toBe('test.invented');
    expect(bound.judge('zorp', 'info').signature).toBeUndefined();
    expect(bound.judge('zorp', undefined).signature).toBeUndefined();
  });
});

describe('a judge', () => {
  test('gives one frozen object for all lines of a case, across templates', () => {
    const one = classifier.prepare('disk full on <*>').judge('disk full on a', undefined);
    const two = classifier.prepare('disk full at <*>').judge('disk full at b', undefined);
    expect(two).toBe(one);
    expect(Object.isFrozen(one)).toBe(true);
  });

  test('never throws, and says only words of the contract', () => {
    const phrases = SIGNATURES.flatMap(({ examples }) => examples.positive);
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...phrases),
      fc
        .array(fc.constantFrom('error=', '<*>', '0', '""', '%', 'GET ', '99', 'disk', '-', 'failed', 'x0'))
        .map((a) => a.join('')),
    );
    fc.assert(
      fc.property(
        text,
        text,
        fc.option(fc.constantFrom(...SEVERITIES), { nil: undefined }),
        (template, line, level) => {
          const verdict = classifier.prepare(template).judge(line, level);
          expect(CLASSES).toContain(verdict.class);
          expect(SEVERITIES).toContain(verdict.severity);
          expect(CATEGORIES).toContain(verdict.category);
          expect(DECIDERS).toContain(verdict.by);
          expect(verdict.confidence).toBeGreaterThan(0);
          expect(verdict.confidence).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('reads the first 4,096 characters of a template', () => {
    const long = 'zorp '.repeat(60_000);
    expect(classOf(`failed ${long}`)).toBe('incident');
    expect(classOf(`${long} failed`)).toBe('normal');
  });
});

describe('a table of signatures', () => {
  test('with one id twice is refused', () => {
    expect(() => createClassifier([example, example])).toThrow('Two signatures have one id.');
  });

  test('with a signature that asks for no word is refused', () => {
    expect(() => createClassifier([invented({ match: {} })])).toThrow(
      'Signature test.invented asks for no word.',
    );
  });
});
