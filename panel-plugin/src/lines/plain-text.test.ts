import { plainText } from './plain-text';
import { timeFormat } from './time-text';

describe('a message as it is shown', () => {
  it.each([
    ['\u001b[1;31mERROR\u001b[0m broken', 'ERROR broken'],
    ['\u001b]0;title\u0007ready', 'ready'],
    ['user \u202egnp.exe\u202c logged in', 'user gnp.exe logged in'],
    ['one\ttab\nnext', 'one\ttab\nnext'],
    ['فشل الطلب', 'فشل الطلب'],
    ['array[0m] and [31m stay', 'array[0m] and [31m stay'],
  ])('%j', (message, shown) => {
    expect(plainText(message)).toBe(shown);
  });
});

describe('the format of times', () => {
  it('has the day where the lines are of several days in the time zone of the dashboard', () => {
    const [evening, night] = [Date.UTC(2026, 10, 21, 22, 30), Date.UTC(2026, 10, 21, 23, 30)];
    expect(timeFormat(evening, night, 'utc')).toBe('HH:mm:ss.SSS');
    expect(timeFormat(evening, night, 'Europe/Berlin')).toBe('MM-DD HH:mm:ss.SSS');
  });
});
