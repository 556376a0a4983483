import { describe, expect, it } from 'vitest';
import { hideHome } from './hideHome';

describe('hideHome', () => {
  it('hides it in every text, however deep, and nowhere else', () => {
    const value = { a: ['/home/ann/x', { b: 'at /home/ann.' }], n: 1, none: null, other: '/home/anna /home/ann-2' };
    expect(hideHome(value, '/home/ann/')).toEqual({
      a: ['~/x', { b: 'at ~.' }],
      n: 1,
      none: null,
      other: '/home/anna /home/ann-2',
    });
  });

  it.each([
    ['/home/añ b', 'file:///home/a%C3%B1%20b/x.ts:1', 'file://~/x.ts:1'],
    ['/home/añ', '/home/añb /home/añ/b', '/home/añb ~/b'],
    ['C:\\Users\\Ann', 'C:\\Users\\Ann\\x and file:///c:/users/ann/x', '~\\x and file:///~/x'],
    ['/home/a+(b)', '/home/a+(b)/c', '~/c'],
  ])('hides %s in other spellings', (home, text, hidden) => {
    expect(hideHome(text, home)).toBe(hidden);
  });

  it.each([undefined, '/', 'C:\\', ''])('hides nothing of a user whose home is %j', (home) => {
    expect(hideHome('/x/C:\\y', home)).toBe('/x/C:\\y');
  });
});
